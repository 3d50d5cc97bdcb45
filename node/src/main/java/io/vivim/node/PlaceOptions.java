package io.vivim.node;

import io.vivim.did.DidKey;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.EventLog;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a new event stands in its signer's log: told, or behind the last event that is here. */
final class PlaceOptions {
  @Mixin private final LogOption data;

  @Option(names = "--seq", paramLabel = "N", description = "Its place in the signer's log; else 1.")
  private long seq = 1;

  @Option(
      names = "--prev",
      paramLabel = "ID",
      description = "The signer's event before it in that log; goes with --seq.")
  private @Nullable String prev;

  @Option(
      names = "--next",
      description =
          "Its place is the next one in the data folder's log; in place of --seq and --prev.")
  private boolean next;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  PlaceOptions(Surroundings surroundings) {
    this.data = new LogOption(surroundings);
  }

  /**
   * Gives an event its place.
   *
   * @param scope of the signer's log; nothing where the event begins one of its own
   */
  void place(EventBuilder builder, DidKey signer, Optional<LogScope> scope) {
    if (next && (prev != null || seq != 1)) {
      throw misused("--next goes without --seq and --prev");
    } else if (next && scope.isPresent()) {
      behindTip(builder, signer, scope.get());
    } else if (prev != null) {
      EventId before =
          EventId.parse(prev).orElseThrow(() -> misused("--prev is no id of an event"));
      builder.after(seq - 1, before);
    } else if (seq != 1) {
      throw misused("--seq goes with --prev");
    }
  }

  private void behindTip(EventBuilder builder, DidKey signer, LogScope scope) {
    Optional<AppendedEvent> tip;
    try (EventLog log = data.openExisting()) {
      tip = log.tip(signer, scope);
    }
    tip.ifPresent(last -> builder.after(last.event().header().seq(), last.id()));
  }

  private ParameterException misused(String what) {
    return new ParameterException(command.commandLine(), what);
  }
}
