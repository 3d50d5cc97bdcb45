package io.vivim.node;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** In which form events are written, one a line: JSON where nobody says otherwise. */
final class FormOptions {
  @Option(
      names = "--brief",
      description = "A line for people: id, timestamp, type, scope, author, payload.")
  private boolean brief;

  @Option(names = "--wire", description = "The wire form, in hex.")
  private boolean wire;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  EventText.Use form() {
    if (brief && wire) {
      throw new ParameterException(command.commandLine(), "--brief and --wire are two answers");
    }
    return brief ? EventAnswer.Brief::new : wire ? EventAnswer.Wire::new : EventAnswer.Form::of;
  }
}
