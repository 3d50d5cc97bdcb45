package io.vivim.eventlog;

import java.util.List;

/** Who is told of what the log does; called by the log's own threads, so not to be kept waiting. */
public interface LogListener {
  /** Hears nothing. */
  LogListener NONE = new LogListener() {};

  /** These events are durable. */
  default void appended(List<AppendedEvent> events) {}

  /** A signer broke the order of its own log. */
  default void evidence(List<Evidence> found) {}

  /** Erased bytes could not be got out of the files; the next purge or start tries again. */
  default void purgeFailed(Throwable cause) {}

  /** The log can go on no longer and has to be opened again. */
  default void failed(Throwable cause) {}
}
