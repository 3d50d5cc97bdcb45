package io.vivim.statemachine;

import io.vivim.codec.Cid;
import io.vivim.codec.Ipld;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may see of a fold, and finds in it: section 7 of the page on authority, and the
 * questions about entities, answered by looking through all of them.
 *
 * @param did null for whoever comes
 * @param isNode whether it is the node's owner, who sees all
 * @param now in seconds since 1970
 */
record ReferenceReader(
    ReferenceLog log, ReferenceFold fold, @Nullable String did, boolean isNode, long now) {
  private static final Set<String> READ = Set.of("content", "share", "acu", "memory");
  private static final Set<String> TAKEN_BACK = Set.of("follow", "like");
  private static final Map<String, String> REFERENCES =
      Map.of(
          "follow", "target",
          "like", "target",
          "comment", "target",
          "share", "target",
          "message", "conversation",
          "friend", "with");

  static ReferenceReader of(List<DecodedEvent> history, @Nullable String did, long now) {
    return new ReferenceReader(
        new ReferenceLog(history), ReferenceFold.of(history), did, false, now);
  }

  ReferenceReader as(@Nullable String who, boolean node, long seconds) {
    return new ReferenceReader(log, fold, who, node, seconds);
  }

  // Who sees what.

  boolean maySee(LogScope scope) {
    if (isNode || scope.isPublic()) {
      return true;
    }
    String name = scope.text().substring(scope.text().indexOf(':') + 1);
    return did != null && (scope.isCircle() ? isIn(did, scope) : name.equals(did));
  }

  private boolean isIn(String who, LogScope circle) {
    return readers(circle).containsKey(who);
  }

  /** By DID the roles of those who are in a circle now. */
  Map<String, String> readers(LogScope circle) {
    Map<String, Integer> ranks = new TreeMap<>();
    for (DecodedEvent grant : log.events()) {
      if (grant.logScope().equals(circle)
          && ReferenceGrants.circle(grant).equals(Optional.of(grant.entity()))
          && ReferenceGrants.isOf(grant, "circle:add_member", "circle:set_role")
          && fold.reason(grant.id()).isEmpty()
          && !fold.isRemoved(grant)
          && holds(grant)) {
        ranks.merge(
            ReferenceGrants.member(grant).orElseThrow(), ReferenceGrants.given(grant), Math::max);
      }
    }
    Map<String, String> roles = new TreeMap<>();
    ranks.forEach(
        (who, rank) -> roles.put(who, List.of("viewer", "member", "admin").get(rank - 1)));
    log.events().stream()
        .filter(create -> create.logScope().equals(circle))
        .filter(create -> ReferenceGrants.isOf(create, "circle:create"))
        .forEach(create -> roles.put(create.header().author().toString(), "owner"));
    return roles;
  }

  private boolean holds(DecodedEvent grant) {
    BigInteger seconds = BigInteger.valueOf(now);
    return Said.integer(grant, "nbf").stream().allMatch(from -> seconds.compareTo(from) >= 0)
        && Said.integer(grant, "exp").stream().allMatch(to -> seconds.compareTo(to) <= 0);
  }

  // What is there.

  static ReferenceLog.Name name(ReferenceFold.Entity entity) {
    return new ReferenceLog.Name(entity.scope(), entity.id());
  }

  private Stream<ReferenceFold.Entity> seen() {
    return fold.entities().values().stream().filter(entity -> maySee(entity.scope()));
  }

  /** The entity that an id alone finds. */
  Optional<ReferenceFold.Entity> get(EventId id) {
    Optional<ReferenceFold.Entity> open = fold.entity(LogScope.PUBLIC, id);
    return open.isPresent() ? open : name(id).flatMap(n -> fold.entity(n.scope(), id));
  }

  /** Of the scopes in which somebody wrote of an id the one that is meant. */
  private Optional<ReferenceLog.Name> name(EventId id) {
    List<ReferenceLog.Name> all =
        log.entities().keySet().stream()
            .filter(name -> name.id().equals(id))
            .filter(name -> maySee(name.scope()))
            .sorted(Comparator.comparing(ReferenceReader::order).thenComparing(n -> n))
            .toList();
    Optional<ReferenceLog.Name> named =
        Optional.ofNullable(log.find(id))
            .filter(event -> event.entity().equals(id))
            .map(ReferenceLog.Name::of)
            .filter(all::contains);
    return named
        .or(() -> all.stream().filter(fold.entities()::containsKey).findFirst())
        .or(() -> all.stream().findFirst());
  }

  private static int order(ReferenceLog.Name name) {
    return name.scope().isPublic() ? 0 : name.scope().isCircle() ? 1 : 2;
  }

  /** Whether an entity was deleted or taken back. */
  static boolean isGone(ReferenceFold.Entity entity) {
    Ipld deleted = entity.fields().getOrDefault("deleted", Ipld.FALSE);
    return deleted.equals(Ipld.TRUE)
        || deleted.equals(Ipld.listOf(Ipld.TRUE))
        || (TAKEN_BACK.contains(entity.kind()) && Ipld.FALSE.equals(entity.fields().get("active")));
  }

  private Stream<ReferenceFold.Entity> found() {
    return seen().filter(entity -> !isGone(entity));
  }

  Set<ReferenceLog.Name> ofKind(String kind) {
    return names(found().filter(entity -> entity.kind().equals(kind)));
  }

  Set<ReferenceLog.Name> by(String owner) {
    return names(found().filter(entity -> entity.owners().contains(owner)));
  }

  Set<ReferenceLog.Name> in(LogScope scope) {
    return names(found().filter(entity -> entity.scope().equals(scope)));
  }

  Set<ReferenceLog.Name> about(String target) {
    return names(found().filter(entity -> reference(entity).equals(Optional.of(target))));
  }

  private static Optional<String> reference(ReferenceFold.Entity entity) {
    return Optional.ofNullable(REFERENCES.get(entity.kind()))
        .flatMap(field -> Optional.ofNullable(entity.fields().get(field)))
        .map(value -> value instanceof Ipld.Link link ? link.value().toString() : value.toString());
  }

  Set<ReferenceLog.Name> conflicts(LogScope scope) {
    return names(
        seen()
            .filter(entity -> entity.scope().equals(scope))
            .filter(entity -> !entity.conflicts().isEmpty()));
  }

  Set<ReferenceLog.Name> feed(LogScope scope) {
    return names(
        found()
            .filter(entity -> entity.scope().equals(scope))
            .filter(entity -> READ.contains(entity.kind())));
  }

  /** What somebody and those whom they follow publish, and what is theirs or their circles'. */
  Set<ReferenceLog.Name> feedOf(String whose) {
    Set<String> followed = new TreeSet<>();
    found()
        .filter(entity -> entity.kind().equals("follow"))
        .filter(entity -> entity.owners().contains(whose))
        .flatMap(entity -> reference(entity).stream())
        .forEach(followed::add);
    return names(
        found()
            .filter(entity -> READ.contains(entity.kind()))
            .filter(entity -> isIn(entity, whose, followed)));
  }

  private boolean isIn(ReferenceFold.Entity entity, String whose, Set<String> followed) {
    LogScope scope = entity.scope();
    if (scope.isPublic()) {
      return entity.owners().contains(whose)
          || entity.owners().stream().anyMatch(followed::contains);
    }
    return as(whose, false, now).maySee(scope)
        && (!scope.isCircle() || takesPart(whose, scope, followed));
  }

  private boolean takesPart(String whose, LogScope circle, Set<String> followed) {
    String id = circle.text().substring(circle.text().indexOf(':') + 1);
    return followed.contains(id)
        || fold.entities().values().stream()
            .filter(entity -> entity.scope().equals(circle) && entity.owners().contains(whose))
            .anyMatch(entity -> !entity.kind().equals("friend") && !isGone(entity));
  }

  private static Set<ReferenceLog.Name> names(Stream<ReferenceFold.Entity> entities) {
    Set<ReferenceLog.Name> names = new TreeSet<>();
    entities.forEach(entity -> names.add(name(entity)));
    return names;
  }

  // What was derived from what.

  Set<ReferenceLog.Name> ancestors(EventId id) {
    return reached(id, this::parents);
  }

  Set<ReferenceLog.Name> derivations(EventId id) {
    return reached(
        id, parent -> names(seen().filter(entity -> parents(name(entity)).contains(parent))));
  }

  private Set<ReferenceLog.Name> reached(
      EventId id, Function<ReferenceLog.Name, Set<ReferenceLog.Name>> next) {
    Set<ReferenceLog.Name> met = new HashSet<>();
    List<ReferenceLog.Name> open = new ArrayList<>();
    fold.entities().keySet().stream().filter(name -> name.id().equals(id)).forEach(open::add);
    while (!open.isEmpty()) {
      ReferenceLog.Name name = open.remove(open.size() - 1);
      if (maySee(name.scope()) && fold.entities().containsKey(name) && met.add(name)) {
        open.addAll(next.apply(name));
      }
    }
    met.removeIf(name -> name.id().equals(id));
    return new TreeSet<>(met);
  }

  private Set<ReferenceLog.Name> parents(ReferenceLog.Name name) {
    Set<ReferenceLog.Name> parents = new TreeSet<>();
    for (Cid cid : fold.entity(name.scope(), name.id()).orElseThrow().parents()) {
      Optional<EventId> id = EventId.of(cid);
      Optional<DecodedEvent> event = id.flatMap(each -> Optional.ofNullable(log.find(each)));
      event.ifPresent(each -> parents.add(ReferenceLog.Name.of(each)));
      if (event.isEmpty() && id.isPresent()) {
        fold.entities().keySet().stream()
            .filter(other -> other.id().equals(id.get()))
            .forEach(parents::add);
      }
    }
    return parents;
  }
}
