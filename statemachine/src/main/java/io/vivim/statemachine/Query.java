package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.events.LogScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which entities are looked for: those of one kind with the newest first, and kind after kind. What
 * is empty narrows nothing; what is not narrows together. Entities that are gone are not found.
 *
 * @param kind what they are
 * @param owner whose they are
 * @param scope where they are
 * @param refersTo what they refer to, by the text of its DID, address or id: whom a follow follows,
 *     which conversation a message belongs to, what a like or a comment is about
 */
public record Query(
    Optional<String> kind,
    Optional<DidKey> owner,
    Optional<LogScope> scope,
    Optional<String> refersTo) {

  public static final Query ALL =
      new Query(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public static Query ofKind(String kind) {
    return new Query(Optional.of(kind), Optional.empty(), Optional.empty(), Optional.empty());
  }

  public Query by(DidKey whose) {
    return new Query(kind, Optional.of(whose), scope, refersTo);
  }

  public Query in(LogScope where) {
    return new Query(kind, owner, Optional.of(where), refersTo);
  }

  public Query about(String what) {
    return new Query(kind, owner, scope, Optional.of(what));
  }

  /** What the rows of a section begin with among which they are, in front of their order. */
  Bytes prefix(Bytes section) {
    List<Bytes> parts = new ArrayList<>(List.of(section));
    int table = StateKeys.BY_KIND;
    if (refersTo.isPresent()) {
      table = StateKeys.REFERENCE;
      parts.add(StateKeys.hash(refersTo.get()));
    } else if (owner.isPresent()) {
      table = StateKeys.BY_OWNER;
      parts.add(owner.get().publicKey());
    }
    if (kind.isPresent()) {
      parts.add(ViewRows.kind(kind.get()));
    }
    return StateKeys.key(table, parts.toArray(new Bytes[0]));
  }

  /** Whether an entity found by a row is one of them. */
  boolean matches(EntityState entity, Optional<String> reference) {
    return kind.map(entity.kind()::equals).orElse(true)
        && owner.map(entity.owners()::contains).orElse(true)
        && scope.map(entity.scope()::equals).orElse(true)
        && (refersTo.isEmpty() || refersTo.equals(reference));
  }
}
