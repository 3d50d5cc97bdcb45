package io.vivim.node.ledger;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.did.SigningKey;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.EventLog;
import io.vivim.events.EntityIds;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.EventLimits;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import io.vivim.events.RejectionReason;
import io.vivim.events.Scope;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.EntityName;
import io.vivim.statemachine.Ground;
import io.vivim.statemachine.Reader;
import io.vivim.statemachine.State;
import io.vivim.statemachine.model.Body;
import io.vivim.statemachine.model.Fault;
import io.vivim.statemachine.model.Kind;
import io.vivim.statemachine.model.Model;
import io.vivim.statemachine.model.ModelDefinition;
import io.vivim.statemachine.model.Verbs;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what the next event of a write needs, and refuses one that cannot be what is meant. */
final class WritePlanner {
  /** Fields of a policy by which it grants. */
  private static final List<String> GRANTED = List.of("audience", "entities", "rights");

  private final EventLog log;
  private final State state;
  private final Acting acting;
  private final ErasureRules erasures;
  private final GrantRemovals removals;
  private final AcceptedSoFar accepted;
  private final ModelRules models;

  WritePlanner(EventLog log, State state, InstantSource wall) {
    this.log = log;
    this.state = state;
    this.acting = new Acting(state, wall);
    this.erasures = new ErasureRules(log, state);
    this.removals = new GrantRemovals(log, state);
    this.accepted = new AcceptedSoFar(log, state);
    this.models = new ModelRules(state);
  }

  /** Where a write goes: an entity that is there, or the id of one to be, or a new one. */
  private record Target(Optional<Entity> entity, Optional<EventId> id, Scope scope) {}

  WritePlan plan(EntityWrite write, SigningKey signer, DidKey author) throws RefusedWriteException {
    Target target =
        write.entity().isPresent()
            ? there(write.entity().get(), author)
            : fresh(write, signer, author);
    EventType type = write.type();
    if (target.entity().isPresent() && type.subject() == EventType.Subject.CREATES) {
      throw Refusal.VERB.because("a " + type + " is always of a new entity");
    }
    List<EventFacts> heads = heads(write, target);
    List<EventFacts> auth = auth(write, signer, author, target);
    IpldMap body = completed(target, type, author, named(target, type, author, write.body()));
    check(type, body, target, author, model(write, target, auth), heads.isEmpty());
    if (target.entity().isPresent()) {
      Entity entity = target.entity().get();
      boolean isUntilGiven = AcceptedSoFar.saysUntil(write.body());
      List<EventFacts> seen = write.seen().isEmpty() ? List.of() : heads;
      removals.require(type, body, isUntilGiven, entity.name(), author, seen);
    }
    if (heads.size() > EventLimits.MAX_PREV_VERSIONS) {
      return merge(write, author, target, heads, auth);
    }
    return new WritePlan(type, target.id(), target.scope(), body, heads, auth, false);
  }

  private Target there(EventId id, DidKey author) throws RefusedWriteException {
    Optional<Entity> found = state.entity(Reader.NODE, id);
    Entity entity =
        found
            .filter(each -> !each.scope().isOwned())
            .or(() -> own(id, author))
            .or(() -> found)
            .orElseThrow(() -> Refusal.NO_ENTITY.because("there is no entity " + id));
    return new Target(Optional.of(entity), Optional.of(id), scopeOf(entity.scope(), author));
  }

  /** One in the author's own scopes: others can write of any id in theirs. */
  private Optional<Entity> own(EventId id, DidKey author) {
    return Stream.of(Scope.PRIVATE, Scope.LOCAL)
        .flatMap(scope -> scope.sharedLog(author).stream())
        .flatMap(log -> state.entity(Reader.NODE, new EntityName(id, log)).stream())
        .findFirst();
  }

  private static Scope scopeOf(LogScope log, DidKey author) throws RefusedWriteException {
    if (!log.isOwned()) {
      return Scope.parse(log.text()).orElseThrow();
    }
    Scope scope = log.isLocal() ? Scope.LOCAL : Scope.PRIVATE;
    if (!scope.sharedLog(author).equals(Optional.of(log))) {
      throw Refusal.NOT_YOURS.because("the entity lies in " + log);
    }
    return scope;
  }

