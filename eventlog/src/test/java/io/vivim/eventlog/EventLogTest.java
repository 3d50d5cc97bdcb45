package io.vivim.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.events.DecodedEvent;
import io.vivim.events.RawEvent;
import io.vivim.store.Stores;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLogTest {
  private static final Source PEER = new Source("peer");

  private final Author ada = new Author(1);
  private final Author bob = new Author(2);
  private final EventLog log =
      EventLog.open(
          Stores.inMemory(),
          LogOptions.defaults(InstantSource.fixed(Instant.ofEpochMilli(Author.START_MILLIS))),
          LogListener.NONE);

  @AfterEach
  void close() {
    log.close();
  }

  private Outcome give(DecodedEvent event) throws Exception {
    return give(event.raw());
  }

  private Outcome give(RawEvent event) throws Exception {
    return log.submit(event, PEER).toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void whatIsAcceptedIsFoundByIdAndByPosition() throws Exception {
    DecodedEvent event = ada.create();

    assertThat(give(event)).isEqualTo(new Outcome.Accepted(1));

    assertThat(log.find(event.id()).orElseThrow().event()).isEqualTo(event);
    assertThat(log.at(1).orElseThrow().id()).isEqualTo(event.id());
    assertThat(log.check(LogCheck.Progress.NONE).told()).isEmpty();
  }

  @Test
  void theSameEventAgainIsADuplicate() throws Exception {
    DecodedEvent event = ada.create();
    give(event);

    assertThat(give(event)).isEqualTo(new Outcome.Duplicate());
    assertThat(give(event.withoutPayload())).isEqualTo(new Outcome.Duplicate());
  }

  @Test
  void anEventWaitsForItsCausesAndIsReleasedWithTheLast() throws Exception {
    DecodedEvent first = ada.create();
    DecodedEvent second = ada.update(first);
    DecodedEvent third = ada.update(second);

    assertThat(give(third)).isEqualTo(new Outcome.Pending(Set.of(second.id()), false));
    assertThat(give(second)).isEqualTo(new Outcome.Pending(Set.of(first.id()), false));
    assertThat(give(second)).isEqualTo(new Outcome.Pending(Set.of(first.id()), false));
    assertThat(log.held()).containsExactly(third, second);
    assertThat(give(first)).isEqualTo(new Outcome.Accepted(1));

    assertThat(log.held()).isEmpty();
    assertThat(log.at(3).orElseThrow().id()).isEqualTo(third.id());
    assertThat(log.check(LogCheck.Progress.NONE).told()).isEmpty();
  }

  @Test
  void aFilterFindsTheNewestFirstAndGoesOnFromAMark() throws Exception {
    DecodedEvent first = ada.create();
    DecodedEvent second = ada.update(first);
    DecodedEvent other = bob.at(Author.START_MILLIS + 50).create();
    for (DecodedEvent event : List.of(first, second, other)) {
      give(event);
    }
    Filter byAda = Filter.builder().authors(Set.of(ada.key().did())).build();

    Page page = log.query(byAda, null, 1);
    Page rest = log.query(byAda, page.next().orElseThrow(), 10);

    assertThat(page.events()).extracting(AppendedEvent::id).containsExactly(second.id());
    assertThat(rest.events()).extracting(AppendedEvent::id).containsExactly(first.id());
    assertThat(rest.next()).isEmpty();
    assertThat(log.count(byAda)).isEqualTo(2);
    assertThat(log.query(Filter.ALL, null, 10).events())
        .extracting(AppendedEvent::id)
        .containsExactly(other.id(), second.id(), first.id());
  }
}
