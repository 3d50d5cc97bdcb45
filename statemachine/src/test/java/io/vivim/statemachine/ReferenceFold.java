package io.vivim.statemachine;

import io.vivim.codec.Cid;
import io.vivim.codec.Ipld;
import io.vivim.did.DidKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import io.vivim.events.Payload;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import io.vivim.statemachine.model.Body;
import io.vivim.statemachine.model.Kind;
import io.vivim.statemachine.model.Model;
import io.vivim.statemachine.model.ModelDefinition;
import io.vivim.statemachine.model.Verbs;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a log means, by the pages on authority and on state: computed from all of its events at
 * once, each time anew, however long that takes. Readable as a definition, and of no other use.
 */
final class ReferenceFold {
  /**
   * An entity.
   *
   * @param owners the texts of their DIDs
   * @param model the definition that it folds by
   * @param fields what is shown
   * @param conflicts the values where they differ, the one that is shown first; null where one was
   *     taken away
   */
  record Entity(
      EventId id,
      LogScope scope,
      String kind,
      Set<String> owners,
      Timestamp created,
      Timestamp updated,
      Set<Cid> parents,
      Set<EventId> heads,
      Optional<EventId> model,
      Map<String, Ipld> fields,
      Map<String, List<Ipld>> conflicts) {}

  private final ReferenceLog log;
  private final ReferenceGrants grants;
  private final Map<EventId, String> reasons = new HashMap<>();
  private final Map<ReferenceLog.Name, Entity> entities = new LinkedHashMap<>();
  private final ReferenceRemovals removals;

  /** What is void; nothing while it is not known yet. */
  private final Set<EventId> voided = new HashSet<>();

  private ReferenceFold(Collection<DecodedEvent> events) {
    log = new ReferenceLog(events);
    grants = new ReferenceGrants(log);
    Set<EventId> faulty = new HashSet<>();
    for (DecodedEvent event : log.events()) {
      if (fault(event).isPresent()) {
        faulty.add(event.id());
      }
    }
    removals = new ReferenceRemovals(log, grants, faulty);
    for (DecodedEvent event : log.events()) {
      removals.reasonOf(event).ifPresent(reason -> voided.add(event.id()));
    }
    for (DecodedEvent event : log.events()) {
      reason(event).ifPresent(reason -> reasons.put(event.id(), reason));
    }
    log.entities().forEach(this::fold);
  }

  private void fold(ReferenceLog.Name name, List<DecodedEvent> all) {
    // Of an entity with a key only the events that name it show what it is.
    Kind kind = kind(counting(all).stream().findFirst().orElse(all.get(0)));
    Model model = Model.builtIn(kind);
    if (!kind.isInCatalogue()) {
      model =
          definition(kind, all)
              .flatMap(define -> defined(define, kind))
              .map(ModelDefinition.Defined::model)
              .orElse(model);
      for (DecodedEvent event : all) {
        if (!reasons.containsKey(event.id())) {
          Said.fault(event, model).ifPresent(fault -> reasons.put(event.id(), fault));
        }
      }
    }
    List<DecodedEvent> counting = counting(all);
    if (!counting.isEmpty()) {
      entities.put(name, entity(name, kind, model, all, counting));
    }
  }

  private List<DecodedEvent> counting(List<DecodedEvent> events) {
    return events.stream().filter(event -> !reasons.containsKey(event.id())).toList();
  }

  /** What these events mean, whatever their order; causes must be among them. */
  static ReferenceFold of(Collection<DecodedEvent> events) {
    return new ReferenceFold(events);
  }

  /** Why an event counts for nothing; empty where it counts. */
  Optional<String> reason(EventId event) {
    log.at(event);
    return Optional.ofNullable(reasons.get(event));
  }

  /** The reasons of all events that do not count. */
  Map<EventId, String> reasons() {
    return Map.copyOf(reasons);
  }

  /** Whether a grant is no longer one. */
  boolean isRemoved(DecodedEvent grant) {
    return removals.isRemoved(grant);
  }

  Map<ReferenceLog.Name, Entity> entities() {
    return entities;
  }

