package io.vivim.statemachine;

import io.vivim.codec.Ipld;
import io.vivim.did.DidKey;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.Timestamp;
import io.vivim.statemachine.model.Written;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * An entity as a reader sees it, as far as an answer has room for it.
 *
 * @param owners whose it is
 * @param created the lowest timestamp of the events that count
 * @param updated the highest one
 * @param heads the events that whoever changes it next has seen
 * @param parents what it was derived from, as texts of CIDs
 * @param model the definition that it folds by, where an application's says how
 * @param fields that have a value
 * @param conflicts the fields about which several disagree, each with the values, the one that is
 *     shown first
 * @param cut the fields, or what is made of grants, of which there is more than this; of a field
 *     that is left out altogether nothing is told but that {@code isCut}
 * @param isCut whether there is more of the entity than this
 * @param isGone whether it was deleted or taken back; such are found by id alone
 */
public record Entity(
    EventId id,
    String kind,
    LogScope scope,
    List<DidKey> owners,
    Timestamp created,
    Timestamp updated,
    SortedSet<EventId> heads,
    SortedSet<String> parents,
    Optional<EventId> model,
    SortedMap<String, Ipld> fields,
    Map<String, List<Written>> conflicts,
    Set<String> cut,
    boolean isCut,
    boolean isGone) {

  public EntityName name() {
    return new EntityName(id, scope);
  }

  /** The value of a field that has one and is shown in full. */
  public Optional<Ipld> whole(String field) {
    return cut.contains(field) ? Optional.empty() : Optional.ofNullable(fields.get(field));
  }
}
