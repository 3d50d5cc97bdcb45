package io.vivim.statemachine;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.statemachine.Step.Act;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Random histories of several people, honest and not, who write into each other's entities. Every
 * event in them is well formed and signed and keeps the rules that are checked at ingest; whether
 * it counts is another matter.
 */
final class Histories {
  private static final int DELIVERIES = 3;
  private static final int MOST_IN_BATCH = 16;

  /** Steps that come to nothing cost an event each; so many of them end a history early. */
  private static final int MOST_STEPS_PER_EVENT = 6;

  private static final List<Act> ACTS = weighted();

  private Histories() {}

  private static List<Act> weighted() {
    List<Act> acts = new ArrayList<>();
    for (Act act : Act.values()) {
      for (int i = 0; i < act.weight(); i++) {
        acts.add(act);
      }
    }
    return acts;
  }

  /** A history of so many events, causes first. */
  static List<DecodedEvent> history(long seed, int size) {
    SplittableRandom random = new SplittableRandom(seed);
    HistoryWriter writer = new HistoryWriter();
    for (int i = 0; writer.events().size() < size && i < MOST_STEPS_PER_EVENT * size; i++) {
      writer.take(
          new Step(
              World.pick(ACTS, random),
              random.nextInt(World.PEOPLE),
              random.nextInt(1000),
              random.nextLong()));
    }
    List<DecodedEvent> all = writer.events();
    // The last step may have written several.
    return List.copyOf(all.subList(0, Math.min(size, all.size())));
  }

  /** The history that steps make, causes first; shorter where steps came to nothing. */
  static List<DecodedEvent> of(List<Step> steps) {
    HistoryWriter writer = new HistoryWriter();
    steps.forEach(writer::take);
    return List.copyOf(writer.events());
  }

  /** Lists of up to so many steps; they shrink to fewer and simpler ones. */
  static Arbitrary<List<Step>> steps(int most) {
    return Combinators.combine(
            Arbitraries.of(ACTS),
            Arbitraries.integers().between(0, World.PEOPLE - 1),
            Arbitraries.integers().between(0, 999),
            Arbitraries.longs())
        .as(Step::new)
        .list()
        .ofMaxSize(most);
  }

  /**
   * The same events in other orders, causes first: some in any, one with the removals as early as
   * can be, and one log after another.
   */
  static List<List<DecodedEvent>> deliveries(List<DecodedEvent> history, long seed) {
    Random random = new Random(seed);
    List<List<DecodedEvent>> deliveries = new ArrayList<>();
    for (int i = 0; i < DELIVERIES; i++) {
      deliveries.add(reordered(history, event -> 0, random));
    }
    Set<EventId> early = removalsAndCauses(history);
    deliveries.add(reordered(history, event -> early.contains(event.id()) ? 0 : 1, random));
    Map<String, Integer> logs = new HashMap<>();
    history.forEach(event -> logs.computeIfAbsent(logOf(event), log -> random.nextInt()));
    deliveries.add(
        reordered(history, event -> Objects.requireNonNull(logs.get(logOf(event))), random));
    return deliveries;
  }

  private static String logOf(DecodedEvent event) {
    return event.header().signer() + " " + event.logScope().text();
  }

  private static Set<EventId> removalsAndCauses(List<DecodedEvent> history) {
    Set<EventId> found = new HashSet<>();
    for (int i = history.size() - 1; i >= 0; i--) {
      DecodedEvent event = history.get(i);
      if (RemovalRules.isRemoval(event.header().type()) || found.contains(event.id())) {
        found.add(event.id());
        found.addAll(event.header().prevVersion());
        found.addAll(event.header().auth());
      }
    }
    return found;
  }

  /** Of all whose causes are here the lowest next, and of equals any. */
  private static List<DecodedEvent> reordered(
      List<DecodedEvent> history, ToIntFunction<DecodedEvent> rank, Random random) {
    List<DecodedEvent> left = new ArrayList<>(history);
    Set<EventId> here = new HashSet<>();
    List<DecodedEvent> order = new ArrayList<>();
    while (!left.isEmpty()) {
      List<DecodedEvent> ready =
          left.stream()
              .filter(event -> here.containsAll(event.header().prevVersion()))
              .filter(event -> here.containsAll(event.header().auth()))
              .toList();
      int lowest = ready.stream().mapToInt(rank).min().orElseThrow();
      List<DecodedEvent> next =
          ready.stream().filter(event -> rank.applyAsInt(event) == lowest).toList();
      DecodedEvent chosen = next.get(random.nextInt(next.size()));
      here.add(chosen.id());
      order.add(chosen);
      left.remove(chosen);
    }
    return order;
  }

  /** An order cut into batches, as a log commits them. */
  static List<List<DecodedEvent>> batches(List<DecodedEvent> order, long seed) {
    Random random = new Random(seed);
    List<List<DecodedEvent>> batches = new ArrayList<>();
    for (int from = 0; from < order.size(); ) {
      int to = Math.min(order.size(), from + 1 + random.nextInt(MOST_IN_BATCH));
      batches.add(List.copyOf(order.subList(from, to)));
      from = to;
    }
    return batches;
  }
}
