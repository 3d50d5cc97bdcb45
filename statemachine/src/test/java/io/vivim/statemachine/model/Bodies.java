package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import io.vivim.did.DidKey;
import io.vivim.did.KeyType;
import io.vivim.events.EventType;
import java.util.Optional;

/** Bodies as tests write them: DAG-JSON with single quotes. */
final class Bodies {
  static final DidKey ALICE = did(1);
  static final DidKey BOB = did(2);

  static final String LINK = "{'/':'bafyreigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi'}";

  private Bodies() {}

  static DidKey did(int seed) {
    byte[] key = new byte[32];
    key[0] = (byte) seed;
    return new DidKey(KeyType.ED25519, Bytes.owning(key));
  }

  static Ipld value(String json) {
    try {
      return DagJson.decode(json.replace('\'', '"')).orThrow();
    } catch (RefusedException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  static Body body(String json) {
    return Body.read((IpldMap) value(json)).orElseThrow();
  }

  /** What the built-in model says of the first event of an entity. */
  static Optional<Fault> check(String type, String json) {
    return check(type, body(json), true);
  }

  static Optional<Fault> check(String type, Body body, boolean isFirst) {
    EventType event = EventType.named(type);
    return Model.builtIn(Kind.of(event)).check(event, body, isFirst);
  }

  static Optional<Fault.Reason> reason(String type, String json) {
    return check(type, json).map(Fault::reason);
  }
}
