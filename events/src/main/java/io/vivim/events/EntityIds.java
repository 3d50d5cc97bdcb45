package io.vivim.events;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Ipld;
import io.vivim.codec.Multihash;
import io.vivim.did.DidKey;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The ids of keyed entities: those that two events can both be the first of, because the id comes
 * from what the entity is about. It is the CID of the DAG-CBOR list {@code [type, scope, key…]}.
 *
 * <p>In private and local scopes the key would tell what the id hides, so it takes the place of the
 * key that {@link #hidden} makes of it.
 */
public final class EntityIds {
  private static final String HMAC = "HmacSHA256";

  private EntityIds() {}

  public static EventId identity(Scope scope, DidKey identity) {
    return keyed("identity", scope, List.of(text(identity)));
  }

  public static EventId follow(Scope scope, DidKey author, String target) {
    return keyed("follow", scope, List.of(text(author), Ipld.of(target)));
  }

  public static EventId like(Scope scope, DidKey author, String target) {
    return keyed("like", scope, List.of(text(author), Ipld.of(target)));
  }

  /** The friendship of two, the same whoever of them names it. */
  public static EventId friend(Scope scope, DidKey one, DidKey other) {
    boolean inOrder = one.toString().compareTo(other.toString()) <= 0;
    return keyed(
        "friend", scope, List.of(text(inOrder ? one : other), text(inOrder ? other : one)));
  }

  /** A conversation that lives at an address elsewhere, such as a chat export's link. */
  public static EventId conversation(Scope scope, DidKey owner, String source) {
    return keyed("conversation", scope, List.of(text(owner), Ipld.of(source)));
  }

  /** The entity of a kind and scope with this key. */
  public static EventId keyed(String kind, Scope scope, List<Ipld> key) {
    List<Ipld> parts = new ArrayList<>();
    parts.add(Ipld.of(kind));
    parts.add(Ipld.of(scope.toString()));
    parts.addAll(key);
    return new EventId(Multihash.sha256(DagCbor.encode(new Ipld.Sequence(parts))).digest());
  }

  /**
   * The key of a private or local entity: the HMAC-SHA-256 of the key's DAG-CBOR list under a
   * secret of the identity.
   */
  public static List<Ipld> hidden(Bytes secret, List<Ipld> key) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.toArray(), HMAC));
      return List.of(
          Ipld.of(Bytes.copyOf(mac.doFinal(DagCbor.encode(new Ipld.Sequence(key)).toArray()))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }

  private static Ipld text(DidKey did) {
    return Ipld.of(did.toString());
  }
}
