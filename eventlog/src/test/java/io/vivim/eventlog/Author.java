package io.vivim.eventlog;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.SigningKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Someone who makes events: a key, its logs, and a clock that goes on by one with each event. */
final class Author {
  static final long START_MILLIS = 1_700_000_000_000L;

  private final SigningKey key;
  private final Random random;
  private final Map<LogScope, EventFacts> tips = new HashMap<>();
  private long millis = START_MILLIS;

  Author(long seed) {
    this.random = new Random(seed);
    this.key = keyOf(seed);
  }

  private static SigningKey keyOf(long seed) {
    byte[] bytes = new byte[SigningKey.SEED_BYTES];
    new Random(seed).nextBytes(bytes);
    return SigningKey.fromSeed(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()));
  }

  SigningKey key() {
    return key;
  }

  /** An event of a type, to be completed with {@link #sign}. */
  EventBuilder event(String type) {
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    return EventBuilder.of(EventType.named(type), Bytes.copyOf(salt)).body(body("text"));
  }

  /** Runs the author's clock on to at least this time. */
  Author at(long atLeastMillis) {
    millis = Math.max(millis, atLeastMillis);
    return this;
  }

  /** Signs an event as the next of this author's log of a scope. */
  DecodedEvent sign(EventBuilder event, Scope scope) {
    LogScope log = scope.logScope(key.did(), new EventId(Bytes.copyOf(new byte[32])));
    EventFacts tip = scope.equals(Scope.CIRCLE_NEW) ? null : tips.get(log);
    event.scope(scope).timestamp(Timestamp.of(millis++, 0));
    if (tip != null) {
      event.after(tip.seq(), tip.id());
    }
    DecodedEvent signed = event.sign(key);
    tips.put(signed.logScope(), EventFacts.of(signed));
    return signed;
  }

  DecodedEvent sign(EventBuilder event) {
    return sign(event, Scope.PUBLIC);
  }

  DecodedEvent create() {
    return sign(event("memory:create"));
  }

  DecodedEvent update(DecodedEvent... heads) {
    List<EventFacts> facts = Arrays.stream(heads).map(EventFacts::of).toList();
    for (EventFacts head : facts) {
      at(head.timestamp().millis() + 1);
    }
    return sign(event("memory:update").entity(facts.get(0).entity()).heads(facts));
  }

  /** Erases another event's payload. */
  DecodedEvent erase(DecodedEvent target) {
    return sign(event("system:erase").body(target(target)), target.header().scope());
  }

  /** The body of an event that is about another one. */
  static IpldMap target(DecodedEvent target) {
    return IpldMap.builder()
        .put("set", IpldMap.builder().put("target", Ipld.of(target.id().cid())).build())
        .build();
  }

  static IpldMap body(String text) {
    return IpldMap.builder()
        .put("set", IpldMap.builder().put("text", Ipld.of(text)).build())
        .build();
  }
}
