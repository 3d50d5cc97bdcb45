package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.did.DidKey;
import io.vivim.statemachine.model.Model;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** By which rows an entity is found: a pure function of what it is. */
final class ViewRows {
  /** Kinds that a feed shows. */
  static final Set<String> FEED = Set.of("content", "share", "acu", "memory");

  /** The field by which entities of a kind refer to something else. */
  private static final Map<String, String> REFERENCES =
      Map.of(
          "follow", "target",
          "like", "target",
          "comment", "target",
          "share", "target",
          "message", "conversation",
          "friend", "with");

  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private ViewRows() {}

  /**
   * The key of the row of an entity with a parent.
   *
   * @param parent its text in UTF-8
   */
  static Bytes child(Bytes parent, EntityName entity) {
    return StateKeys.key(StateKeys.CHILD, StateKeys.hash(parent), entity.key());
  }

  /** The keys of the rows of an entity, but for those of its parents; they have no values. */
  static List<Bytes> of(EntityState entity, Model model) {
    List<Bytes> keys = new ArrayList<>();
    Bytes id = entity.name().key();
    Bytes scope = StateKeys.hash(entity.scope().text());
    keys.add(StateKeys.key(StateKeys.BY_SCOPE, scope, id));
    if (!entity.isThere()) {
      return keys;
    }
    Shown shown = new Shown(entity, model);
    if (shown.hasConflict()) {
      keys.add(StateKeys.key(StateKeys.CONFLICT, scope, id));
    }
    if (shown.isGone()) {
      return keys;
    }
    Bytes kind = kind(entity.kind());
    Bytes created = StateKeys.backwards(entity.created());
    Optional<Bytes> target = referenceOf(shown).map(StateKeys::hash);
    for (Bytes section : Sections.with(entity.scope())) {
      keys.add(StateKeys.key(StateKeys.BY_KIND, section, kind, created, id));
      for (DidKey owner : entity.owners()) {
        keys.add(StateKeys.key(StateKeys.BY_OWNER, section, owner.publicKey(), kind, created, id));
      }
      target.ifPresent(
          hash -> keys.add(StateKeys.key(StateKeys.REFERENCE, section, hash, kind, created, id)));
    }
    if (FEED.contains(entity.kind())) {
      keys.add(StateKeys.key(StateKeys.FEED, scope, created, id));
      if (entity.scope().isPublic()) {
        for (DidKey owner : entity.owners()) {
          keys.add(StateKeys.key(StateKeys.FEED_OF, owner.publicKey(), created, id));
        }
      }
    }
    return keys;
  }

  /** What an entity refers to, by the text of its DID, address or id. */
  static Optional<String> referenceOf(Shown shown) {
    String field = REFERENCES.get(shown.entity().kind());
    return field == null ? Optional.empty() : shown.single(field).flatMap(ViewRows::textOf);
  }

  private static Optional<String> textOf(Ipld value) {
    if (value instanceof Ipld.Text text) {
      return Optional.of(text.value());
    }
    return value instanceof Ipld.Link link
        ? Optional.of(link.value().toString())
        : Optional.empty();
  }

  /** Stands for the name of a kind; whoever finds it compares the name itself. */
  static Bytes kind(String name) {
    long hash = FNV_BASIS;
    for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xff)) * FNV_PRIME;
    }
    return Bytes.owning(ByteBuffer.allocate(Long.BYTES).putLong(hash).array());
  }
}
