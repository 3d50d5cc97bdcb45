package io.vivim.benchmarks.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.DagCbor;
import io.vivim.did.DidKey;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.LogListener;
import io.vivim.eventlog.LogOptions;
import io.vivim.eventlog.Outcome;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventDecoder;
import io.vivim.events.Payload;
import io.vivim.store.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadTest {
  private static final int EVENTS = 1000;

  @TempDir Path folder;

  @Test
  void everyEventIsAcceptedInTheOrderOfTheFileAndKnownAfterwards() throws Exception {
    Path file = Workload.file(folder, EVENTS);

    try (EventLog log = newLog();
        WorkloadReader first = new WorkloadReader(file);
        WorkloadReader again = new WorkloadReader(file)) {
      assertThat(new Feeder(log, Outcome.Accepted.class).feed(first, EVENTS).rate()).isPositive();
      assertThat(new Feeder(log, Outcome.Duplicate.class).feed(again.next(EVENTS)).rate())
          .isPositive();
      assertThat(log.stats().events()).isEqualTo(EVENTS);
    }
  }

  @Test
  void eventsAreUpdatesOfThreeHundredBytesByAHundredAuthors() throws Exception {
    Set<DidKey> authors = new HashSet<>();
    int updates = 0;
    for (DecodedEvent event : events()) {
      authors.add(event.header().author());
      updates += event.header().type().name().equals("memory:update") ? 1 : 0;
      assertThat(event.payload().orElseThrow()).isInstanceOf(Payload.Plain.class);
      Payload.Plain payload = (Payload.Plain) event.payload().orElseThrow();
      assertThat(DagCbor.encode(payload.body()).size()).isEqualTo(WorkloadAuthor.BODY_BYTES);
    }

    assertThat(authors).hasSize(Workload.AUTHORS);
    assertThat(updates).isGreaterThan(EVENTS / 2);
  }

  @Test
  void theSameEventsAreMadeEachTime() throws Exception {
    byte[] bytes = Files.readAllBytes(Workload.file(folder, EVENTS));

    assertThat(Workload.file(folder.resolve("again"), EVENTS)).hasBinaryContent(bytes);
  }

  @Test
  void anOutcomeThatWasNotExpectedEndsTheMeasurement() throws Exception {
    Path file = Workload.file(folder, EVENTS);

    try (EventLog log = newLog();
        WorkloadReader reader = new WorkloadReader(file)) {
      Feeder feeder = new Feeder(log, Outcome.Duplicate.class);
      assertThatThrownBy(() -> feeder.feed(reader, 10))
          .isInstanceOf(BenchmarkFailure.class)
          .hasMessageStartingWith("not Duplicate: Accepted");
    }
  }

  @Test
  void ratesAreOfTheStretchBetweenTwoMarks() {
    long second = 1_000_000_000;
    Moment[] timeline = {new Moment(0, 0), new Moment(second, 7), new Moment(3 * second, 7)};

    assertThat(Feeder.pace(timeline, 0, 20_000).rate()).isEqualTo(20_000 / 3.0);
    assertThat(Feeder.pace(timeline, 10_000, 20_000).rate()).isEqualTo(5_000);
    assertThat(Feeder.pace(timeline, 0, 3_000).rate()).isEqualTo(3_000);
  }

  private List<DecodedEvent> events() throws Exception {
    List<DecodedEvent> decoded = new ArrayList<>();
    EventDecoder decoder = new EventDecoder();
    try (WorkloadReader reader = new WorkloadReader(Workload.file(folder, EVENTS))) {
      reader.next(EVENTS).forEach(event -> decoded.add(decoder.decode(event).orThrow()));
    }
    return decoded;
  }

  private static EventLog newLog() {
    return EventLog.open(
        Stores.inMemory(), LogOptions.defaults(InstantSource.system()), LogListener.NONE);
  }
}
