package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.DecodedEvent;
import io.vivim.events.LogScope;
import io.vivim.statemachine.model.Merge;
import io.vivim.store.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fields of many values, whose elements get rows of their own, come to what those of few do. */
final class ManyElementsTest {
  private static final int MANY = 80;
  private static final Bytes SIGN = Bytes.fromHex("00ff01");

  private static final int VERY_MANY = 10_000;

  /** Events whose cost is looked at, at the beginning and at the end of a long history. */
  private static final int STRETCH = 500;

  private static Ipld added(Merge merge, int number) {
    String name = "value " + number;
    return switch (merge) {
      case MAP -> IpldMap.builder().put(name, Ipld.of(number)).build();
      case OPAQUE -> Ipld.listOf(Ipld.of(Bytes.utf8(name)));
      default -> Ipld.listOf(Ipld.of(name));
    };
  }

  private static void add(EntityAuthor author, Merge merge, int from, int to) {
    for (int i = from; i < to; i++) {
      author.post("add", added(merge, i));
    }
  }

  private static int shown(TestState state, EntityAuthor author) {
    Entity entity = state.state().entity(Reader.ANYONE, author.first().id()).orElseThrow();
    Ipld value = Objects.requireNonNull(entity.fields().get("doc"));
    return value instanceof IpldMap map ? map.size() : ((Ipld.Sequence) value).values().size();
  }

  @ParameterizedTest
  @EnumSource(names = {"SET", "MAP", "OPAQUE"})
  void manyGetRowsOfTheirOwn(Merge merge) {
    EntityAuthor author = new EntityAuthor(merge);
    add(author, merge, 0, MANY);
    TestState state = foldsInAnyOrder(author);
    assertThat(elements(state)).isEqualTo(MANY);
    assertThat(shown(state, author)).isEqualTo(MANY);
  }

