package io.vivim.events;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.SigningKey;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;

/** Events of every type, scope, kind of payload and shape, signed well. */
final class AnyEvent implements ArbitrarySupplier<DecodedEvent> {
  private static final List<EventType> TYPES =
      new ArrayList<>(EventType.catalogue().values().stream().sorted(AnyEvent::byName).toList());

  static {
    TYPES.add(EventType.named("com.example.todo:add_item"));
  }

  private static final List<SigningKey> KEYS =
      IntStream.range(0, 20).mapToObj(Example::key).toList();

  private static SigningKey key(Random random) {
    return KEYS.get(random.nextInt(KEYS.size()));
  }

  private static int byName(EventType one, EventType other) {
    return one.name().compareTo(other.name());
  }

  @Override
  public Arbitrary<DecodedEvent> get() {
    return events();
  }

  static Arbitrary<DecodedEvent> events() {
    return Arbitraries.randomValue(Random::nextLong).map(seed -> event(new Random(seed)));
  }

  private static DecodedEvent event(Random random) {
    EventType type = TYPES.get(random.nextInt(TYPES.size()));
    EventBuilder builder =
        EventBuilder.of(type, bytes(random, EventLimits.SALT_BYTES))
            .timestamp(
                Timestamp.of(
                    (long) (random.nextDouble() * Timestamp.MAX_MILLIS),
                    random.nextInt(Timestamp.MAX_COUNTER + 1)));
    boolean newCircle = type.equals(EventType.CIRCLE_CREATE);
    builder.scope(newCircle ? Scope.CIRCLE_NEW : scope(random));
    if (!newCircle && random.nextBoolean()) {
      builder.after(1 + random.nextInt(1_000_000), Example.id(random.nextInt()));
    }
    if (random.nextInt(4) == 0) {
      builder.author(key(random).did());
    }
    if (random.nextInt(3) == 0) {
      builder.parent(Cid.ofRaw(bytes(random, random.nextInt(9))));
    }
    int grants = random.nextInt(4) == 0 ? 1 + random.nextInt(EventLimits.MAX_AUTH) : 0;
    builder.auth(ids(random, grants));
    subject(builder, type.subject(), random);
    payload(builder, type, random);
    return builder.sign(key(random));
  }

  private static Scope scope(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Scope.PUBLIC;
      case 1 -> Scope.circle(Example.id(random.nextInt()));
      case 2 -> Scope.PRIVATE;
      default -> Scope.LOCAL;
    };
  }

  private static void subject(EventBuilder builder, EventType.Subject subject, Random random) {
    boolean named =
        subject == EventType.Subject.UPDATES
            || subject == EventType.Subject.KEYED
            || (subject == EventType.Subject.ANY && random.nextBoolean());
    if (!named) {
      return;
    }
    EventId entity = Example.id(random.nextInt());
    builder.entity(entity);
    if (subject == EventType.Subject.UPDATES || random.nextBoolean()) {
      builder.heads(heads(entity, random));
    }
  }

  /** Facts of heads that nobody has, with clocks of many signers. */
  private static List<EventFacts> heads(EventId entity, Random random) {
    List<EventFacts> heads = new ArrayList<>();
    int count = random.nextInt(8) == 0 ? 1 + random.nextInt(EventLimits.MAX_PREV_VERSIONS) : 1;
    for (EventId id : ids(random, count)) {
      VectorClock clock = VectorClock.EMPTY;
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        clock = VectorClock.after(List.of(clock), key(random).did(), 1 + random.nextInt(100));
      }
      heads.add(
          new EventFacts(
              id,
              EventType.named("memory:update"),
              Example.ALICE.did(),
              Example.ALICE.did(),
              entity,
              LogScope.PUBLIC,
              Timestamp.ZERO,
              1,
              1 + random.nextInt(1_000_000),
              clock,
              IpldMap.EMPTY));
    }
    return heads;
  }

  private static List<EventId> ids(Random random, int count) {
    return random.ints().distinct().limit(count).mapToObj(Example::id).toList();
  }

  private static void payload(EventBuilder builder, EventType type, Random random) {
    int kind = random.nextInt(10);
    if (kind == 0 && !type.isControl()) {
      builder.payload(bytes(random, random.nextInt(40)));
    } else if (kind == 1 && !type.isControl()) {
      builder.payload(
          DagCbor.encode(
              IpldMap.builder()
                  .put("sealed", Ipld.of(bytes(random, random.nextInt(40))))
                  .put("epoch", Ipld.of(Example.id(random.nextInt()).cid()))
                  .build()));
    } else {
      for (int i = random.nextInt(4); i > 0; i--) {
        builder.tag("t" + text(random), text(random), text(random));
      }
      builder.body(map(random, 3));
    }
  }

  private static IpldMap map(Random random, int depth) {
    // A key that comes twice takes the last value.
    Map<String, Ipld> map = new HashMap<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      map.put(text(random) + random.nextInt(1000), value(random, depth - 1));
    }
    if (random.nextInt(20) == 0) {
      map.put("/", Ipld.of(text(random)));
    }
    return IpldMap.of(map);
  }

  private static Ipld value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 8)) {
      case 0 -> Ipld.NULL;
      case 1 -> Ipld.of(random.nextBoolean());
      case 2 -> Ipld.of(random.nextLong());
      case 3 -> Ipld.of(new BigInteger(Long.SIZE, random));
      case 4 -> Ipld.of(random.nextGaussian());
      case 5 -> Ipld.of(text(random));
      case 6 -> Ipld.of(bytes(random, random.nextInt(9)));
      case 7 -> Ipld.of(Example.id(random.nextInt()).cid());
      case 8 -> map(random, depth);
      default -> Ipld.listOf(value(random, depth - 1), value(random, depth - 1));
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      int point = random.nextInt(random.nextBoolean() ? 0x80 : 0x11000);
      text.appendCodePoint(point >= 0xd800 && point <= 0xdfff ? '"' : point);
    }
    return text.toString();
  }

  private static Bytes bytes(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.owning(bytes);
  }
}
