package io.vivim.statemachine;

import io.vivim.did.DidException;
import io.vivim.did.DidKey;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.store.Snapshot;
import io.vivim.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who may read an entity, and why: section 7 of docs/spec/authority.md, asked the other way. */
public final class Sharing {
  private final Store store;
  private final Definitions definitions;
  private final State state;

  Sharing(Store store, Definitions definitions, State state) {
    this.store = store;
    this.definitions = definitions;
    this.state = state;
  }

  /**
   * Somebody who may read it.
   *
   * @param who empty for everyone
   * @param role what they are in its circle; the owner where the scope is one of theirs alone
   * @param grant the event that made them that; null for owners and for everyone
   */
  public record Access(Optional<DidKey> who, Optional<Role> role, @Nullable EventId grant) {}

  /**
   * Who may read an entity.
   *
   * @param scope by which this is so
   * @param readers those that may, owners first
   * @param copies what was derived from it into other scopes, as far as the one who asks sees it;
   *     others may read these, each by its own scope
   * @param hasAllCopies whether those are all; false where so much was derived from it that not all
   *     of that was looked at
   */
  public record Readers(
      LogScope scope, List<Access> readers, List<Entity> copies, boolean hasAllCopies) {}

  /** Who may read, now, an entity that the reader may see. */
  public Optional<Readers> of(Reader reader, EventId entity, Instant now) {
    Optional<Entity> found = state.entity(reader, entity);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    LogScope scope = found.get().scope();
    Relatives derived = state.derivations(reader, entity);
    List<Entity> copies =
        derived.entities().stream().filter(other -> !other.scope().equals(scope)).toList();
    return Optional.of(new Readers(scope, access(scope, now), copies, derived.isWhole()));
  }

  private List<Access> access(LogScope scope, Instant now) {
    if (scope.isPublic()) {
      return List.of(new Access(Optional.empty(), Optional.empty(), null));
    }
    if (scope.isCircle()) {
      return members(scope, now);
    }
    String text = scope.text();
    Optional<DidKey> owner = did(text.substring(text.indexOf(':') + 1));
    return List.of(new Access(owner, Optional.of(Role.OWNER), null));
  }

  private List<Access> members(LogScope scope, Instant now) {
    try (Snapshot view = store.snapshot()) {
      EntityReader entities = new EntityReader(view, definitions);
      Optional<EntityState> circle = entities.circle(scope);
      if (circle.isEmpty()) {
        return List.of();
      }
      List<Access> readers = new ArrayList<>();
      for (DidKey owner : circle.get().owners()) {
        readers.add(new Access(Optional.of(owner), Optional.of(Role.OWNER), null));
      }
      Map<String, GrantRow> highest = new TreeMap<>();
      for (GrantRow grant : entities.grantsOf(circle.get().name())) {
        if (grant.isInForce(now) && grant.role() != null) {
          highest.merge(grant.subject(), grant, Sharing::higher);
        }
      }
      for (DidKey owner : circle.get().owners()) {
        highest.remove(owner.toString());
      }
      highest.forEach(
          (did, grant) ->
              readers.add(new Access(did(did), Optional.ofNullable(grant.role()), grant.grant())));
      return readers;
    }
  }

  private static GrantRow higher(GrantRow one, GrantRow other) {
    Role role = one.role();
    Role otherRole = other.role();
    return role != null && otherRole != null && role.isBelow(otherRole) ? other : one;
  }

  private static Optional<DidKey> did(String text) {
    try {
      return Optional.of(DidKey.parse(text));
    } catch (DidException e) {
      return Optional.empty();
    }
  }
}
