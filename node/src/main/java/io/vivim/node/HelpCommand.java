package io.vivim.node;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vivim help}: the help of any command, however deep; picocli's own knows one level. */
@Command(
    name = "help",
    description = "Show the help of a command.",
    footerHeading = "%nExamples:%n",
    footer = {"  vivim help codec", "  vivim help codec decode"})
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "The command and its subcommand; without any, all commands are listed.")
  private List<String> path = List.of();

  @Override
  public Integer call() {
    CommandLine found = spec.root().commandLine();
    for (String name : path) {
      CommandLine next = found.getSubcommands().get(name);
      if (next == null) {
        throw new ParameterException(spec.commandLine(), "unknown command " + name);
      }
      found = next;
    }
    found.usage(spec.root().commandLine().getOut());
    return ExitCode.GOOD;
  }
}
