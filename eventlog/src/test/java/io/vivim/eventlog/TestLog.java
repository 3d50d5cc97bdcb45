package io.vivim.eventlog;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.RawEvent;
import io.vivim.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A log and a clock that stands still until it is told. */
final class TestLog implements AutoCloseable {
  static final Source PEER = new Source("peer");
  private static final long PATIENCE_SECONDS = 60;

  final AtomicLong millis = new AtomicLong(Author.START_MILLIS);
  final EventLog log;

  TestLog(Store store) {
    this(store, options -> options);
  }

  TestLog(Store store, UnaryOperator<LogOptions> with) {
    this(store, with, LogListener.NONE);
  }

  TestLog(Store store, UnaryOperator<LogOptions> with, LogListener listener) {
    InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    log = EventLog.open(store, with.apply(LogOptions.defaults(clock)), listener);
  }

  Outcome give(DecodedEvent event) throws Exception {
    return give(event.raw(), PEER);
  }

  Outcome give(RawEvent event, Source source) throws Exception {
    return await(log.submit(event, source).toCompletableFuture());
  }

  /** Gives all at once and waits for the answers. */
  List<Outcome> giveAll(Collection<DecodedEvent> events) throws Exception {
    List<CompletableFuture<Outcome>> answers = new ArrayList<>();
    for (DecodedEvent event : events) {
      answers.add(log.submit(event.raw(), PEER).toCompletableFuture());
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (CompletableFuture<Outcome> answer : answers) {
      outcomes.add(await(answer));
    }
    return outcomes;
  }

  static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** The ids of all events, and whether each payload is here. */
  Set<String> contents() {
    Set<String> found = new TreeSet<>();
    try (Subscription all = log.replay(Filter.ALL)) {
      List<AppendedEvent> some = all.poll(Integer.MAX_VALUE);
      while (!some.isEmpty()) {
        some.forEach(event -> found.add(event.id() + " " + (event.raw().payload() != null)));
        some = all.poll(Integer.MAX_VALUE);
      }
    }
    return found;
  }

  Set<EventId> held() {
    Set<EventId> held = new TreeSet<>();
    log.held().forEach(event -> held.add(event.id()));
    return held;
  }

  List<LogCheck.Problem> problems() {
    return log.check(LogCheck.Progress.NONE).told();
  }

  @Override
  public void close() {
    log.close();
  }
}
