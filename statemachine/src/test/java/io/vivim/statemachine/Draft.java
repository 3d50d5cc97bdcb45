package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Multihash;
import io.vivim.did.DidKey;
import io.vivim.did.SignedEnvelope;
import io.vivim.did.SigningKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventDecoder;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.Payload;
import io.vivim.events.RawEvent;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import io.vivim.events.VectorClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event in the making. Unlike the builder of events it keeps citations in the order in which
 * they were made, as others may write them, and takes any place in a log.
 */
final class Draft {
  final EventType type;
  final Scope scope;
  DidKey author;
  SigningKey signer;
  @Nullable EventId entity;
  List<DecodedEvent> heads = List.of();
  private final Map<EventId, DecodedEvent> auth = new LinkedHashMap<>();
  @Nullable Cid parent;
  IpldMap body = IpldMap.EMPTY;
  @Nullable Bytes payload;
  Bytes salt = Bytes.owning(new byte[16]);
  long seq = 1;
  @Nullable EventId prev;
  Timestamp timestamp = Timestamp.ZERO;

  /** Whether it cites all that it should, and is signed by whom it should be. */
  boolean isCited;

  /** Where in its log it goes. */
  Place place = Place.ANYWHERE;

  @Nullable DecodedEvent neighbour;

  /** A place in a log, by that of a neighbour. */
  enum Place {
    ANYWHERE,
    BESIDE,
    BEHIND,
    BEHIND_GAP
  }

  Draft(String type, Scope scope, SigningKey root) {
    this.type = EventType.named(type);
    this.scope = scope;
    this.author = root.did();
    this.signer = root;
  }

  Draft set(IpldMap values) {
    body = Said.set(values);
    return this;
  }

  /** In an entity, after some of its events. */
  Draft in(EventId id, List<DecodedEvent> seen) {
    entity = id;
    heads = List.copyOf(seen);
    return this;
  }

  /** Citing another event, behind those that were cited before. */
  Draft citing(DecodedEvent grant) {
    auth.put(grant.id(), grant);
    return this;
  }

  void citeInOrder(List<DecodedEvent> grants) {
    auth.clear();
    grants.forEach(this::citing);
  }

  List<DecodedEvent> cited() {
    return List.copyOf(auth.values());
  }

  List<DecodedEvent> causes() {
    List<DecodedEvent> causes = new ArrayList<>(heads);
    causes.addAll(auth.values());
    return causes;
  }

  DecodedEvent sign(EventDecoder decoder) {
    Bytes bytes = payload == null ? new Payload.Plain(salt, List.of(), body).encode() : payload;
    EventHeader header =
        new EventHeader(
            type,
            author,
            signer.did(),
            timestamp,
            seq,
            prev,
            entity,
            heads.stream().map(DecodedEvent::id).toList(),
            1 + heads.stream().mapToLong(head -> head.header().version()).max().orElse(0),
            VectorClock.after(
                heads.stream().map(head -> head.header().vectorClock()).toList(),
                signer.did(),
                seq),
            parent,
            List.copyOf(auth.keySet()),
            scope,
            Multihash.sha256(bytes).digest(),
            bytes.size());
    Bytes signed = SignedEnvelope.sign(signer, EventHeader.TAG, header.toIpld()).bytes();
    return decoder.decode(new RawEvent(signed, bytes)).orThrow();
  }
}
