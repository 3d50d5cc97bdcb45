package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.Payload;
import io.vivim.events.Tag;
import io.vivim.statemachine.model.Room;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.StoreView;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The state for whatever follows it and answers from what it made of it, such as a search index:
 * which entities changed, and what each is now. To readers it shows only what they may see.
 */
public final class FollowedState {
  /** What a follower is shown of an entity, as it is stored; it holds many at once. */
  private static final long MAX_ENTITY_BYTES = 1024 * 1024;

  private final StoreView view;
  private final EventSource events;
  private final EntityReader entities;

  /**
   * @param view a snapshot, or else what is told of one entity may not fit what is told of another
   * @param events the log in it
   */
  public FollowedState(StoreView view, EventSource events) {
    this.view = view;
    this.events = events;
    this.entities = new EntityReader(view, new Definitions(events::find));
  }

  /**
   * The entities that changed between two positions, the second included, otherwise than by an
   * event of theirs there. Some that did not change may be among them.
   */
  public Set<EntityName> refolded(long after, long last) {
    Set<EntityName> names = new LinkedHashSet<>();
    KeyRange range =
        KeyRange.of(
            StateKeys.key(StateKeys.REFOLDED, StateKeys.number(after + 1)),
            StateKeys.key(StateKeys.REFOLDED, StateKeys.number(last + 1)));
    try (Scan scan = view.scan(range)) {
      while (scan.next()) {
        entities.stateOf(scan.key()).map(EntityState::name).ifPresent(names::add);
      }
    }
    return names;
  }

  /**
   * Up to which position {@link #refolded} may have forgotten some: a follower that is not there
   * yet has to begin anew. From nothing it may begin at any time, since entities are told as they
   * are.
   */
  public long forgottenTo() {
    return Refolds.missingTo(view);
  }

  /** The entity of a name as far as there is room, also one that is gone, whoever may see it. */
  public Optional<Entity> entity(EntityName name) {
    return state(name).map(state -> entities.shown(state, Room.of(MAX_ENTITY_BYTES)));
  }

  private Optional<EntityState> state(EntityName name) {
    return EntityRows.find(view, name).filter(EntityState::isThere);
  }

  /** The entity that a {@linkplain EntityName#shortened short name} stands for. */
  public Optional<Entity> entity(Reader reader, EventId shortened) {
    Disclosure disclosure = new Disclosure(view);
    try (Scan scan = view.scan(EntityName.around(shortened))) {
      while (scan.next()) {
        EntityState state = EntityRows.decode(view, scan.key(), scan.value());
        if (state.name().shortened().equals(shortened)) {
          return Optional.of(state)
              .filter(EntityState::isThere)
              .filter(each -> disclosure.maySee(reader, each.scope()))
              .map(entities::shown);
        }
      }
    }
    return Optional.empty();
  }

  /** Whether an event of an entity is erased. */
  public boolean hasErased(EntityName name) {
    try (Scan scan = view.scan(KeyRange.startingWith(StateKeys.history(name)))) {
      while (scan.next()) {
        if (groundOf(scan.value()).equals(Optional.of(Ground.ERASED))) {
          return true;
        }
      }
    }
    return false;
  }

  /** The tags of the event that names an entity and of its heads, as far as those count. */
  public Set<Tag> tags(Entity entity) {
    EntityName name = entity.name();
    SortedSet<EventId> tagged = new TreeSet<>(entity.heads());
    tagged.add(entity.id());
    Set<Tag> tags = new LinkedHashSet<>();
    for (EventId id : tagged) {
      events
          .find(id)
          .filter(event -> counts(name, event))
          .map(this::tagsOf)
          .ifPresent(tags::addAll);
    }
    return tags;
  }

  private boolean counts(EntityName name, DecodedEvent event) {
    Bytes row = StateKeys.history(name, event.header().timestamp(), event.id());
    return view.get(row).flatMap(FollowedState::groundOf).equals(Optional.of(Ground.COUNTS));
  }

  private static Optional<Ground> groundOf(Bytes verdict) {
    return Verdict.decode(verdict).map(Verdict::ground);
  }

  private List<Tag> tagsOf(DecodedEvent event) {
    return event.payload().orElse(null) instanceof Payload.Plain plain ? plain.tags() : List.of();
  }
}
