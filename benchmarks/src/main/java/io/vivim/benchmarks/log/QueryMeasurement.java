package io.vivim.benchmarks.log;

import io.vivim.benchmarks.log.LogBenchmark.Setting;
import io.vivim.benchmarks.log.Moment.Pace;
import io.vivim.codec.Bytes;
import io.vivim.eventlog.Outcome;
import io.vivim.events.EventId;
import io.vivim.events.RawEvent;
import io.vivim.node.ledger.Ledger;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.EntityPage;
import io.vivim.statemachine.Query;
import io.vivim.statemachine.Reader;
import io.vivim.statemachine.State;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** How fast entities are got by id, against reading the same bytes from the same store. */
final class QueryMeasurement implements LogBenchmark.Measurement {
  private static final Bytes ENTITIES = Bytes.fromHex("0201");
  private static final int PAGE = 500;
  private static final int ROUNDS = 30;
  private static final int LOOKS = 20_000;
  private static final int CHUNK_EVENTS = 10_000;

  @Override
  public void measure(Setting setting, Figures figures) throws IOException, BenchmarkFailure {
    try (Ledger ledger = setting.scratch().openLedger("log")) {
      WorkloadAuthor author = WorkloadAuthor.ofManyEntities(1);
      Feeder feeder = new Feeder(ledger.log(), Outcome.Accepted.class);
      for (int made = 0; made < setting.events(); made += CHUNK_EVENTS) {
        List<RawEvent> events = new ArrayList<>();
        for (int i = made; i < Math.min(made + CHUNK_EVENTS, setting.events()); i++) {
          events.add(author.next(Workload.timeOf(i)));
        }
        feeder.feed(events);
      }
    }
    try (Store store = setting.scratch().store("log")) {
      State state = Ledger.stateIn(store);
      List<EventId> ids = ids(state);
      List<Bytes> rows = rows(store);
      Random random = new Random(2);
      Pace bare = new Pace(0, 0);
      Pace get = new Pace(0, 0);
      for (int round = 0; round < ROUNDS; round++) {
        Moment begin = Moment.now();
        for (int i = 0; i < LOOKS; i++) {
          require(store.get(rows.get(random.nextInt(rows.size()))).isPresent());
        }
        Moment between = Moment.now();
        for (int i = 0; i < LOOKS; i++) {
          require(state.entity(Reader.ANYONE, ids.get(random.nextInt(ids.size()))).isPresent());
        }
        Pace bareNow = between.since(begin, LOOKS);
        Pace getNow = Moment.now().since(between, LOOKS);
        bare = bareNow.rate() > bare.rate() ? bareNow : bare;
        get = getNow.rate() > get.rate() ? getNow : get;
      }
      figures.say("%,d entities", ids.size());
      figures.atLeast(0.5, setting.named("get"), get.rate(), bare.rate());
      figures.told(setting.named("get/cpu"), get.cpuRate(), bare.cpuRate());
    }
  }

  private static List<EventId> ids(State state) {
    List<EventId> ids = new ArrayList<>();
    Optional<Bytes> after = Optional.empty();
    do {
      EntityPage page =
          state.query(Reader.ANYONE, Query.ofKind("memory"), after.orElse(null), PAGE);
      page.entities().stream().map(Entity::id).forEach(ids::add);
      after = page.next();
    } while (after.isPresent());
    Collections.shuffle(ids, new Random(1));
    return ids;
  }

  /** Where the entities lie, by docs/spec/store.md. */
  private static List<Bytes> rows(Store store) {
    List<Bytes> rows = new ArrayList<>();
    try (Scan scan = store.scan(KeyRange.startingWith(ENTITIES))) {
      while (scan.next()) {
        rows.add(scan.key().compact());
      }
    }
    return rows;
  }

  private static void require(boolean holds) throws BenchmarkFailure {
    if (!holds) {
      throw new BenchmarkFailure("an entity is not there", null);
    }
  }
}
