package io.vivim.node;

import io.vivim.store.Engine;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The engine of a data folder that may not be there yet. */
final class EngineOption {
  @Option(
      names = "--store",
      paramLabel = "ENGINE",
      description = "The engine of a new data folder, h2 or rocksdb; else h2.")
  private String code = "";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /** The engine that was asked for, if one was. */
  Optional<Engine> engine() {
    if (code.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(Engine.values())
            .filter(engine -> engine.code().equals(code))
            .findFirst()
            .orElseThrow(
                () ->
                    new ParameterException(
                        command.commandLine(), "--store takes h2 or rocksdb, not " + code)));
  }
}
