package io.vivim.statemachine;

import io.vivim.codec.Ipld;
import io.vivim.did.DidKey;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.Timestamp;
import java.util.List;
import java.util.SortedMap;

/**
 * How an entity came to be what it is.
 *
 * @param entity as it is shown
 * @param fields by name, the events that made each what it is, by time; also of fields that have no
 *     value, where somebody took it away
 * @param without the events of the entity that do not count, by time
 * @param isCut whether there are more events than were looked at, or more causes than this
 */
public record Explanation(
    Entity entity, SortedMap<String, List<Cause>> fields, List<Uncounted> without, boolean isCut) {

  /** An event, as far as one has to know it. */
  public record Source(EventId event, Timestamp time, DidKey author, EventType type) {}

  /**
   * An event that had a part in a field.
   *
   * @param value what it wrote, added or gave; null where it took the value away
   * @param isShown whether that is in what is shown; what is not is in conflict with it
   */
  public record Cause(Source source, Ipld value, boolean isShown) {}

  /** An event that does not count, and what was held of it. */
  public record Uncounted(Source source, Verdict verdict) {}
}