  private Target fresh(EntityWrite write, SigningKey signer, DidKey author)
      throws RefusedWriteException {
    Scope scope =
        write
            .scope()
            .or(() -> EntityWrite.usualScope(write.type()))
            .orElseThrow(() -> Refusal.SCOPE_NEEDED.because(EntityWrite.scopeAdvice(write.type())));
    Body body = Body.read(write.body()).orElse(Body.EMPTY);
    Optional<List<Ipld>> key = Verbs.keyOf(write.type(), author, body);
    Optional<EventId> id = Optional.empty();
    if (key.isPresent()) {
      id = Optional.of(keyedId(Kind.of(write.type()), scope, key.get(), signer, author));
    } else if (write.type().subject() == EventType.Subject.UPDATES
        || write.type().name().matches("conversation:(update|delete)")) {
      throw Refusal.NO_ENTITY.because("a " + write.type() + " is of an entity that is there");
    }
    // Others may have written of that id in scopes of theirs.
    Optional<Entity> there =
        id.flatMap(
            each ->
                scope
                    .sharedLog(author)
                    .flatMap(log -> state.entity(Reader.NODE, new EntityName(each, log))));
    return new Target(there, id, scope);
  }

  private static EventId keyedId(
      Kind kind, Scope scope, List<Ipld> key, SigningKey signer, DidKey author)
      throws RefusedWriteException {
    if (scope.kind() != Scope.Kind.PRIVATE && scope.kind() != Scope.Kind.LOCAL) {
      return EntityIds.keyed(kind.name(), scope, key);
    }
    if (!signer.did().equals(author)) {
      throw Refusal.NO_SECRET.because("only the identity's own key names such an entity first");
    }
    return EntityIds.keyed(kind.name(), scope, EntityIds.hidden(HiddenKeys.secretOf(signer), key));
  }

  private static IpldMap named(Target target, EventType type, DidKey author, IpldMap body) {
    return target
        .entity()
        .map(entity -> KeyedBody.of(entity, type, target.scope(), author, body))
        .orElse(body);
  }

  private IpldMap completed(Target target, EventType type, DidKey author, IpldMap body)
      throws RefusedWriteException {
    Optional<LogScope> scope = target.scope().sharedLog(author);
    return scope.isPresent() ? accepted.completed(type, body, author, scope.get()) : body;
  }

  /**
   * What a write has seen. Events of another kind count for nothing, and one that cites them would
   * be refused: whoever may write of an entity could keep all others from it by one of those.
   */
  private List<EventFacts> heads(EntityWrite write, Target target) throws RefusedWriteException {
    Kind kind = Kind.of(write.type());
    return seen(write, target).stream().filter(head -> Kind.of(head.type()).equals(kind)).toList();
  }

  private List<EventFacts> seen(EntityWrite write, Target target) throws RefusedWriteException {
    if (write.seen().isEmpty()) {
      return facts(target.entity().map(Entity::heads).map(List::copyOf).orElse(List.of()));
    }
    List<EventFacts> seen = facts(write.seen().stream().distinct().toList());
    for (EventFacts each : seen) {
      if (!target.id().equals(Optional.of(each.entity()))) {
        throw Refusal.UNKNOWN_EVENT.because(each.id() + " is not of the entity");
      }
    }
    return seen;
  }

  private List<EventFacts> auth(EntityWrite write, SigningKey signer, DidKey author, Target target)
      throws RefusedWriteException {
    List<EventId> cited = new ArrayList<>();
    if (!signer.did().equals(author)) {
      LogScope scope = target.scope().sharedLog(author).orElse(LogScope.PUBLIC);
      cited.add(
          acting
              .device(signer.did(), author, scope)
              .orElseThrow(
                  () ->
                      new RefusedWriteException(
                          RejectionReason.NOT_A_DEVICE.code(),
                          signer.did() + " is no device of " + author)));
    }
    cited.addAll(write.auth());
    write.model().ifPresent(cited::add);
    acting.membership(author, target.scope(), target.id()).ifPresent(cited::add);
    List<EventId> each = cited.stream().distinct().toList();
    if (each.size() > EventLimits.MAX_AUTH) {
      throw Refusal.TOO_MANY_GRANTS.because("there are " + each.size());
    }
    return facts(each);
  }

  private List<EventFacts> facts(Collection<EventId> events) throws RefusedWriteException {
    List<EventFacts> facts = new ArrayList<>();
    for (EventId event : events) {
      AppendedEvent found =
          log.find(event)
              .orElseThrow(() -> Refusal.UNKNOWN_EVENT.because("there is no event " + event));
      facts.add(EventFacts.of(found.event()));
    }
    return facts;
  }

