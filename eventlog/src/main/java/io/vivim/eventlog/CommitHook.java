package io.vivim.eventlog;

import io.vivim.events.EventId;
import io.vivim.store.Batch;
import io.vivim.store.KeyRange;
import java.util.List;
import java.util.Set;

/**
 * Whoever folds events into state: it adds what follows from them to the commit that makes them
 * durable, so that neither is ever there without the other.
 */
@FunctionalInterface
public interface CommitHook {
  /** Adds nothing. */
  CommitHook NONE = (gathered, batch) -> Set.of();

  /**
   * Called by the writer, once for every commit that adds to the log, in its order.
   *
   * @param batch the commit, to add to
   * @return events that were named by erase events of earlier commits, which it judges otherwise
   *     from this one on; their payloads go where an erasure stands again
   */
  Set<EventId> beforeCommit(Gathered gathered, Batch batch);

  /**
   * Whether what it makes of the log may have to be made again; then no payload is forgotten with
   * age, or it would come to something else.
   */
  default boolean needsPayloads() {
    return false;
  }

  /** Where it writes what payloads say; purged when payloads are. */
  default List<KeyRange> copies() {
    return List.of();
  }
}