  Optional<Entity> entity(LogScope scope, EventId id) {
    return Optional.ofNullable(entities.get(new ReferenceLog.Name(scope, id)));
  }

  // Section 6 of the page on authority.

  private Optional<String> reason(DecodedEvent event) {
    return removals
        .reasonOf(event)
        .or(() -> isErased(event) ? Optional.of("erased") : Optional.empty())
        .or(() -> fault(event));
  }

  private boolean isErased(DecodedEvent event) {
    return log.events().stream()
        .filter(erase -> erase.header().type().equals(EventType.ERASE))
        .filter(erase -> Said.link(erase, "target").equals(Optional.of(event.id())))
        .filter(erase -> removals.reasonOf(erase).isEmpty())
        .anyMatch(erase -> mayErase(erase, event));
  }

  private boolean mayErase(DecodedEvent erase, DecodedEvent target) {
    DidKey author = erase.header().author();
    return erase.logScope().equals(target.logScope())
        && !target.header().type().isControl()
        && (author.equals(target.header().author())
            || (!target.header().prevVersion().isEmpty()
                && log.naming(target).filter(f -> f.header().author().equals(author)).isPresent()));
  }

  /** Why an event counts for nothing, whatever was removed or erased. */
  private Optional<String> fault(DecodedEvent event) {
    if (event.payload().isEmpty()) {
      return Optional.of("no-payload");
    } else if (event.payload().get() instanceof Payload.Sealed) {
      return Optional.of("sealed");
    } else if (event.payload().get() instanceof Payload.Malformed) {
      return Optional.of("malformed");
    } else if (!namesItsKey(event)) {
      return Optional.of("key");
    } else if (!mayTouch(event)) {
      return Optional.of("owner");
    } else if (!Kind.of(event.header().type()).equals(kind(event))) {
      return Optional.of("kind");
    }
    // What an application's model says has to wait until it is known which one counts.
    return kind(event).isInCatalogue()
        ? Said.fault(event, Model.builtIn(kind(event)))
        : Optional.of("grammar").filter(code -> Said.body(event).isEmpty());
  }

  private boolean namesItsKey(DecodedEvent event) {
    boolean mayHaveNone = ReferenceGrants.isJudgedInFold(event);
    return !Said.mayHaveKey(event)
        || event.logScope().isOwned()
        || (mayHaveNone && log.naming(event).isPresent())
        || key(event).isPresent();
  }

  /** The key that an event names, where its entity is of that key. */
  private static Optional<List<Ipld>> key(DecodedEvent event) {
    Scope scope = event.header().scope();
    EventType type = event.header().type();
    // An identity's key is its author, whatever the body says.
    return keyOf(event, Said.body(event).orElse(Body.EMPTY))
        .filter(key -> EntityIds.keyed(Kind.of(type).name(), scope, key).equals(event.entity()));
  }

  /** An application's keys begin with the author; the rest is a list that the body sets. */
  private static Optional<List<Ipld>> keyOf(DecodedEvent event, Body body) {
    DidKey author = event.header().author();
    if (!Said.isApplications(event)) {
      return Verbs.keyOf(event.header().type(), author, body);
    }
    if (!(Said.value(event, "key").orElse(Ipld.NULL) instanceof Ipld.Sequence rest)) {
      return Optional.empty();
    }
    Ipld own = Ipld.of(author.toString());
    return Optional.of(Stream.concat(Stream.of(own), rest.values().stream()).toList());
  }

  /** The rule on others' entities, where it could not be judged before. */
  private boolean mayTouch(DecodedEvent event) {
    return !ReferenceGrants.isJudgedInFold(event)
        || log.naming(event).filter(first -> !grants.hasRight(event, first)).isEmpty();
  }

  // The page on state.

