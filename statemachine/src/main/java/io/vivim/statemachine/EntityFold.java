package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidException;
import io.vivim.did.DidKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.Payload;
import io.vivim.events.Timestamp;
import io.vivim.statemachine.model.Body;
import io.vivim.statemachine.model.Coded;
import io.vivim.statemachine.model.Elements;
import io.vivim.statemachine.model.Field;
import io.vivim.statemachine.model.Kind;
import io.vivim.statemachine.model.Merge;
import io.vivim.statemachine.model.Model;
import io.vivim.statemachine.model.Operation;
import io.vivim.statemachine.model.Past;
import io.vivim.statemachine.model.Stamp;
import io.vivim.statemachine.model.Verbs;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One event more in an entity: a function of what it was, of the event, and of those that it has
 * seen. What it found out of these it remembers, for a time.
 */
final class EntityFold {
  private final History history;
  private final int mostBytes;
  private final KnownPasts pasts = new KnownPasts();

  /**
   * @param mostBytes writes of one register that come to more get rows of their own
   */
  EntityFold(History history, int mostBytes) {
    this.history = history;
    this.mostBytes = mostBytes;
  }

  /** The body of an event that can be read; empty where there is none. */
  static Optional<Body> bodyOf(DecodedEvent event) {
    IpldMap map =
        event.payload().orElse(null) instanceof Payload.Plain plain ? plain.body() : IpldMap.EMPTY;
    return Body.read(map);
  }

  /**
   * The entity with an event whose causes in it are all there.
   *
   * @param counts whether the event counts; else it only takes its place among the events
   * @param isStrange whether an event of the entity is a stranger's
   */
  EntityState with(
      EntityState before,
      DecodedEvent event,
      boolean counts,
      Model model,
      Predicate<EventId> isStrange) {
    EventHeader header = event.header();
    Lineage lineage =
        isStrange.test(event.id())
            ? before.lineage()
            : before.lineage().with(event, history, isStrange);
    EntityState.First at = new EntityState.First(header.timestamp(), event.id());
    EntityState.First first = at.compareTo(before.first()) < 0 ? at : before.first();
    if (!counts) {
      // Nobody has shown yet what it is: then the first event stands for it.
      boolean isUnknown = before.owners().isEmpty() && first.equals(at);
      return new EntityState(
          before.id(),
          isUnknown ? Kind.of(header.type()).name() : before.kind(),
          before.scope(),
          before.owners(),
          first,
          before.created(),
          before.updated(),
          before.counting(),
          lineage,
          before.model(),
          before.parents(),
          before.fields());
    }
    return new EntityState(
        before.id(),
        before.kind(),
        before.scope(),
        before.owners(),
        first,
        lower(before.created(), header.timestamp()),
        higher(before.updated(), header.timestamp()),
        before.counting() + 1,
        lineage,
        before.model(),
        with(before.parents(), header),
        fields(before, event, lineage, model));
  }

  /** A keyed entity as an event shows it that names its key. */
  static EntityState shownBy(DecodedEvent event, EntityState state) {
    return state.withKind(Kind.of(event.header().type()).name()).ownedBy(ownersBy(event));
  }

  private static List<DidKey> ownersBy(DecodedEvent event) {
    EventHeader header = event.header();
    if (Kind.of(header.type()).keyed() != Kind.Keyed.FRIEND) {
      return List.of(header.author());
    }
    return Verbs.keyOf(header.type(), header.author(), bodyOf(event).orElse(Body.EMPTY)).stream()
        .flatMap(List::stream)
        .map(EntityFold::didOf)
        .toList();
  }

  private static DidKey didOf(Ipld text) {
    try {
      return DidKey.parse(Coded.text(text));
    } catch (DidException e) {
      throw new IllegalStateException("a key has DIDs that can be read", e);
    }
  }

  private static Timestamp lower(Timestamp one, Timestamp other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static Timestamp higher(Timestamp one, Timestamp other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Elements with(Elements parents, EventHeader header) {
    Cid parent = header.parentId();
    return parent == null ? parents : parents.plus(Bytes.utf8(parent.toString()));
  }

  private Fields fields(EntityState before, DecodedEvent event, Lineage lineage, Model model) {
    Map<String, Operation> operations = operations(event);
    if (operations.isEmpty()) {
      return before.fields();
    }
    Stamp stamp = Stamp.of(event, before.owners().contains(event.header().author()));
    Past past = before.lineage().pastOf(event, lineage, history, pasts);
    Fields fields = before.fields();
    for (Map.Entry<String, Operation> each : operations.entrySet()) {
      Merge merge = model.mergeOf(each.getKey(), each.getValue());
      Map<Merge, Field> merges = new EnumMap<>(Merge.class);
      merges.putAll(fields.get(each.getKey()));
      Field field = merges.containsKey(merge) ? merges.get(merge) : merge.empty();
      merges.put(merge, field.apply(each.getValue(), stamp, past, mostBytes));
      fields = fields.with(each.getKey(), merges);
    }
    return fields;
  }

  /** What an event does: what its body says and what its verb does beyond. */
  static Map<String, Operation> operations(DecodedEvent event) {
    EventHeader header = event.header();
    Map<String, Operation> operations =
        new HashMap<>(Verbs.implied(header.type(), header.author()));
    if (!Verbs.isCommand(header.type())) {
      operations.putAll(bodyOf(event).orElse(Body.EMPTY).operations());
    }
    return operations;
  }

  /** An entity without events, as its first one in the order of the log shows it. */
  static EntityState begin(DecodedEvent event, Optional<DecodedEvent> named) {
    EntityState.First first = new EntityState.First(event.header().timestamp(), event.id());
    DecodedEvent shows = named.orElse(event);
    EntityState empty =
        EntityState.empty(
            event.entity(), Kind.of(shows.header().type()).name(), event.logScope(), first);
    boolean isOwned = event.logScope().isOwned();
    return named.isPresent() || isOwned ? empty.ownedBy(List.of(shows.header().author())) : empty;
  }
}
