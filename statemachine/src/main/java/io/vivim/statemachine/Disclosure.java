package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.Scope;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.StoreView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may see what: the one class that decides it, for every road by which something leaves a node.
 * Authority asks history; this asks how things are now. Section 7 of docs/spec/authority.md.
 */
public final class Disclosure {
  private final StoreView store;

  /**
   * @param store a store, or a snapshot of it where several answers are to agree
   */
  public Disclosure(StoreView store) {
    this.store = store;
  }

  /** Whether a reader may see what is in a scope. */
  public boolean maySee(Reader reader, LogScope scope) {
    if (scope.isPublic() || reader.isNode()) {
      return true;
    }
    DidKey identity = reader.identity();
    if (identity == null) {
      return false;
    }
    if (scope.isCircle()) {
      return Scope.parse(scope.text())
          .map(Scope::circle)
          .map(circle -> roleOf(identity, circle, reader.now()).isPresent())
          .orElse(false);
    }
    String text = scope.text();
    return text.substring(text.indexOf(':') + 1).equals(identity.toString());
  }

  /**
   * The scopes of which a reader may see something, now. There is none for the node's owner, who
   * may see all: see {@link Reader#isNode}.
   */
  public Set<LogScope> scopesOf(Reader reader) {
    Set<LogScope> scopes = new LinkedHashSet<>(Set.of(LogScope.PUBLIC));
    DidKey identity = reader.identity();
    if (identity != null) {
      scopes.add(Scope.PRIVATE.sharedLog(identity).orElseThrow());
      scopes.add(new LogScope("local:" + identity));
      circlesOf(identity).stream().filter(scope -> maySee(reader, scope)).forEach(scopes::add);
    }
    return scopes;
  }

  /** The sections of views that hold all that a reader may see, now, and nothing else. */
  List<Bytes> sectionsOf(Reader reader) {
    return reader.isNode()
        ? List.of(Sections.OPEN, Sections.CLOSED)
        : scopesOf(reader).stream().map(Sections::of).toList();
  }

  /** Likewise of one scope, where one is given: none where the reader may not see it. */
  List<Bytes> sectionsOf(Reader reader, Optional<LogScope> scope) {
    return scope
        .map(one -> maySee(reader, one) ? List.of(Sections.of(one)) : List.<Bytes>of())
        .orElseGet(() -> sectionsOf(reader));
  }

  /** The scopes of circles that somebody owns, or was ever a member of. */
  private Set<LogScope> circlesOf(DidKey identity) {
    Set<Bytes> entities = new LinkedHashSet<>();
    Bytes member = StateKeys.key(StateKeys.SUBJECT, StateKeys.hash(identity.toString()));
    try (Scan scan = store.scan(KeyRange.startingWith(member))) {
      while (scan.next()) {
        int end = scan.key().size() - EventId.DIGEST_BYTES;
        entities.add(StateKeys.entityOf(scan.key().slice(0, end)).compact());
      }
    }
    Bytes own = Query.ofKind("circle").by(identity).prefix(Sections.CLOSED);
    try (Scan scan = store.scan(KeyRange.startingWith(own))) {
      while (scan.next()) {
        entities.add(StateKeys.entityOf(scan.key()).compact());
      }
    }
    Set<LogScope> scopes = new LinkedHashSet<>();
    for (Bytes entity : entities) {
      EntityRows.find(store, entity)
          .map(EntityState::scope)
          .filter(LogScope::isCircle)
          .ifPresent(scopes::add);
    }
    return scopes;
  }

  /** What somebody is in a circle, now. */
  private Optional<Role> roleOf(DidKey identity, EventId circle, Instant now) {
    Optional<EntityState> found = EntityRows.find(store, name(circle));
    if (found.isEmpty() || !found.get().kind().equals("circle")) {
      return Optional.empty();
    }
    if (found.get().owners().contains(identity)) {
      return Optional.of(Role.OWNER);
    }
    return membership(identity, circle, now).flatMap(grant -> Optional.ofNullable(grant.role()));
  }

  /** Whether a circle is somebody's own. */
  boolean owns(DidKey identity, EventId circle) {
    return EntityRows.find(store, name(circle))
        .filter(state -> state.owners().contains(identity))
        .isPresent();
  }

  /**
   * Of the memberships of somebody in a circle that are in force the one of the highest role, and
   * of such the last one: whoever was let in anew holds that.
   */
  Optional<GrantRow> membership(DidKey identity, EventId circle, Instant now) {
    return grantsTo(identity, name(circle).key()).stream()
        .filter(grant -> grant.isInForce(now) && grant.role() != null)
        .max(
            Comparator.comparing(
                    (GrantRow grant) -> grant.role(),
                    Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(GrantRow.LATER));
  }

  /** The events that give somebody a role in a circle, as far as nobody took it back. */
  Map<EventId, Role> memberships(DidKey identity, EventId circle) {
    Map<EventId, Role> roles = new LinkedHashMap<>();
    for (GrantRow grant : grantsTo(identity, name(circle).key())) {
      Role role = grant.role();
      if (role != null && grant.isInForce()) {
        roles.put(grant.grant(), role);
      }
    }
    return roles;
  }

  /** The last event that makes a key a device of an identity, for what it does in a scope. */
  Optional<GrantRow> device(DidKey device, DidKey identity, LogScope scope) {
    Query identities = Query.ofKind("identity").by(identity);
    Set<Bytes> entities = new LinkedHashSet<>();
    for (Bytes section : Stream.of(Sections.OPEN, Sections.of(scope)).distinct().toList()) {
      try (Scan scan = store.scan(KeyRange.startingWith(identities.prefix(section)))) {
        while (scan.next()) {
          entities.add(StateKeys.entityOf(scan.key()).from(StateKeys.TABLE_BYTES).compact());
        }
      }
    }
    return entities.stream()
        .flatMap(entity -> grantsTo(device, entity).stream())
        .filter(GrantRow::isInForce)
        .max(GrantRow.LATER);
  }

  /** The grants of an entity to somebody: as many as they were given, however many others have. */
  private List<GrantRow> grantsTo(DidKey subject, Bytes entity) {
    Bytes prefix = StateKeys.key(StateKeys.SUBJECT, StateKeys.hash(subject.toString()), entity);
    List<GrantRow> grants = new ArrayList<>();
    try (Scan scan = store.scan(KeyRange.startingWith(prefix))) {
      while (scan.next()) {
        GrantRow grant = GrantRow.decode(StateKeys.lastId(scan.key()), scan.value());
        if (grant.subject().equals(subject.toString())) {
          grants.add(grant);
        }
      }
    }
    return grants;
  }

  /** How a grant of an entity stands; nothing of what is none. */
  Optional<GrantRow> grant(EntityName entity, EventId grant) {
    return store
        .get(StateKeys.key(StateKeys.GRANT, entity.key(), grant.digest()))
        .map(value -> GrantRow.decode(grant, value));
  }

  private static EntityName name(EventId circle) {
    return new EntityName(circle, new LogScope(Scope.circle(circle).toString()));
  }
}
