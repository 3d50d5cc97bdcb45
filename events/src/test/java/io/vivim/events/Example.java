package io.vivim.events;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Multihash;
import io.vivim.did.SigningKey;
import java.util.List;

/** Keys and events that the tests of this package write down shortly. */
final class Example {
  static final SigningKey ALICE = key(1);
  static final SigningKey BOB = key(2);
  static final Bytes SALT = Bytes.fromHex("000102030405060708090a0b0c0d0e0f");

  private Example() {}

  /** The key of a small number. */
  static SigningKey key(int number) {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    seed[0] = (byte) number;
    seed[1] = (byte) (number >>> Byte.SIZE);
    return SigningKey.fromSeed(SecretBytes.copyFrom(seed, InsecureSecretKeyAccess.get()));
  }

  /** The id of no event at all. */
  static EventId id(int number) {
    return new EventId(Multihash.sha256(Bytes.utf8("event " + number)).digest());
  }

  /** The first event of a memory, at one moment. */
  static EventBuilder create() {
    return EventBuilder.of(EventType.named("memory:create"), SALT)
        .timestamp(Timestamp.of(1_000_000, 0))
        .body(IpldMap.builder().put("set", Ipld.of("x")).build());
  }

  /** An update of the memory that these heads belong to, a millisecond later. */
  static EventBuilder update(DecodedEvent... heads) {
    return EventBuilder.of(EventType.named("memory:update"), SALT)
        .timestamp(Timestamp.of(heads[0].header().timestamp().millis() + 1, 0))
        .entity(heads[0].entity())
        .scope(heads[0].header().scope())
        .heads(List.of(heads).stream().map(EventFacts::of).toList());
  }
}
