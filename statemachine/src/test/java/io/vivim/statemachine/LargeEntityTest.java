package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventLimits;
import io.vivim.statemachine.model.Merge;
import io.vivim.store.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An entity may come to more than a store holds as one value; anybody can make one. */
final class LargeEntityTest {
  private static final int VALUE_BYTES = 60_000;
  private static final int EVENTS = 1 + Batch.MAX_VALUE_BYTES / VALUE_BYTES;

  /** So much that nothing gets rows of its own. */
  private static final int ALL_IN_ONE = 100_000_000;

  private final Random random = new Random(7);

  @Test
  void anEntityLargerThanAnyValueIsFoldedAndFoundAndShrinksAgain() {
    EntityAuthor author = new EntityAuthor(Merge.REGISTER);
    writeAtOnce(author, "set", EVENTS);
    TestState state = TestState.fold(List.of(author.log()), ALL_IN_ONE);
    assertThat(conflict(state, author)).isEqualTo(EVENTS);
    long parts = parts(state);
    assertThat(parts).isGreaterThan(Batch.MAX_VALUE_BYTES / LargeRows.MAX_PART_BYTES);

    List<DecodedEvent> erasures = new ArrayList<>();
    for (DecodedEvent target : author.entity().subList(1, 1 + EVENTS / 2)) {
      erasures.add(author.erase(target));
    }
    state.take(erasures);
    assertThat(conflict(state, author)).isEqualTo(EVENTS - erasures.size());
    assertThat(parts(state)).isBetween(1L, parts / 2 + 1);
    assertThat(state.rows()).isEqualTo(TestState.fold(List.of(author.log()), ALL_IN_ONE).rows());
  }

  @Test
  void anElementMayBeLargeToo() {
    EntityAuthor author = new EntityAuthor(Merge.MAP);
    writeAtOnce(author, "add", EventLimits.MAX_PREV_VERSIONS);
    TestState state = TestState.fold(List.of(author.log()), ALL_IN_ONE);
    assertThat(conflict(state, author)).isEqualTo(EventLimits.MAX_PREV_VERSIONS);
    assertThat(parts(state)).isGreaterThan(1);

    state.take(List.of(author.post("add", IpldMap.builder().put("key", value()).build())));
    assertThat(conflict(state, author)).isZero();
    assertThat(parts(state)).isZero();
    assertThat(Objects.requireNonNull(entity(state, author).fields().get("doc")))
        .isInstanceOf(IpldMap.class);
    state.take(List.of(author.post("remove", Ipld.listOf(Ipld.of("key")))));
    assertThat(entity(state, author).fields()).doesNotContainKey("doc");
    assertThat(state.rows()).isEqualTo(TestState.fold(List.of(author.log()), ALL_IN_ONE).rows());
  }

  @Test
  void valuesThatWereWrittenAtOnceLieApart() {
    EntityAuthor author = new EntityAuthor(Merge.REGISTER);
    writeAtOnce(author, "set", EVENTS);
    TestState state = TestState.fold(List.of(author.log()));
    assertThat(state.rows().values()).allMatch(row -> row.size() < 2 * VALUE_BYTES);
    assertThat(state.rows().values().stream().filter(row -> row.size() > VALUE_BYTES))
        .hasSize(EVENTS);
    assertThat(parts(state)).isZero();
  }

  /** Writes large values of which none has seen another. */
  private void writeAtOnce(EntityAuthor author, String part, int values) {
    author.unset(List.of());
    for (int i = 0; i < values; i++) {
      Ipld value = part.equals("set") ? value() : IpldMap.builder().put("key", value()).build();
      author.post(part, value, List.of(author.first()));
    }
  }

  private Ipld value() {
    byte[] value = new byte[VALUE_BYTES];
    random.nextBytes(value);
    return Ipld.of(Bytes.owning(value));
  }

  private Entity entity(TestState state, EntityAuthor author) {
    return state.state().entity(Reader.ANYONE, author.first().id()).orElseThrow();
  }

  private int conflict(TestState state, EntityAuthor author) {
    return entity(state, author).conflicts().getOrDefault("doc", List.of()).size();
  }

  private static long parts(TestState state) {
    Bytes parts = StateKeys.table(StateKeys.PART);
    return state.rows().keySet().stream().filter(key -> key.startsWith(parts)).count();
  }
}
