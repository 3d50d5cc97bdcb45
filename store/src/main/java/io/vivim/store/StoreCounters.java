package io.vivim.store;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What an open store counts of its own work; any thread adds to it. */
final class StoreCounters {
  private final ConcurrentHashMap<String, LongAdder> figures = new ConcurrentHashMap<>();
  private final LongAdder gets;
  private final LongAdder scans;
  private final LongSupplier nanoClock;

  StoreCounters(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.gets = figure("gets");
    this.scans = figure("scans");
  }

  private LongAdder figure(String name) {
    return figures.computeIfAbsent(name, unseen -> new LongAdder());
  }

  void got(int keys) {
    gets.add(keys);
  }

  void scanned() {
    scans.increment();
  }

  /** A time that a later {@link #committed} or {@link #took} is told. */
  long now() {
    return nanoClock.getAsLong();
  }

  void committed(Batch batch, long startedAt) {
    figure("commits").increment();
    figure("commits." + batch.name()).increment();
    figure("changes." + batch.name()).add(batch.size());
    figure("bytes." + batch.name()).add(batch.bytes());
    figure("nanos." + batch.name()).add(now() - startedAt);
  }

  /** One more of a step such as a sync, and the time since {@code startedAt} that it took. */
  void took(String step, long startedAt) {
    figure(step).increment();
    figure(step + ".nanos").add(now() - startedAt);
  }

  /** The figures by name, in the order of the names. */
  Map<String, Long> figures() {
    Map<String, Long> all = new TreeMap<>();
    figures.forEach((name, figure) -> all.put(name, figure.sum()));
    return all;
  }
}
