package io.vivim.node.ledger;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.events.EventType;
import io.vivim.events.Scope;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.model.Body;
import io.vivim.statemachine.model.Kind;
import io.vivim.statemachine.model.Verbs;
import java.util.Optional;

/** Names the key of a keyed entity in a body, since each of its events has to. */
final class KeyedBody {
  private static final String SET = "set";

  private KeyedBody() {}

  /** The body with the key of an entity that is there, where it does not name it itself. */
  static IpldMap of(Entity entity, EventType type, Scope scope, DidKey author, IpldMap body) {
    Kind kind = Kind.of(type);
    Optional<String> field = field(kind);
    Optional<Ipld> key = field.flatMap(name -> keyIn(entity, name, kind, author));
    IpldMap set = body.get(SET).orElse(IpldMap.EMPTY) instanceof IpldMap map ? map : IpldMap.EMPTY;
    if (key.isEmpty() || set.get(field.orElseThrow()).isPresent()) {
      return body;
    }
    IpldMap named = with(body, SET, with(set, field.orElseThrow(), key.get()));
    boolean isAlways = kind.keyed() != Kind.Keyed.NONE && kind.keyed() != Kind.Keyed.CONVERSATION;
    boolean isKey =
        Body.read(named)
            .flatMap(read -> Verbs.keyedId(type, scope, author, read))
            .equals(Optional.of(entity.id()));
    return isAlways || isKey ? named : body;
  }

  private static Optional<String> field(Kind kind) {
    return switch (kind.keyed()) {
      case FOLLOW, LIKE -> Optional.of("target");
      case FRIEND -> Optional.of("with");
      case CONVERSATION -> Optional.of("source");
      case NONE -> kind.isInCatalogue() ? Optional.empty() : Optional.of("key");
      case IDENTITY -> Optional.empty();
    };
  }

  private static Optional<Ipld> keyIn(Entity entity, String field, Kind kind, DidKey author) {
    if (kind.keyed() == Kind.Keyed.FRIEND && entity.owners().size() > 1) {
      return entity.owners().stream()
          .filter(owner -> !owner.equals(author))
          .<Ipld>map(owner -> Ipld.of(owner.toString()))
          .findFirst();
    }
    return Optional.ofNullable(entity.fields().get(field));
  }

  private static IpldMap with(IpldMap map, String key, Ipld value) {
    IpldMap.Builder with = IpldMap.builder();
    map.forEach(
        (each, old) -> {
          if (!each.equals(key)) {
            with.put(each, old);
          }
        });
    return with.put(key, value).build();
  }
}