  /** The kind of an event's entity. */
  private Kind kind(DecodedEvent event) {
    Optional<DecodedEvent> first = log.naming(event);
    if (first.isPresent()) {
      return Kind.of(first.get().header().type());
    }
    if (event.logScope().isOwned()) {
      // The key is hidden: the oldest event of the entity that is not void says what it is.
      List<DecodedEvent> all =
          Objects.requireNonNull(log.entities().get(ReferenceLog.Name.of(event)));
      DecodedEvent oldest =
          all.stream().filter(each -> !voided.contains(each.id())).findFirst().orElse(all.get(0));
      return Kind.of(oldest.header().type());
    }
    return Kind.of(event.header().type());
  }

  private Set<String> owners(DecodedEvent event) {
    Optional<DecodedEvent> first = log.naming(event);
    if (first.isPresent() || event.logScope().isOwned()) {
      return Set.of(first.orElse(event).header().author().toString());
    }
    Set<String> owners = new TreeSet<>();
    for (Ipld part : key(event).orElseThrow()) {
      if (part instanceof Ipld.Text text
          && (owners.isEmpty() || kind(event).keyed() == Kind.Keyed.FRIEND)) {
        owners.add(text.value());
      }
    }
    return owners;
  }

  private Entity entity(
      ReferenceLog.Name name,
      Kind kind,
      Model model,
      List<DecodedEvent> all,
      List<DecodedEvent> counting) {
    Set<String> owners = owners(counting.get(0));
    Set<EventId> heads = new TreeSet<>();
    List<DecodedEvent> own = all.stream().filter(event -> !isStrange(event, owners)).toList();
    own.forEach(event -> heads.add(event.id()));
    own.forEach(event -> heads.removeAll(event.header().prevVersion()));
    Set<Cid> parents = new HashSet<>();
    for (DecodedEvent event : counting) {
      Optional.ofNullable(event.header().parentId()).ifPresent(parents::add);
    }
    ReferenceFields fields = new ReferenceFields(log, removals, kind, model, owners, counting);
    return new Entity(
        name.id(),
        name.scope(),
        kind.name(),
        owners,
        counting.get(0).header().timestamp(),
        counting.get(counting.size() - 1).header().timestamp(),
        parents,
        heads,
        kind.isInCatalogue() ? Optional.empty() : definition(kind, all).map(DecodedEvent::id),
        fields.shown(),
        fields.conflicts());
  }

  /** Whether an event is a stranger's, whom nothing that is checked when it comes keeps out. */
  private boolean isStrange(DecodedEvent event, Set<String> owners) {
    if (event.logScope().isOwned()
        || !Said.mayHaveKey(event)
        || owners.contains(event.header().author().toString())) {
      return false;
    }
    return !ReferenceGrants.isJudgedInFold(event)
        || log.naming(event).filter(first -> grants.hasRight(event, first)).isEmpty();
  }

  /** The definition by which an entity of an application's kind folds. */
  private Optional<DecodedEvent> definition(Kind kind, List<DecodedEvent> all) {
    Optional<DecodedEvent> cited =
        log.naming(all.get(0)).stream()
            .flatMap(first -> log.at(first.header().auth()).stream())
            .filter(define -> defined(define, kind).isPresent())
            .findFirst();
    if (cited.isEmpty()) {
      return Optional.empty();
    }
    return Stream.concat(
            cited.stream(),
            all.stream()
                .filter(event -> removals.reasonOf(event).isEmpty())
                .filter(event -> !isStrange(event, owners(all.get(0))))
                .flatMap(event -> log.at(event.header().auth()).stream()))
        .filter(define -> ReferenceLog.Name.of(define).equals(ReferenceLog.Name.of(cited.get())))
        .filter(define -> defined(define, kind).isPresent())
        .max(
            Comparator.<DecodedEvent>comparingLong(define -> define.header().version())
                .thenComparing(ReferenceLog::compareStamps));
  }

  private Optional<ModelDefinition.Defined> defined(DecodedEvent define, Kind kind) {
    return define.header().type().equals(ModelDefinition.DEFINE)
            && !reasons.containsKey(define.id())
            && ModelDefinition.read(Said.body(define).orElseThrow())
                instanceof ModelDefinition.Defined defined
            && defined.kind().equals(kind)
        ? Optional.of(defined)
        : Optional.empty();
  }
}
