package io.vivim.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.events.DecodedEvent;
import io.vivim.statemachine.Reader;
import io.vivim.statemachine.StateDigests;
import io.vivim.store.Engine;
import io.vivim.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is folded anew from the log is what was folded event by event. */
class RebuildTest {
  private static final int EVENTS = 400;
  private static final int SEEDS = 4;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aRebuiltStateHasTheRowsOfTheLiveOne(Engine engine) throws Exception {
    Set<String> grounds = new TreeSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      Path home = folder.resolve("seed " + seed);
      List<DecodedEvent> history = RandomLog.of(seed, EVENTS);
      long taken = LedgerRows.submit(home, engine, nearlyInOrder(history, seed));
      assertThat(taken).isGreaterThan(EVENTS * 9 / 10);
      Map<String, String> live = LedgerRows.rows(home, engine);
      assertThat(live).hasSizeGreaterThan(EVENTS);
      try (Store store = LedgerRows.store(home, engine)) {
        long position = Ledger.rebuild(store, at -> {});
        assertThat(position).isGreaterThan(EVENTS / 2);
      }
      assertThat(LedgerRows.rows(home, engine)).as("seed " + seed).isEqualTo(live);
      live.forEach((key, value) -> addGround(key, value, grounds));
    }
    // The histories have events that count, void ones, erased ones and ones that break a schema.
    assertThat(grounds).contains("00", "01", "03", "0d");
  }

  /** Notes what was held of an event, where a row is of a history. */
  private static void addGround(String key, String value, Set<String> grounds) {
    if (key.startsWith("0202")) {
      grounds.add(value.substring(0, 2));
    }
  }

  /** Some come before their causes, and some late. */
  private static List<DecodedEvent> nearlyInOrder(List<DecodedEvent> history, long seed) {
    List<DecodedEvent> order = new ArrayList<>(history);
    Random random = new Random(seed);
    for (int i = 0; i + 30 < order.size(); i++) {
      Collections.swap(order, i, i + random.nextInt(30));
    }
    return order;
  }

  @Test
  void twoWhoGotTheEventsInOtherOrdersHaveTheSameDigests() throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<DecodedEvent> history = RandomLog.of(seed, EVENTS);
      Path one = folder.resolve("one " + seed);
      Path other = folder.resolve("other " + seed);
      LedgerRows.submit(one, Engine.H2, history);
      LedgerRows.submit(other, Engine.ROCKSDB, nearlyInOrder(history, seed));
      Map<String, String> digests = digests(one, Engine.H2);
      assertThat(digests).hasSizeGreaterThan(1);
      assertThat(digests(other, Engine.ROCKSDB)).as("seed " + seed).isEqualTo(digests);
    }
  }

  @Test
  void whatComesTwiceChangesNothing() throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<DecodedEvent> history = RandomLog.of(seed, EVENTS);
      Path one = folder.resolve("once " + seed);
      Path other = folder.resolve("twice " + seed);
      List<DecodedEvent> order = nearlyInOrder(history, seed);
      LedgerRows.submit(one, Engine.ROCKSDB, order);
      LedgerRows.submit(other, Engine.ROCKSDB, someTwice(order, seed));
      // Some come a third time, to a ledger that was opened anew.
      LedgerRows.submit(other, Engine.ROCKSDB, history.subList(0, EVENTS / 4));
      assertThat(LedgerRows.rows(other, Engine.ROCKSDB))
          .as("seed " + seed)
          .isEqualTo(LedgerRows.rows(one, Engine.ROCKSDB));
    }
  }

  /** Half of them come again at once or a little later, often within one commit. */
  private static List<DecodedEvent> someTwice(List<DecodedEvent> order, long seed) {
    Random random = new Random(seed);
    List<DecodedEvent> twice = new ArrayList<>();
    for (DecodedEvent event : order) {
      twice.add(event);
      if (random.nextBoolean()) {
        twice.add(twice.get(Math.max(0, twice.size() - 1 - random.nextInt(20))));
      }
    }
    return twice;
  }

  private static Map<String, String> digests(Path home, Engine engine) {
    Map<String, String> roots = new LinkedHashMap<>();
    try (Ledger ledger = LedgerRows.ledger(home, engine);
        StateDigests digests = ledger.state().digests(Reader.NODE)) {
      digests.scopes().forEach(scope -> roots.put(scope.text(), digests.of(scope).root().toHex()));
    }
    return roots;
  }
}
