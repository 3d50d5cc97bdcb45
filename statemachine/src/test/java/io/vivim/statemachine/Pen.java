package io.vivim.statemachine;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.did.SigningKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the events of a few people, each a second after the one before, as they are told. */
final class Pen {
  static final long START_MILLIS = 1_700_000_000_000L;

  /** After all that is written, for those who ask then. */
  static final Instant NOW = Instant.ofEpochMilli(START_MILLIS).plusSeconds(1_000_000);

  private final Map<Place, EventFacts> tips = new HashMap<>();
  private final Map<Integer, SigningKey> keys = new HashMap<>();
  private int written;

  private record Place(DidKey signer, LogScope scope) {}

  static SigningKey key(int person) {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    Arrays.fill(seed, (byte) (person + 1));
    return SigningKey.fromSeed(SecretBytes.copyFrom(seed, InsecureSecretKeyAccess.get()));
  }

  static DidKey did(int person) {
    return key(person).did();
  }

  /** The time of the event that was written as so many-th, counted from 0. */
  static Timestamp time(int index) {
    return Timestamp.of(START_MILLIS + 1000L * index, 0);
  }

  /** How many events were written. */
  int written() {
    return written;
  }

  Letter by(int person, String type) {
    return new Letter(person, type);
  }

  static Ipld linkTo(EventId id) {
    return Ipld.of(id.cid());
  }

  /** An event in the making; public where it does not say otherwise. */
  final class Letter {
    private final SigningKey key;
    private final String type;
    private final IpldMap.Builder set = IpldMap.builder();
    private final Map<String, Ipld> parts = new HashMap<>();
    private Scope scope = Scope.PUBLIC;
    private @Nullable EventId entity;
    private List<EventFacts> heads = List.of();
    private final List<EventId> auth = new ArrayList<>();
    private @Nullable Cid parent;

    private Letter(int person, String type) {
      this.key = keys.computeIfAbsent(person, Pen::key);
      this.type = type;
    }

    Letter to(Scope where) {
      scope = where;
      return this;
    }

    Letter set(String name, Ipld value) {
      set.put(name, value);
      return this;
    }

    Letter set(String name, String value) {
      return set(name, Ipld.of(value));
    }

    /** Another part of the body than {@code set}. */
    Letter part(String name, Ipld value) {
      parts.put(name, value);
      return this;
    }

    /** In the entity of these, which are all that was seen of it. */
    Letter after(DecodedEvent... seen) {
      heads = Arrays.stream(seen).map(EventFacts::of).toList();
      return in(seen[0].entity());
    }

    Letter in(EventId id) {
      entity = id;
      return this;
    }

    Letter citing(DecodedEvent... grants) {
      Arrays.stream(grants).forEach(grant -> auth.add(grant.id()));
      return this;
    }

    Letter from(EventId source) {
      parent = source.cid();
      return this;
    }

    DecodedEvent send() {
      byte[] salt = new byte[16];
      salt[0] = (byte) written;
      salt[1] = (byte) (written >> 8);
      IpldMap.Builder body = IpldMap.builder();
      IpldMap values = set.build();
      if (values.size() > 0) {
        body.put("set", values);
      }
      parts.forEach(body::put);
      EventBuilder builder =
          EventBuilder.of(EventType.named(type), Bytes.owning(salt))
              .scope(scope)
              .timestamp(time(written++))
              .heads(heads)
              .auth(auth)
              .body(body.build());
      if (entity != null) {
        builder.entity(entity);
      }
      if (parent != null) {
        builder.parent(parent);
      }
      if (!type.equals("circle:create")) {
        EventFacts tip = tips.get(new Place(key.did(), scope.sharedLog(key.did()).orElseThrow()));
        if (tip != null) {
          builder.after(tip.seq(), tip.id());
        }
      }
      DecodedEvent event = builder.sign(key);
      tips.put(new Place(key.did(), event.logScope()), EventFacts.of(event));
      return event;
    }
  }
}
