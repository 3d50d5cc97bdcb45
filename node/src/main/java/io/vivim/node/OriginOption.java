package io.vivim.node;

import io.vivim.blockbuilder.LogOrigin;
import io.vivim.node.blocks.ShownLogs;
import io.vivim.store.StoreView;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which log of blocks: by its origin, or the only one that was built in the data folder. */
final class OriginOption {
  /** That are told where it has to be said which. */
  private static final int MAX_TOLD = 10;

  @Option(
      names = "--log",
      paramLabel = "ORIGIN",
      description =
          "The log's origin, such as vivim/z6Mk…/public; else the only public log that was built"
              + " here.")
  private @Nullable String origin;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  LogOrigin of(StoreView store) {
    String text = origin;
    if (text != null) {
      return LogOrigin.parse(text)
          .orElseThrow(() -> misused("--log is no origin of a log: " + text));
    }
    List<LogOrigin> built =
        ShownLogs.of(store).built(MAX_TOLD).stream()
            .filter(each -> each.scope().isPublic())
            .toList();
    if (built.size() != 1) {
      throw misused(
          built.isEmpty()
              ? "no blocks were built here; name another builder's log by --log"
              : "several logs were built here, so say which by --log: " + built);
    }
    return built.get(0);
  }

  private ParameterException misused(String what) {
    return new ParameterException(command.commandLine(), what);
  }
}
