package io.vivim.search;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;

/**
 * How an index keeps house.
 *
 * @param clock tells when a commit is due
 * @param threads makes the two threads of an index; merging has one more, of low priority, which
 *     Lucene makes
 * @param refreshEvery how often new documents become visible while nobody waits for them
 * @param commitChanges so many changes are made durable together
 * @param commitEvery changes become durable after this time at the latest
 * @param bufferMegabytes documents that wait in memory to be written; larger segments from the
 *     start spare merges, in which building the graphs of embeddings costs the most
 */
public record SearchOptions(
    InstantSource clock,
    ThreadFactory threads,
    Duration refreshEvery,
    int commitChanges,
    Duration commitEvery,
    int bufferMegabytes) {
  private static final int COMMIT_CHANGES = 10_000;
  private static final int BUFFER_MEGABYTES = 64;

  public SearchOptions {
    if (refreshEvery.isNegative()
        || refreshEvery.isZero()
        || commitChanges < 1
        || bufferMegabytes < 1) {
      throw new IllegalArgumentException("an index that never refreshes or never waits");
    }
  }

  /** What a node has. */
  public static SearchOptions defaults(InstantSource clock) {
    return new SearchOptions(
        clock,
        SearchOptions::quietThread,
        Duration.ofSeconds(1),
        COMMIT_CHANGES,
        Duration.ofSeconds(30),
        BUFFER_MEGABYTES);
  }

  // Being polite is all that is wanted of the priority; nothing relies on it.
  @SuppressWarnings("ThreadPriorityCheck")
  private static Thread quietThread(Runnable task) {
    Thread thread = new Thread(task, "vivim-search");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }

  public SearchOptions withThreads(ThreadFactory value) {
    return new SearchOptions(
        clock, value, refreshEvery, commitChanges, commitEvery, bufferMegabytes);
  }

  public SearchOptions withRefresh(Duration every) {
    return new SearchOptions(clock, threads, every, commitChanges, commitEvery, bufferMegabytes);
  }

  public SearchOptions withCommit(int changes, Duration every) {
    return new SearchOptions(clock, threads, refreshEvery, changes, every, bufferMegabytes);
  }
}
