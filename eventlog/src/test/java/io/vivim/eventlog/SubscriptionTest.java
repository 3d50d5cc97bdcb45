package io.vivim.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.store.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionTest {
  private static final int EVENTS = 6000;

  private final Author ada = new Author(1);
  private final Author bob = new Author(2);

  private static List<Long> positionsOf(List<AppendedEvent> events) {
    return events.stream().map(AppendedEvent::position).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 5000})
  void replayGoesOverIntoLifeWithoutAGapOrADuplicate(int most) throws Exception {
    List<DecodedEvent> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(ada.create());
    }
    try (TestLog here = new TestLog(Stores.inMemory())) {
      here.giveAll(events.subList(0, EVENTS / 3));
      List<Long> seen = new ArrayList<>();
      Thread ingest =
          new Thread(
              () -> {
                try {
                  here.giveAll(events.subList(EVENTS / 3, EVENTS));
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      try (Subscription all = here.log.subscribe(Filter.ALL, here.log.start())) {
        ingest.start();
        while (seen.size() < EVENTS) {
          TestLog.await(all.ready().toCompletableFuture());
          seen.addAll(positionsOf(all.poll(most)));
        }
      }
      ingest.join();

      assertThat(seen).isEqualTo(LongStream.rangeClosed(1, EVENTS).boxed().toList());
    }
  }

  @Test
  void aCursorIsTakenUpAgainAfterARestartOfTheReader() throws Exception {
    try (TestLog here = new TestLog(Stores.inMemory())) {
      here.giveAll(List.of(ada.create(), bob.create(), ada.create()));
      Filter byAda = Filter.builder().authors(Set.of(ada.key().did())).build();
      Cursor cursor;
      try (Subscription first = here.log.subscribe(byAda, here.log.start())) {
        assertThat(positionsOf(first.poll(1))).containsExactly(1L);
        cursor = Cursor.parse(first.cursor().toString()).orElseThrow();
      }

      try (Subscription second = here.log.subscribe(byAda, cursor)) {
        assertThat(positionsOf(second.poll(10))).containsExactly(3L);
        assertThat(second.poll(10)).isEmpty();
        assertThat(second.ready().toCompletableFuture()).isNotDone();
        here.give(ada.create());
        TestLog.await(second.ready().toCompletableFuture());
        assertThat(positionsOf(second.poll(10))).containsExactly(4L);
      }
    }
  }

  @Test
  void aCursorOfAnotherLogOrOfTheFutureIsRefused() throws Exception {
    try (TestLog here = new TestLog(Stores.inMemory());
        TestLog there = new TestLog(Stores.inMemory())) {
      here.give(ada.create());
      Cursor ahead = new Cursor(here.log.head().log(), 2);

      assertThatThrownBy(() -> there.log.subscribe(Filter.ALL, here.log.head()))
          .isInstanceOfSatisfying(
              CursorException.class,
              e -> assertThat(e.reason()).isEqualTo(CursorException.Reason.OTHER_LOG));
      assertThatThrownBy(() -> here.log.subscribe(Filter.ALL, ahead))
          .isInstanceOfSatisfying(
              CursorException.class,
              e -> assertThat(e.reason()).isEqualTo(CursorException.Reason.AHEAD));
    }
  }

  @Test
  void theTextOfACursorIsUnique() {
    Cursor cursor = new Cursor(Bytes.copyOf(new byte[16]), 10);

    assertThat(Cursor.parse(cursor.toString())).contains(cursor);
    assertThat(Cursor.parse(cursor + " ")).isEmpty();
    assertThat(Cursor.parse(cursor.toString().replace(".", ".0"))).isEmpty();
    assertThat(Cursor.parse("10")).isEmpty();
  }

  @Test
  void readyEndsWhenTheLogIsClosed() throws Exception {
    TestLog here = new TestLog(Stores.inMemory());
    Subscription waiting = here.log.subscribe(Filter.ALL, here.log.start());
    CompletableFuture<Void> ready = waiting.ready().toCompletableFuture();
    assertThat(ready).isNotDone();

    here.close();

    TestLog.await(ready);
  }
}
