package io.vivim.node;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code vivim completion}: what a shell needs to complete our commands. */
@Command(
    name = "completion",
    description = "Write a completion script for bash and zsh.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(vivim completion)",
      "  vivim completion > ~/.local/share/bash-completion/completions/vivim"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws OutputClosedException {
    console.text(AutoComplete.bash("vivim", spec.root().commandLine()));
    return ExitCode.GOOD;
  }
}
