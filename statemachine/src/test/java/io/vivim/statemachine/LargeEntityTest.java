package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventLimits;
import io.vivim.events.EventType;
import io.vivim.events.Timestamp;
import io.vivim.store.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An entity may come to more than a store holds as one value; anybody can make one. */
final class LargeEntityTest {
  private static final int VALUE_BYTES = 60_000;
  private static final long START_MILLIS = 1_700_000_000_000L;
  private static final int EVENTS = 1 + Batch.MAX_VALUE_BYTES / VALUE_BYTES;

  private final List<DecodedEvent> log = new ArrayList<>();

  @Test
  void anEntityLargerThanAnyValueIsFoldedAndFoundAndShrinksAgain() {
    Random random = new Random(7);
    for (int i = 0; i < EVENTS; i++) {
      byte[] value = new byte[VALUE_BYTES];
      random.nextBytes(value);
      IpldMap add = IpldMap.builder().put("doc", Ipld.listOf(Ipld.of(Bytes.owning(value)))).build();
      post("x.note:edit", IpldMap.builder().put("add", add).build(), i > 0);
    }
    DecodedEvent first = log.get(0);
    TestState state = TestState.fold(List.of(List.copyOf(log)));
    assertThat(documents(state, first)).isEqualTo(EVENTS);
    long parts = parts(state, first);
    assertThat(parts).isGreaterThan(Batch.MAX_VALUE_BYTES / EntityRows.MAX_PART_BYTES);

    List<DecodedEvent> erased = log.subList(1, 1 + EVENTS / 2);
    List<DecodedEvent> erasures = new ArrayList<>();
    for (DecodedEvent target : List.copyOf(erased)) {
      IpldMap set = IpldMap.builder().put("target", Ipld.of(target.id().cid())).build();
      erasures.add(post("system:erase", IpldMap.builder().put("set", set).build(), false));
    }
    state.take(erasures);
    assertThat(documents(state, first)).isEqualTo(EVENTS - erasures.size());
    assertThat(parts(state, first)).isBetween(1L, parts / 2 + 1);
  }

  private DecodedEvent post(String type, IpldMap body, boolean goesOn) {
    EventBuilder builder =
        EventBuilder.of(EventType.named(type), Bytes.owning(new byte[EventLimits.SALT_BYTES]))
            .timestamp(Timestamp.of(START_MILLIS + log.size(), 0))
            .body(body);
    if (!log.isEmpty()) {
      DecodedEvent last = log.get(log.size() - 1);
      builder.after(last.header().seq(), last.id());
      if (goesOn) {
        builder.entity(log.get(0).id()).heads(List.of(EventFacts.of(last)));
      }
    }
    DecodedEvent event = builder.sign(World.root(0));
    log.add(event);
    return event;
  }

  private static int documents(TestState state, DecodedEvent first) {
    Entity entity = state.state().entity(Reader.ANYONE, first.id()).orElseThrow();
    return ((Ipld.Sequence) Objects.requireNonNull(entity.fields().get("doc"))).values().size();
  }

  private static long parts(TestState state, DecodedEvent first) {
    Bytes prefix = StateKeys.key(StateKeys.PART, EntityName.of(first).key());
    return state.rows().keySet().stream().filter(key -> key.startsWith(prefix)).count();
  }
}
