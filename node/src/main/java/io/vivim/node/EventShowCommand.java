package io.vivim.node;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vivim event show}: what events say. */
@Command(
    name = "show",
    description = {
      "Show what events say, whether or not they are signed well.",
      "Answers each with its JSON form, or with 'error <reason>'."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  vivim event show < events.txt",
      "  vivim event show --brief < events.txt",
      "  vivim event show --wire < events.jsonl > events.txt"
    })
final class EventShowCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "EVENT", arity = "0..*", description = EventText.DESCRIPTION)
  private List<String> events = List.of();

  @Option(
      names = "--brief",
      description = "A line for people: id, timestamp, type, scope, author, payload.")
  private boolean brief;

  @Option(names = "--wire", description = "The wire form, in hex.")
  private boolean wire;

  @Option(names = "--json", description = "Answer with JSON objects where an event is bad, too.")
  private boolean json;

  EventShowCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (brief && wire) {
      throw new ParameterException(spec.commandLine(), "--brief and --wire are two answers");
    }
    EventText reader = new EventText();
    EventText.Use use =
        brief ? EventAnswer.Brief::new : wire ? EventAnswer.Wire::new : EventAnswer.Form::of;
    return new Batch(console, json).answerEach(events, text -> reader.read(text, use));
  }
}
