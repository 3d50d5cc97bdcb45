package io.vivim.node;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code vivim node}: says that the node is not here yet. */
@Command(
    name = "node",
    description = "Start a full node; it comes with a later release, and this says so.")
final class NodeCommand implements Callable<Integer> {
  private final Console console;

  /** Whatever options the node may have one day, the answer is the same today. */
  @Unmatched private final List<String> ignored = new ArrayList<>();

  NodeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.complain("the node comes with a later release; see vivim help for what is here");
    return ExitCode.REFUSED;
  }
}
