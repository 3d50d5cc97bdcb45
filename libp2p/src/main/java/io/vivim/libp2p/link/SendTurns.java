package io.vivim.libp2p.link;

import io.vivim.libp2p.yamux.FrameHeader;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The line of streams that have something to send. Several take turns; one that is alone sends
 * larger frames, since some peers answer each frame by an update of its window. Owned by the event
 * loop.
 */
final class SendTurns {
  /** What a stream sends before the next one's turn. */
  private static final int TURN_BYTES = filling(64 * 1024);

  private final int frameBytes;
  private final Deque<MuxStream> line = new ArrayDeque<>();

  /**
   * @param frameBytes the most that a frame may have
   */
  SendTurns(int frameBytes) {
    this.frameBytes = filling(frameBytes);
  }

  /**
   * A little less than so many bytes, so that with its header a frame fills those of Noise and
   * leaves none over for another one, which the peer would have to open for a few bytes.
   */
  private static int filling(int frameBytes) {
    int all = FrameHeader.HEADER_BYTES + frameBytes;
    int rest = all % NoiseHandler.CARRIED_BYTES;
    return all < NoiseHandler.CARRIED_BYTES ? frameBytes : frameBytes - rest;
  }

  /** Lets a stream stand in line if it has something to send and does not stand there yet. */
  void add(MuxStream stream) {
    if (!stream.isReady && stream.nextWrite() != null) {
      stream.isReady = true;
      line.add(stream);
    }
  }

  /** The stream whose turn it is; it has left the line. */
  MuxStream next() {
    MuxStream stream = line.remove();
    stream.isReady = false;
    return stream;
  }

  /** How many bytes a stream that has left the line may send now. */
  int mostOf(MuxStream stream) {
    MuxStream.Write write = stream.nextWrite();
    ByteBuffer bytes = write == null ? null : write.bytes();
    if (bytes == null) {
      return 0;
    }
    int most = line.isEmpty() ? frameBytes : Math.min(TURN_BYTES, frameBytes);
    return Math.min(bytes.remaining(), most);
  }

  int size() {
    return line.size();
  }

  void clear() {
    line.clear();
  }
}