  @ParameterizedTest
  @EnumSource(names = {"SET", "MAP"})
  void whereTheyBecomeFewAgainTheyGoBackIntoTheRowOfTheirEntity(Merge merge) {
    EntityAuthor author = new EntityAuthor(merge);
    add(author, merge, 0, MANY);
    for (int i = MANY - 1; i > 0; i--) {
      author.post("remove", Ipld.listOf(Ipld.of("value " + i)));
    }
    TestState state = foldsInAnyOrder(author);
    assertThat(elements(state)).isZero();
    assertThat(shown(state, author)).isEqualTo(1);
    state.take(List.of(author.post("add", added(merge, 1))));
    assertThat(shown(state, author)).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"SET", "MAP"})
  void unsettingLeavesWhatWasAddedAtTheSameTime(Merge merge) {
    EntityAuthor author = new EntityAuthor(merge);
    add(author, merge, 0, MANY);
    DecodedEvent seen = author.entity().get(MANY - 1);
    add(author, merge, MANY, 2 * MANY);
    author.unset(List.of(seen));
    TestState state = foldsInAnyOrder(author);
    assertThat(elements(state)).isEqualTo(MANY);
    assertThat(shown(state, author)).isEqualTo(MANY);
  }

  @Test
  void anOwnersUpdateReplacesThoseThatItHasSeen() {
    EntityAuthor author = new EntityAuthor(Merge.OPAQUE);
    add(author, Merge.OPAQUE, 0, MANY);
    DecodedEvent seen = author.entity().get(MANY - 1);
    add(author, Merge.OPAQUE, MANY, MANY + 3);
    author.post("set", Ipld.of(Bytes.utf8("all")), List.of(seen));
    TestState state = foldsInAnyOrder(author);
    assertThat(elements(state)).isZero();
    assertThat(shown(state, author)).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(names = {"SET", "MAP", "OPAQUE"})
  void anEntityThatIsFoldedAnewLeavesNoRowsOfBefore(Merge merge) {
    EntityAuthor author = new EntityAuthor(merge);
    add(author, merge, 0, MANY);
    TestState state = foldsInAnyOrder(author);
    state.take(List.of(author.erase(author.entity().get(1))));
    assertThat(elements(state)).isEqualTo(MANY - 1);
    for (DecodedEvent event : author.entity().subList(2, MANY - 2)) {
      state.take(List.of(author.erase(event)));
    }
    assertThat(elements(state)).isZero();
    assertThat(shown(state, author)).isEqualTo(3);
    assertThat(state.rows()).isEqualTo(foldsInAnyOrder(author).rows());
  }

  @Test
  void oneDisputedKeyAmongManyIsAConflictUntilItIsSettled() {
    EntityAuthor author = new EntityAuthor(Merge.MAP);
    add(author, Merge.MAP, 0, MANY);
    DecodedEvent seen = author.entity().get(MANY - 1);
    Ipld other = IpldMap.builder().put("value 7", Ipld.of("seven")).build();
    author.post("add", other);
    author.post("add", added(Merge.MAP, 7), List.of(seen));
    TestState state = foldsInAnyOrder(author);
    assertThat(conflicts(state)).hasSize(1);
    assertThat(conflicts(state).get(0).conflicts().get("doc")).hasSize(2);
    state.take(List.of(author.post("add", other)));
    assertThat(conflicts(state)).isEmpty();
    assertThat(elements(state)).isEqualTo(MANY);
  }

  @ParameterizedTest
  @EnumSource(names = {"SET", "MAP", "OPAQUE"})
  void oneMoreCostsNoMoreWhereThereAreManyAlready(Merge merge) {
    EntityAuthor author = new EntityAuthor(merge);
    add(author, merge, 0, VERY_MANY);
    Cost early = new Cost();
    Cost late = new Cost();
    try (FoldedLog log = new FoldedLog()) {
      for (int i = 0; i < author.log().size(); i++) {
        log.rowsRead.clear();
        Batch batch = log.take(author.log().get(i));
        if (i >= STRETCH && i < 2 * STRETCH) {
          early.take(batch, log.rowsRead);
        } else if (i >= author.log().size() - STRETCH) {
          late.take(batch, log.rowsRead);
        }
      }
    }
    assertThat(late.rows).isEqualTo(early.rows);
    assertThat(late.bytes).isLessThanOrEqualTo(early.bytes + early.bytes / 10);
    assertThat(late.read).isLessThanOrEqualTo(early.read);
    assertThat(late.readBytes).isLessThanOrEqualTo(early.readBytes + early.readBytes / 10);
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

  /** Folds all events in several orders and batches; the state, in which all of it is the same. */
  private static TestState foldsInAnyOrder(EntityAuthor author) {
    List<DecodedEvent> history = author.log();
    ReferenceFold expected = ReferenceFold.of(history);
    TestState state = TestState.fold(Histories.batches(history, 1));
    state.assertIs(expected);
    List<List<List<DecodedEvent>>> others = new ArrayList<>();
    others.add(List.of(history));
    others.add(history.stream().map(List::of).toList());
    Histories.deliveries(history, 2).forEach(each -> others.add(Histories.batches(each, 3)));
    for (List<List<DecodedEvent>> other : others) {
      assertThat(TestState.fold(other).rows()).isEqualTo(state.rows());
    }
    return state;
  }

  private static List<Entity> conflicts(TestState state) {
    return state.state().conflicts(Reader.ANYONE, LogScope.PUBLIC, null, 10).entities();
  }

  /** How many elements lie apart, each with a sign of who made it. */
  private static long elements(TestState state) {
    Bytes elements = StateKeys.table(StateKeys.ELEMENT);
    List<Bytes> rows =
        state.rows().keySet().stream().filter(key -> key.startsWith(elements)).toList();
    long signs = rows.stream().filter(key -> key.indexOf(SIGN, 0) > 0).count();
    assertThat(rows).hasSize((int) (2 * signs));
    return signs;
  }
}
