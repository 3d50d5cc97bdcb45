package io.vivim.search;

import java.io.IOException;
import java.util.concurrent.Executor;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.MergePolicy;

/**
 * Merges segments in one thread of the lowest priority. (Linux heeds the priorities of Java's
 * threads only where the JVM is told to; that there is one is what holds everywhere.)
 */
final class QuietMerges extends ConcurrentMergeScheduler {
  private static final int THREADS = 1;

  /** Merges that may wait before whoever writes has to wait as well. */
  private static final int MAX_MERGES = 6;

  QuietMerges() {
    setMaxMergesAndThreads(MAX_MERGES, THREADS);
  }

  // Being polite is all that is wanted of the priority; nothing relies on it.
  @SuppressWarnings("ThreadPriorityCheck")
  @Override
  protected synchronized MergeThread getMergeThread(MergeSource source, MergePolicy.OneMerge merge)
      throws IOException {
    MergeThread thread = super.getMergeThread(source, merge);
    thread.setName("vivim-search-merge");
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }

  /** What a merge could do in parallel is done in its own thread. */
  @Override
  public Executor getIntraMergeExecutor(MergePolicy.OneMerge merge) {
    return Runnable::run;
  }
}
