package io.vivim.events;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Multihash;
import io.vivim.did.DidKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an event's signer signed.
 *
 * @param author the identity acted for
 * @param signer the key that signed; the author itself for a root key
 * @param seq the place in the signer's log of this scope, from 1
 * @param prev the signer's event before this one in that log; null for the first
 * @param entityId null where the event's own id names the entity
 * @param prevVersion heads of the entity that the signer had seen
 * @param parentId what this was derived from; may dangle
 * @param auth events that grant what this one does
 * @param payload the digest of the payload's bytes
 */
public record EventHeader(
    EventType type,
    DidKey author,
    DidKey signer,
    Timestamp timestamp,
    long seq,
    @Nullable EventId prev,
    @Nullable EventId entityId,
    List<EventId> prevVersion,
    long version,
    VectorClock vectorClock,
    @Nullable Cid parentId,
    List<EventId> auth,
    Scope scope,
    Bytes payload,
    long payloadSize) {

  /** The tag of the envelope. */
  public static final String TAG = "vivim/event@1.0.0";

  /** The keys of the content, in the order of its bytes. */
  static final List<String> FIELDS =
      List.of(
          "seq",
          "auth",
          "prev",
          "type",
          "scope",
          "author",
          "signer",
          "payload",
          "version",
          "entityId",
          "parentId",
          "timestamp",
          "payloadSize",
          "prevVersion",
          "vectorClock");

  public EventHeader {
    prevVersion = List.copyOf(prevVersion);
    auth = List.copyOf(auth);
  }

  /** The id of the entity that an event with this header and {@code id} belongs to. */
  public EventId entity(EventId id) {
    return entityId == null ? id : entityId;
  }

  public Cid payloadCid() {
    return Cid.v1(Cid.DAG_CBOR, new Multihash(Multihash.SHA2_256, payload));
  }

  /** The content of the envelope: every key, null or empty where unused. */
  public IpldMap toIpld() {
    IpldMap.Builder clock = IpldMap.builder();
    for (Map.Entry<String, Long> entry : vectorClock.entries().entrySet()) {
      clock.put(entry.getKey(), Ipld.of(entry.getValue()));
    }
    return IpldMap.builder()
        .put("type", Ipld.of(type.name()))
        .put("author", Ipld.of(author.toString()))
        .put("signer", Ipld.of(signer.toString()))
        .put("timestamp", timestamp.toIpld())
        .put("seq", Ipld.of(seq))
        .put("prev", linkOrNull(Optional.ofNullable(prev).map(EventId::cid)))
        .put("entityId", linkOrNull(Optional.ofNullable(entityId).map(EventId::cid)))
        .put("prevVersion", links(prevVersion))
        .put("version", Ipld.of(version))
        .put("vectorClock", clock.build())
        .put("parentId", linkOrNull(Optional.ofNullable(parentId)))
        .put("auth", links(auth))
        .put("scope", Ipld.of(scope.toString()))
        .put("payload", Ipld.of(payloadCid()))
        .put("payloadSize", Ipld.of(payloadSize))
        .build();
  }

  private static Ipld linkOrNull(Optional<Cid> link) {
    return link.<Ipld>map(Ipld::of).orElse(Ipld.NULL);
  }

  private static Ipld links(List<EventId> ids) {
    return new Ipld.Sequence(ids.stream().<Ipld>map(id -> Ipld.of(id.cid())).toList());
  }
}
