package io.vivim.eventlog;

import io.vivim.events.RawEvent;
import io.vivim.events.VerifiedEvent;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An event on its way through the log, from the caller to the acknowledgement. */
final class Arrival {
  private final RawEvent raw;
  private final Source source;
  private final CompletableFuture<Outcome> acknowledgement = new CompletableFuture<>();

  // Owned by the checker that claimed it; read by the writer once isChecked is set under the
  // intake's lock.
  private @Nullable Outcome settled;
  private @Nullable VerifiedEvent verified;
  private @Nullable Arrival twin;
  private boolean isInLog;

  /** Whether a checker is done with it; guarded by the intake. */
  private boolean isChecked;

  Arrival(RawEvent raw, Source source) {
    this.raw = raw;
    this.source = source;
  }

  RawEvent raw() {
    return raw;
  }

  Source source() {
    return source;
  }

  int bytes() {
    return raw.size();
  }

  CompletableFuture<Outcome> acknowledgement() {
    return acknowledgement;
  }

  /** The outcome is known; the writer only passes it on in its turn. */
  void settle(Outcome outcome) {
    settled = outcome;
  }

  /** The writer's turn: the signature is good. */
  void verified(VerifiedEvent event) {
    verified = event;
  }

  /** The event is in the log without its payload, and this one brings it. */
  void bringsPayload() {
    isInLog = true;
  }

  /** The same event is being checked for another arrival, and this one shares what comes of it. */
  void sharesWith(Arrival first) {
    twin = first;
  }

  @Nullable Outcome settled() {
    return settled;
  }

  @Nullable VerifiedEvent verified() {
    return verified;
  }

  @Nullable Arrival twin() {
    return twin;
  }

  boolean isInLog() {
    return isInLog;
  }

  boolean isChecked() {
    return isChecked;
  }

  void setChecked() {
    isChecked = true;
  }
}
