package io.vivim.node;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vivim event verify}: whether events are good. */
@Command(
    name = "verify",
    description = {
      "Verify events: all that their bytes alone can show, the signature included.",
      "Answers each with 'ok <id>', or with 'error <reason>'. Whether an event agrees with its"
          + " causes, only a log that has them can tell."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  vivim event verify < events.txt", "  vivim event verify --json < events.txt"})
final class EventVerifyCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "EVENT", arity = "0..*", description = EventText.DESCRIPTION)
  private List<String> events = List.of();

  @Option(names = "--json", description = "Answer with JSON objects.")
  private boolean json;

  EventVerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    EventText reader = new EventText();
    return new Batch(console, json)
        .answerEach(events, text -> reader.verify(text, event -> new EventAnswer.Good(event.id())));
  }
}
