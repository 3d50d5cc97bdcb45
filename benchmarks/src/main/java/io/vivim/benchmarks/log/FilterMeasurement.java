package io.vivim.benchmarks.log;

import io.vivim.benchmarks.log.LogBenchmark.Setting;
import io.vivim.benchmarks.log.Moment.Pace;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Filter;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventDecoder;
import io.vivim.events.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a hundred results of a filter cost in a log of 10,000 events and in a large one, by turns:
 * the same questions are put to both, but for windows of time, which lie anywhere in each.
 */
final class FilterMeasurement implements LogBenchmark.Measurement {
  private static final int SMALL_EVENTS = 10_000;
  private static final int RESULTS = 100;
  private static final int QUESTIONS = 64;
  private static final int WARM_UP_ROUNDS = 4;
  private static final int ROUNDS = 9;
  private static final double MICROS = 1e6;

  /** Makes the question of a turn to a log of so many events. */
  private interface Questions {
    Filter of(int turn, int events);
  }

  @Override
  public void measure(Setting setting, Figures figures) throws IOException, BenchmarkFailure {
    Map<String, Questions> kinds = kinds(setting);
    try (FilledLog small = FilledLog.make(setting, "small", SMALL_EVENTS);
        FilledLog large = FilledLog.make(setting, "large", setting.events())) {
      for (Map.Entry<String, Questions> kind : kinds.entrySet()) {
        compare(setting, kind.getKey(), kind.getValue(), small.log(), large.log(), figures);
      }
    }
  }

  private static void compare(
      Setting setting,
      String kind,
      Questions questions,
      EventLog small,
      EventLog large,
      Figures figures)
      throws BenchmarkFailure {
    List<Pace> ours = new ArrayList<>();
    List<Pace> limits = new ArrayList<>();
    List<Pace> ratios = new ArrayList<>();
    for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
      Pace limit = ask(small, questions, SMALL_EVENTS);
      Pace our = ask(large, questions, setting.events());
      if (round >= WARM_UP_ROUNDS) {
        ours.add(our);
        limits.add(limit);
        ratios.add(our.over(limit));
      }
    }
    Pace our = Pace.median(ours);
    Pace ratio = Pace.median(ratios);
    figures.say(
        "%s: %.0f us in %,d events, %.0f us in %,d",
        kind,
        MICROS / our.rate(),
        setting.events(),
        MICROS / Pace.median(limits).rate(),
        SMALL_EVENTS);
    figures.atLeast(0.5, setting.named(kind), our.rate(), our.rate() / ratio.rate());
  }

  /** Puts all questions to a log. */
  private static Pace ask(EventLog log, Questions questions, int events) throws BenchmarkFailure {
    Moment begin = Moment.now();
    for (int turn = 0; turn < QUESTIONS; turn++) {
      List<AppendedEvent> found = log.query(questions.of(turn, events), null, RESULTS).events();
      if (found.size() != RESULTS) {
        throw new BenchmarkFailure("a filter found " + found.size() + " events", null);
      }
    }
    return Moment.now().since(begin, QUESTIONS);
  }

  /** The kinds of questions, about values that even the small log has often enough. */
  private static Map<String, Questions> kinds(Setting setting) throws IOException {
    List<DecodedEvent> first = new ArrayList<>();
    EventDecoder decoder = new EventDecoder();
    try (WorkloadReader reader = new WorkloadReader(setting.workload())) {
      reader.next(SMALL_EVENTS).forEach(event -> first.add(decoder.decode(event).orThrow()));
    }
    Map<String, Questions> kinds = new LinkedHashMap<>();
    kinds.put(
        "author", about(first, event -> Filter.builder().authors(Set.of(event.header().author()))));
    kinds.put("entity", about(first, event -> Filter.builder().entityIds(Set.of(event.entity()))));
    kinds.put("tag", about(first, FilterMeasurement::sameTag));
    kinds.put(
        "type-author",
        about(
            first,
            event ->
                Filter.builder()
                    .types(Set.of(event.header().type().name()))
                    .authors(Set.of(event.header().author()))));
    Random random = new Random(1);
    kinds.put("since-until", (turn, events) -> window(random.nextInt(events - RESULTS)));
    return kinds;
  }

  private static Filter.@Nullable Builder sameTag(DecodedEvent event) {
    for (Tag tag : event.tags()) {
      return Filter.builder().tag(tag.name(), Set.of(tag.values().get(0)));
    }
    return null;
  }

  private static Filter window(int from) {
    return Filter.builder()
        .since(Workload.timeOf(from))
        .until(Workload.timeOf(from + RESULTS - 1))
        .build();
  }

  /** Questions made of events, as many as find enough of them. */
  private static Questions about(
      List<DecodedEvent> events, Function<DecodedEvent, Filter.@Nullable Builder> question) {
    Map<Filter, Integer> matches = new LinkedHashMap<>();
    for (DecodedEvent event : events) {
      Filter.Builder builder = question.apply(event);
      if (builder != null) {
        matches.merge(builder.build(), 1, Integer::sum);
      }
    }
    List<Filter> often = new ArrayList<>();
    matches.forEach(
        (filter, count) -> {
          if (count >= RESULTS) {
            often.add(filter);
          }
        });
    return (turn, size) -> often.get(turn % often.size());
  }
}