  /** An event that says nothing and has seen as many heads as one may. */
  private static WritePlan merge(
      EntityWrite write,
      DidKey author,
      Target target,
      List<EventFacts> heads,
      List<EventFacts> auth) {
    Kind kind = Kind.of(write.type());
    // An update of a follow follows; what is on its way to be taken back should not.
    boolean saysSomething = kind.keyed() != Kind.Keyed.NONE && kind.keyed() != Kind.Keyed.IDENTITY;
    EventType type =
        saysSomething ? write.type() : EntityTypes.update(kind.name()).orElse(write.type());
    return new WritePlan(
        type,
        target.id(),
        target.scope(),
        named(target, type, author, IpldMap.EMPTY),
        heads.subList(0, EventLimits.MAX_PREV_VERSIONS),
        auth,
        true);
  }

  /** Refuses what would not count, as far as it can be told what to write instead. */
  private void check(
      EventType type, IpldMap map, Target target, DidKey author, Model model, boolean isFirst)
      throws RefusedWriteException {
    Kind kind = Kind.of(type);
    Body body =
        Body.read(map).orElseThrow(() -> refused(Ground.GRAMMAR, Fault.Reason.GRAMMAR.text()));
    if (target.entity().isPresent() && !target.entity().get().kind().equals(kind.name())) {
      throw refused(Ground.KIND, "the entity is a " + target.entity().get().kind());
    }
    Optional<Fault> fault = model.check(type, body, isFirst).or(() -> useless(type, body));
    if (fault.isPresent()) {
      throw new RefusedWriteException(fault.get().reason().code(), fault.get().detail());
    }
    requireNoSilentRevocation(type, map);
    if (type.equals(EventType.ERASE)) {
      erasures.require(map, target.scope(), author);
    }
    boolean isKeyed =
        kind.mayBeEither()
            ? target.id().isPresent() && !isNamed(target.id().get())
            : kind.keyed() != Kind.Keyed.NONE;
    if (isKeyed) {
      checkKey(type, body, target, author);
    }
  }

  /** Each event of a policy grants by itself, so that one that takes away takes back nothing. */
  private static void requireNoSilentRevocation(EventType type, IpldMap body)
      throws RefusedWriteException {
    boolean isPolicy = Kind.of(type).name().equals("sharing_policy");
    if (isPolicy && body.get("remove").orElse(IpldMap.EMPTY) instanceof IpldMap removed) {
      for (String field : GRANTED) {
        if (removed.get(field).isPresent()) {
          throw Refusal.NOTHING_REMOVED.because(
              "what a policy has given to its "
                  + field
                  + " is taken back by sharing:revoke, and the rest given anew by another policy");
        }
      }
    }
  }

  /** Whether an entity has its id from an event. */
  private boolean isNamed(EventId entity) {
    return log.find(entity).filter(event -> event.event().entity().equals(entity)).isPresent();
  }

  /** Why a definition that would count would be of no use: no entity folds by it. */
  private static Optional<Fault> useless(EventType type, Body body) {
    return type.equals(ModelDefinition.DEFINE)
            && ModelDefinition.read(body) instanceof ModelDefinition.Faulty faulty
        ? Optional.of(faulty.fault())
        : Optional.empty();
  }

  private Model model(EntityWrite write, Target target, List<EventFacts> auth)
      throws RefusedWriteException {
    Optional<EventId> folded = target.entity().flatMap(Entity::model);
    List<EventFacts> now = folded.isPresent() ? facts(List.of(folded.get())) : List.of();
    return models.require(
        Kind.of(write.type()), target.entity(), write.model(), auth, now.stream().findFirst());
  }

  private static void checkKey(EventType type, Body body, Target target, DidKey author)
      throws RefusedWriteException {
    boolean isHidden =
        target.scope().kind() == Scope.Kind.PRIVATE || target.scope().kind() == Scope.Kind.LOCAL;
    boolean isNamed =
        isHidden
            ? target.id().isPresent()
            : target.id().isPresent()
                && Verbs.keyedId(type, target.scope(), author, body).equals(target.id());
    if (!isNamed) {
      throw refused(Ground.KEY, Ground.KEY.text());
    }
  }

  private static RefusedWriteException refused(Ground ground, String detail) {
    return new RefusedWriteException(ground.code(), detail);
  }
}
