package io.vivim.libp2p.link;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What came whole on streams of a link that broke off before all of it was read: it waits a while
 * for its readers, on account of the link. Owned by the link's event loop.
 */
final class Leftovers {
  /** How long it waits. */
  static final long MOST_SECONDS = 30;

  /** What a stream costs that is there for nothing else any more. */
  static final int STREAM_BYTES = 1024;

  private final Passage passage;
  private final long mostBytes;
  private long held;

  /**
   * @param mostBytes of all streams of the link
   */
  Leftovers(Passage passage, long mostBytes) {
    this.passage = passage;
    this.mostBytes = mostBytes;
  }

  /**
   * Holds bytes of a stream on account until their time is over; whoever wants them no more cancels
   * what is returned. Null where there is no room for them.
   *
   * @param over is told once, on the loop, that they are held no more
   */
  @Nullable Future<?> hold(EventExecutor loop, int bytes, Runnable over) {
    long cost = (long) bytes + STREAM_BYTES;
    if (loop.isShuttingDown() || held > mostBytes - cost || !passage.outlasts(cost)) {
      return null;
    }
    held += cost;
    Future<?> until = loop.schedule(() -> {}, MOST_SECONDS, TimeUnit.SECONDS);
    // A loop that shuts down cancels it, too.
    return until.addListener(
        done -> {
          held -= cost;
          passage.outlasted(cost);
          over.run();
        });
  }
}
