package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Ipld;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.statemachine.model.Merge;
import io.vivim.statemachine.model.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Where clocks prove nothing the events are asked; who writes many such events makes nobody walk
 * back over the same ones each time.
 */
final class ClockFloodTest {
  private static final int FLOOD = 400;
  private static final int FEW = 4;

  /** Headers that one event may cost, of which there are some whatever it does. */
  private static final int MOST_HEADERS = 20;

  private final EntityAuthor author = new EntityAuthor(Merge.MULTI);
  private final Map<EventId, DecodedEvent> events = new HashMap<>();
  private final List<DecodedEvent> chain = new ArrayList<>();
  private long headers;

  private final EntityFold fold = new EntityFold(this::header, Entities.MAX_ELEMENT_BYTES);
  private EntityState state = begin();

  private EventHeader header(EventId id) {
    headers++;
    return Objects.requireNonNull(events.get(id)).header();
  }

  private EntityState begin() {
    DecodedEvent first = author.unset(List.of());
    EntityState empty = EntityFold.begin(first, Optional.of(first));
    return folded(empty, first);
  }

  private EntityState folded(EntityState before, DecodedEvent event) {
    events.put(event.id(), event);
    return fold.with(before, event, true, Model.generic(), id -> false);
  }

  private long headersOf(DecodedEvent event) {
    headers = 0;
    state = folded(state, event);
    return headers;
  }

  private DecodedEvent write(String value, DecodedEvent seen) {
    return author.post("set", Ipld.of(value), List.of(seen));
  }

  /** The signer writes beside itself, and then behind only one of what it wrote. */
  private void branch() {
    headersOf(write("beside", author.first()));
    chain.add(author.first());
  }

  @Test
  void aChainBesideAValueIsWalkedOnceForAllOfIt() {
    branch();
    for (int i = 0; i < FLOOD; i++) {
      DecodedEvent next = write("value " + i, chain.get(chain.size() - 1));
      assertThat(headersOf(next)).as("event %s", i).isLessThan(MOST_HEADERS);
      chain.add(next);
    }
  }

  @Test
  void whatWritesBehindAnyOfAChainThatWasWalkedWalksNoMore() {
    branch();
    for (int i = 0; i < FLOOD; i++) {
      DecodedEvent next = author.post("increment", Ipld.of(1), List.of(chain.get(i)));
      assertThat(headersOf(next)).as("count %s", i).isLessThan(MOST_HEADERS);
      chain.add(next);
    }
    assertThat(headersOf(write("value", chain.get(FLOOD)))).isGreaterThan(FLOOD);
    for (int i = 1; i <= FEW; i++) {
      DecodedEvent next = write("late " + i, chain.get(FLOOD - i));
      assertThat(headersOf(next)).as("late %s", i).isLessThan(MOST_HEADERS);
    }
  }
}
