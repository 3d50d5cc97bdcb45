package io.vivim.libp2p.link;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A line of bytes in each direction, one of many on a link. For any thread. What is done with it
 * fails with a {@link StreamException} once it is broken off.
 */
public interface LinkStream {
  /**
   * The next bytes, as soon as some are here; nothing at the end. One reads at a time. What came
   * whole, its end included, can be read for a while even where the peer, or the end of the link,
   * breaks the stream off.
   */
  CompletionStage<Optional<ByteBuffer>> read();

  /**
   * Writes bytes, which belong to the stream until the stage completes: then the link has taken all
   * of them. Who waits for that holds no more than one buffer.
   */
  CompletionStage<Void> write(ByteBuffer bytes);

  /** Says, behind all that was written, that we send no more; the peer may go on. */
  CompletionStage<Void> finish();

  /** Breaks the stream off, in both directions. */
  void reset();

  /** Who broke the stream off, once it is gone; nothing where both sides have sent and read all. */
  CompletionStage<Optional<StreamException.Cause>> ended();

  /**
   * Says that so many bytes that were read are kept for whoever will want them, or so many fewer
   * where it is negative. They count among what waits to be read; where there is no room for them,
   * the stream is broken off.
   */
  void keeps(int more);

  /** Whether this side opened it. */
  boolean isOurs();
}
