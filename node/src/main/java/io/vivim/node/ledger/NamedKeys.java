package io.vivim.node.ledger;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.events.EventType;
import io.vivim.statemachine.model.Kind;
import java.util.Map;
import java.util.Optional;

/** Where bodies have to name an identity, they may name it by its key here. */
public final class NamedKeys {
  private static final String SET = "set";

  private static final Map<String, String> FIELDS =
      Map.of(
          "circle:add_member", "member",
          "circle:set_role", "member",
          "circle:remove_member", "member",
          "identity:add_device", "device",
          "identity:revoke_device", "device");

  private NamedKeys() {}

  /** Finds the DID of a key by its name. */
  @FunctionalInterface
  public interface Keys {
    Optional<DidKey> did(String name);
  }

  /** The write with the DID where it has the name of a key; else as it is. */
  public static EntityWrite replaced(EntityWrite write, Keys keys) {
    Optional<String> field = fieldOf(write.type());
    if (field.isEmpty()
        || !(write.body().get(SET).orElse(Ipld.NULL) instanceof IpldMap set)
        || !(set.get(field.get()).orElse(Ipld.NULL) instanceof Ipld.Text text)
        || text.value().contains(":")) {
      return write;
    }
    return keys.did(text.value())
        .map(did -> with(set, field.get(), Ipld.of(did.toString())))
        .map(named -> write.saying(with(write.body(), SET, named)))
        .orElse(write);
  }

  private static Optional<String> fieldOf(EventType type) {
    return switch (Kind.of(type).keyed()) {
      case FRIEND -> Optional.of("with");
      case FOLLOW -> Optional.of("target");
      default -> Optional.ofNullable(FIELDS.get(type.name()));
    };
  }

  private static IpldMap with(IpldMap map, String key, Ipld value) {
    IpldMap.Builder with = IpldMap.builder();
    map.forEach((each, old) -> with.put(each, each.equals(key) ? value : old));
    return with.build();
  }
}
