package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Ipld;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.statemachine.model.Merge;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An entity's events are gone through in order, however many of them are held. */
final class ReplayTest {
  private static final int EVENTS = 20;

  /** So long that an event is read again unless it is held. */
  private static final String LONG = "value ".repeat(500);

  private static EntityAuthor author() {
    EntityAuthor author = new EntityAuthor(Merge.REGISTER);
    for (int i = 0; i < EVENTS; i++) {
      author.post("set", Ipld.of(LONG + i));
    }
    return author;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 10_000, Replay.MAX_HELD_BYTES})
  void theyComeInOrderEachTime(long mostBytes) {
    EntityAuthor author = author();
    try (FoldedLog log = FoldedLog.of(author.log())) {
      Replay replay =
          new Replay(
              new Rows(log.store), EntityName.of(author.first()), new Events(log), mostBytes);
      for (int round = 0; round < 2; round++) {
        List<EventId> met = new ArrayList<>();
        replay.forEach(event -> met.add(event.id()));
        assertThat(met).isEqualTo(author.entity().stream().map(DecodedEvent::id).toList());
      }
    }
  }

  @Test
  void thoseThatAreHeldAreReadOnce() {
    EntityAuthor author = author();
    try (FoldedLog log = FoldedLog.of(author.log())) {
      long before = log.reads();
      Replay replay =
          new Replay(
              new Rows(log.store),
              EntityName.of(author.first()),
              new Events(log),
              Replay.MAX_HELD_BYTES);
      long held = log.reads();
      replay.forEach(event -> {});
      assertThat(log.reads()).isEqualTo(held);
      assertThat(held - before).isEqualTo(EVENTS);
    }
  }
}
