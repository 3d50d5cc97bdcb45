package io.vivim.statemachine;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.statemachine.Explanation.Cause;
import io.vivim.statemachine.Explanation.Source;
import io.vivim.statemachine.Explanation.Uncounted;
import io.vivim.statemachine.model.Field;
import io.vivim.statemachine.model.Merge;
import io.vivim.statemachine.model.Model;
import io.vivim.statemachine.model.Operation;
import io.vivim.statemachine.model.Policy;
import io.vivim.statemachine.model.Room;
import io.vivim.statemachine.model.Written;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds the events that made an entity what it is; for one answer. */
final class Explaining {
  private static final Comparator<Source> BY_TIME =
      Comparator.comparing(Source::time).thenComparing(Source::event);

  private final EventSource events;
  private final EntityReader entities;
  private final EntityState state;
  private final Model model;
  private final HistoryPage history;

  /** For what the writes that are left in its fields come to. */
  private final Room room = Room.of(EntityReader.MAX_ENTITY_BYTES);

  /**
   * @param history the events of the entity, or as many as are looked at
   */
  Explaining(
      EventSource events,
      EntityReader entities,
      EntityState state,
      Model model,
      HistoryPage history) {
    this.events = events;
    this.entities = entities;
    this.state = state;
    this.model = model;
    this.history = history;
  }

  Explanation explain() {
    SortedMap<String, List<Cause>> fields = new TreeMap<>();
    state
        .fields()
        .all(room)
        .forEach(
            (name, merges) -> {
              List<Cause> causes = new ArrayList<>();
              merges.forEach((merge, field) -> causes.addAll(causesOf(name, merge, field)));
              fields.put(name, sorted(causes));
            });
    grants().forEach((name, causes) -> fields.put(name, sorted(causes)));
    List<Uncounted> without = new ArrayList<>();
    for (HistoryEntry entry : history.entries()) {
      if (!entry.verdict().counts()) {
        without.add(new Uncounted(source(entry.event()), entry.verdict()));
      }
    }
    boolean isCut = room.isCut() || history.next().isPresent();
    return new Explanation(entities.shown(state), fields, without, isCut);
  }

  private static List<Cause> sorted(List<Cause> causes) {
    causes.sort(Comparator.comparing(Cause::source, BY_TIME));
    return causes;
  }

  private List<Cause> causesOf(String name, Merge merge, Field field) {
    if (merge == Merge.COUNTER || merge == Merge.MAX || merge == Merge.MIN) {
      return contributions(name, field);
    }
    List<Written> conflict =
        field.conflict(model.policy(), Room.of(EntityReader.MAX_ENTITY_BYTES / ShownFields.PARTS));
    boolean showsOne = merge == Merge.REGISTER && model.policy() != Policy.KEEP_BOTH;
    List<Cause> causes = new ArrayList<>();
    for (Written written : field.written(room)) {
      boolean isShown =
          !showsOne || conflict.isEmpty() || written.value().equals(conflict.get(0).value());
      causes.add(new Cause(source(written.stamp().event()), written.value(), isShown));
    }
    return causes;
  }

  /** The events that counted in a sum, or that wrote what is the largest or the smallest. */
  private List<Cause> contributions(String name, Field field) {
    List<Cause> causes = new ArrayList<>();
    for (HistoryEntry entry : history.entries()) {
      if (!entry.verdict().counts()) {
        continue;
      }
      DecodedEvent event = find(entry.event());
      Operation operation = EntityFold.operations(event).get(name);
      if (operation instanceof Operation.Increment increment) {
        causes.add(new Cause(source(event), increment.by(), true));
      } else if (operation instanceof Operation.Assign assign
          && assign.value().equals(field.form())) {
        causes.add(new Cause(source(event), assign.value(), true));
      }
    }
    return causes;
  }

  /** The fields that grants make, with the grants that are in force. */
  private Map<String, List<Cause>> grants() {
    Map<String, List<Cause>> fields = new TreeMap<>();
    if (!EntityReader.WITH_GRANTS.contains(state.kind())) {
      return fields;
    }
    String field = EntityReader.fieldOfGrants(state.kind());
    for (GrantRow grant : entities.grantsOf(state.name(), room)) {
      if (grant.isInForce()) {
        fields
            .computeIfAbsent(field, any -> new ArrayList<>())
            .add(new Cause(source(grant.grant()), given(grant), true));
      }
    }
    return fields;
  }

  private static Ipld given(GrantRow grant) {
    if (grant.subject().isEmpty()) {
      return Ipld.TRUE;
    }
    Role role = grant.role();
    String what = role == null ? grant.name() : role.text();
    return IpldMap.builder().put(grant.subject(), Ipld.of(what)).build();
  }

  private Source source(EventId id) {
    return source(find(id));
  }

  private static Source source(DecodedEvent event) {
    EventHeader header = event.header();
    return new Source(event.id(), header.timestamp(), header.author(), header.type());
  }

  private DecodedEvent find(EventId id) {
    return events
        .find(id)
        .orElseThrow(() -> new IllegalStateException("an event of the state is not there: " + id));
  }
}
