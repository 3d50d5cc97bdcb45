package io.vivim.node;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the node's data lie: an option first, then the environment, then the user's folder. */
final class DataOption {
  private final Surroundings surroundings;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "The data folder; else VIVIM_DATA, else ~/.vivim/data.")
  private @Nullable String folder;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  DataOption(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  Path folder() {
    if (folder != null) {
      if (folder.isEmpty()) {
        throw new ParameterException(command.commandLine(), "--data names no folder");
      }
      return Path.of(folder);
    }
    return surroundings
        .variable("VIVIM_DATA")
        .map(Path::of)
        .orElseGet(() -> surroundings.home().resolve(".vivim").resolve("data"));
  }
}
