package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.SigningKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventLimits;
import io.vivim.events.EventType;
import io.vivim.events.Timestamp;
import io.vivim.statemachine.model.Merge;
import io.vivim.store.Batch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever an entity has many of: one more is read and written, and nothing else. */
final class ManyOfEverythingTest {
  private static final long START_MILLIS = 1_700_000_000_000L;
  private static final int EVENTS = 900;

  /** Events whose cost is looked at, once all is in rows of its own, and at the end. */
  private static final int STRETCH = 100;

  private static final int EARLY = 500;
  private static final int SIGNERS = 100;
  private static final String VALUE = "value ".repeat(40);

  /** What each event writes, what it has seen, and who signs it. */
  private enum Shape {
    HEADS_OF_ONE_SIGNER("set", false, false),
    HEADS_OF_MANY_SIGNERS("set", true, false),
    SIGNERS("set", true, true),
    PARENTS("set", false, true),
    FIELDS("set", false, true),
    FIELDS_OF_SETS("add", false, true),
    VALUES_OF_ONE_SIGNER("set", false, false),
    VALUES_OF_MANY_SIGNERS("set", true, false),
    VALUES_OF_A_KEY("add", true, false),
    ADDITIONS_OF_ONE_SIGNER("add", false, false),
    ADDITIONS_OF_MANY_SIGNERS("add", true, false),
    COUNTS("increment", true, false),
    UNSETTING_A_SET("add", true, false),
    UNSETTING_A_MAP("add", true, false);

    private final String part;
    private final boolean isByMany;
    private final boolean isChain;

    Shape(String part, boolean isByMany, boolean isChain) {
      this.part = part;
      this.isByMany = isByMany;
      this.isChain = isChain;
    }

    IpldMap body(int number) {
      return switch (this) {
        // Only what the shape is about is to grow.
        case HEADS_OF_ONE_SIGNER, HEADS_OF_MANY_SIGNERS -> IpldMap.EMPTY;
        case FIELDS -> body("field " + number, value(number));
        case FIELDS_OF_SETS -> body("field " + number, Ipld.listOf(value(number)));
        case VALUES_OF_A_KEY -> body("doc", IpldMap.builder().put("key", value(number)).build());
        case ADDITIONS_OF_ONE_SIGNER, ADDITIONS_OF_MANY_SIGNERS ->
            body("doc", Ipld.listOf(value(0)));
        case COUNTS -> body("doc", Ipld.of(Long.MAX_VALUE));
        // Nothing of what is there was seen, so that all of it stays.
        case UNSETTING_A_SET ->
            number % 2 == 0 ? body("subjects", Ipld.listOf(value(number))) : unset("subjects");
        case UNSETTING_A_MAP ->
            number % 2 == 0
                ? body("metadata", IpldMap.builder().put("key " + number, value(number)).build())
                : unset("metadata");
        default -> body("doc", value(number));
      };
    }

    private IpldMap body(String field, Ipld value) {
      return IpldMap.builder().put(part, IpldMap.builder().put(field, value).build()).build();
    }

    private static IpldMap unset(String field) {
      return IpldMap.builder().put("unset", Ipld.listOf(Ipld.of(field))).build();
    }

    private static Ipld value(int number) {
      return Ipld.of(VALUE + number);
    }
  }

  private final Map<Integer, SigningKey> keys = new HashMap<>();
  private final Map<Integer, EventFacts> tips = new HashMap<>();
  private int made;

  @ParameterizedTest
  @EnumSource
  void oneMoreCostsNoMoreWhereThereAreManyAlready(Shape shape) {
    List<DecodedEvent> history = new ArrayList<>();
    history.add(sign(shape, 0, null, List.of()));
    for (int i = 1; i < EVENTS; i++) {
      DecodedEvent seen = history.get(shape.isChain ? i - 1 : 0);
      history.add(sign(shape, i, history.get(0), List.of(seen)));
    }
    assertOneMoreCostsNoMore(history);
  }

  @ParameterizedTest
  @CsvSource({"OPAQUE,add", "OPAQUE,set", "SET,set", "MAP,set"})
  void oneMoreThatHasSeenNoOtherCostsNoMore(Merge merge, String part) {
    EntityAuthor author = new EntityAuthor(merge);
    author.unset(List.of());
    for (int i = 1; i < EVENTS; i++) {
      Ipld value =
          switch (merge) {
            case OPAQUE -> Ipld.of(Bytes.utf8(VALUE + i));
            case MAP -> IpldMap.builder().put("key " + i, Shape.value(i)).build();
            default -> Shape.value(i);
          };
      boolean isOne = part.equals("set") && merge != Merge.SET;
      author.post(part, isOne ? value : Ipld.listOf(value), List.of(author.first()));
    }
    assertOneMoreCostsNoMore(author.log());
  }

  private static void assertOneMoreCostsNoMore(List<DecodedEvent> history) {
    Cost early = new Cost();
    Cost late = new Cost();
    try (FoldedLog log = new FoldedLog()) {
      for (int i = 0; i < history.size(); i++) {
        log.rowsRead.clear();
        Batch batch = log.take(history.get(i));
        if (i >= EARLY && i < EARLY + STRETCH) {
          early.take(batch, log.rowsRead);
        } else if (i >= history.size() - STRETCH) {
          late.take(batch, log.rowsRead);
        }
      }
    }
    assertThat(late.rows).isLessThanOrEqualTo(early.rows + early.rows / 10);
    assertThat(late.bytes).isLessThanOrEqualTo(early.bytes + early.bytes / 10);
    assertThat(late.read).isLessThanOrEqualTo(early.read + early.read / 10);
    assertThat(late.readBytes).isLessThanOrEqualTo(early.readBytes + early.readBytes / 10);
  }

  private DecodedEvent sign(
      Shape shape, int number, @Nullable DecodedEvent first, List<DecodedEvent> seen) {
    int who = shape.isByMany && number > 0 ? 1 + number % SIGNERS : 0;
    EventBuilder builder =
        EventBuilder.of(
                EventType.named(first == null ? "memory:create" : "memory:update"),
                Bytes.owning(new byte[EventLimits.SALT_BYTES]))
            .timestamp(Timestamp.of(START_MILLIS + made++, 0))
            .body(first == null ? IpldMap.EMPTY : shape.body(number));
    if (first != null) {
      builder.entity(first.id()).heads(seen.stream().map(EventFacts::of).toList());
    }
    if (shape == Shape.PARENTS) {
      builder.parent(Cid.ofDagCbor(Bytes.utf8("parent " + number)));
    }
    EventFacts tip = tips.get(who);
    if (tip != null) {
      builder.after(tip.seq(), tip.id());
    }
    DecodedEvent event = builder.sign(keys.computeIfAbsent(who, ManyOfEverythingTest::key));
    tips.put(who, EventFacts.of(event));
    return event;
  }

  private static SigningKey key(int number) {
    byte[] seed = ByteBuffer.allocate(SigningKey.SEED_BYTES).putInt(0, number + 1).array();
    return SigningKey.fromSeed(SecretBytes.copyFrom(seed, InsecureSecretKeyAccess.get()));
  }

  /** What events write and read. */
  private static final class Cost {
    private int rows;
    private long bytes;
    private int read;
    private long readBytes;

    void take(Batch batch, List<Bytes> reads) {
      rows += batch.size();
      bytes += batch.bytes();
      read += reads.size();
      readBytes += reads.stream().mapToLong(Bytes::size).sum();
    }
  }
}
