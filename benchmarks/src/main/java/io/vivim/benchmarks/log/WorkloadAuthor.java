package io.vivim.benchmarks.log;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.did.SigningKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventLimits;
import io.vivim.events.EventType;
import io.vivim.events.RawEvent;
import io.vivim.events.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Someone who makes the events of the workload: a key, a chain, and a few entities that grow in
 * turn. The same number always makes the same events.
 */
final class WorkloadAuthor {
  /** What the canonical bytes of a body come to. */
  static final int BODY_BYTES = 300;

  /** Values of the one tag, which every fourth event has. */
  static final int TOPICS = 20;

  static final String TAG = "topic";

  /** An entity's events; then the author begins a new one. */
  private static final int ENTITY_EVENTS = 250;

  private static final int MOST_OPEN = 4;
  private static final int TAGGED_OF = 4;

  /** {"set":{"content":…}} around a text of 256 to 65,535 bytes. */
  private static final int BODY_FRAME_BYTES = 17;

  private static final EventType CREATE = EventType.named("memory:create");
  private static final EventType UPDATE = EventType.named("memory:update");

  private final SigningKey key;
  private final Random random;
  private final List<Entity> open = new ArrayList<>();
  private final int mostOpen;
  private final int entityEvents;
  private final LongShape shape;
  private @Nullable EventFacts tip;
  private int made;

  /** An entity that is still growing. */
  private record Entity(EventFacts head, int events) {}

  WorkloadAuthor(int number) {
    this(number, 1 + number % MOST_OPEN, ENTITY_EVENTS, LongShape.ENTITY);
  }

  private WorkloadAuthor(int number, int mostOpen, int entityEvents, LongShape shape) {
    this.mostOpen = mostOpen;
    this.entityEvents = entityEvents;
    this.shape = shape;
    random = new Random(number);
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    random.nextBytes(seed);
    key = SigningKey.fromSeed(SecretBytes.copyFrom(seed, InsecureSecretKeyAccess.get()));
  }

  /** Someone who works on one entity for ever. */
  static WorkloadAuthor ofOneEntity(int number, LongShape shape) {
    return new WorkloadAuthor(number, 1, Integer.MAX_VALUE, shape);
  }

  /** Someone who begins another entity with every event. */
  static WorkloadAuthor ofManyEntities(int number) {
    return new WorkloadAuthor(number, 1, 1, LongShape.ENTITY);
  }

  /** The author's next event, made at this time. */
  RawEvent next(Timestamp time) {
    int turn = random.nextInt(mostOpen);
    @Nullable Entity entity = turn < open.size() ? open.get(turn) : null;
    byte[] salt = new byte[EventLimits.SALT_BYTES];
    random.nextBytes(salt);
    EventBuilder builder =
        EventBuilder.of(entity == null ? CREATE : UPDATE, Bytes.owning(salt))
            .timestamp(time)
            .body(shape.body(made, text()));
    @Nullable Cid parent = shape.parent(made++);
    if (parent != null) {
      builder.parent(parent);
    }
    if (tip != null) {
      builder.after(tip.seq(), tip.id());
    }
    if (entity != null) {
      builder.entity(entity.head().entity()).heads(List.of(entity.head()));
    }
    if (random.nextInt(TAGGED_OF) == 0) {
      builder.tag(TAG, "topic-" + random.nextInt(TOPICS));
    }
    DecodedEvent event = builder.sign(key);
    tip = EventFacts.of(event);
    grow(entity, tip);
    return event.raw();
  }

  private void grow(@Nullable Entity entity, EventFacts head) {
    if (entityEvents == 1) {
      return;
    }
    if (entity == null) {
      open.add(new Entity(head, 1));
      return;
    }
    int turn = open.indexOf(entity);
    if (entity.events() + 1 == entityEvents) {
      open.remove(turn);
    } else {
      open.set(turn, new Entity(shape.isChain() ? head : entity.head(), entity.events() + 1));
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder(BODY_BYTES);
    while (text.length() < BODY_BYTES - BODY_FRAME_BYTES) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }
}
