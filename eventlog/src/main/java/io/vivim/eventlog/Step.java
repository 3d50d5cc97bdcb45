package io.vivim.eventlog;

import io.vivim.store.Batch;
import java.util.Locale;

/**
 * The durable steps of the log: each is one atomic commit, and so a point where a crash leaves
 * either what was before or what comes after.
 */
enum Step {
  /** A new log gets its id. Crash before: the next start makes another id; nobody saw the first. */
  CREATE,
  /**
   * Events are appended, held or dropped, with their indexes, erasures and what folds from them.
   * Crash before: nothing was acknowledged, and whoever sent it sends it again. Crash after: what
   * was not acknowledged is a duplicate when it comes again.
   */
  COMMIT,
  /** Erased bytes are out of the files. Crash before: the next start purges once more. */
  PURGED;

  Batch batch() {
    return Batch.named("log-" + name().toLowerCase(Locale.ROOT));
  }
}
