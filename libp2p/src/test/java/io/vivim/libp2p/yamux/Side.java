package io.vivim.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One end of a simulated connection, with somebody behind it who opens, writes, reads, closes and
 * resets as chance has it. The bytes of a stream are a function of their place, so that whoever
 * reads them knows what they have to be.
 */
final class Side {
  private static final int WRITE_BYTES = 100_000;

  final Yamux yamux;

  /** All streams that ever were, by id. */
  final Map<Long, End> streams = new TreeMap<>();

  @Nullable YamuxEnd end;

  private final Wire out;
  private final boolean dialler;
  private boolean sawLeave;

  Side(boolean dialler, YamuxLimits limits, Wire out) {
    this.dialler = dialler;
    this.yamux = dialler ? Yamux.dialler(limits, 0) : Yamux.listener(limits, 0);
    this.out = out;
  }

  /** What this side knows of one stream. */
  static final class End {
    long written;
    long accepted;
    long received;
    long unread;
    boolean finishedHere;
    boolean finishedThere;
    boolean reset;
    boolean resetByPeer;
    boolean closed;

    boolean isOpen() {
      return !reset && !closed;
    }
  }

  private static byte byteAt(long stream, boolean fromDialler, long place) {
    return (byte) (place * 31 + (place >> 8) + stream * 7 + (fromDialler ? 1 : 0));
  }

  void act(Random random, long now) {
    if (random.nextInt(4) == 0) {
      take(yamux.open(now), now);
    }
    List<Map.Entry<Long, End>> open = new ArrayList<>();
    for (Map.Entry<Long, End> entry : streams.entrySet()) {
      if (entry.getValue().isOpen()) {
        open.add(entry);
      }
    }
    if (open.isEmpty()) {
      return;
    }
    Map.Entry<Long, End> chosen = open.get(random.nextInt(open.size()));
    long id = chosen.getKey();
    End stream = chosen.getValue();
    switch (random.nextInt(12)) {
      case 0 -> finish(id, stream, now);
      case 1 -> {
        if (random.nextInt(3) == 0) {
          stream.reset = true;
          take(yamux.reset(id), now);
        }
      }
      case 2 -> take(yamux.accept(id), now);
      case 3, 4, 5, 6 -> {
        if (!stream.finishedHere) {
          stream.written += random.nextInt(random.nextInt(25) == 0 ? 600_000 : 3_000);
          write(id, stream, now);
        }
      }
      default -> read(id, stream, random.nextInt(1 + (int) stream.unread), now);
    }
  }

  /** Writes what is to be written and was not taken yet; the machine takes what it may send. */
  private void write(long id, End stream, long now) {
    long rest = stream.written - stream.accepted;
    while (rest > 0 && writeSome(id, stream, (int) Math.min(rest, WRITE_BYTES), now)) {
      rest = stream.written - stream.accepted;
    }
  }

  /** Whether all of it was taken. */
  private boolean writeSome(long id, End stream, int size, long now) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = byteAt(id, dialler, stream.accepted + i);
    }
    ByteBuffer view = ByteBuffer.wrap(bytes);
    List<YamuxOutput> outputs = yamux.write(id, view);
    stream.accepted += view.position();
    take(outputs, now);
    return !view.hasRemaining();
  }

  /** Ends a stream once all is out; until then it only stops writing more. */
  private void finish(long id, End stream, long now) {
    if (stream.accepted == stream.written && !stream.finishedHere) {
      stream.finishedHere = true;
      take(yamux.finish(id), now);
    }
  }

  private void read(long id, End stream, long bytes, long now) {
    stream.unread -= bytes;
    take(yamux.consumed(id, bytes, now), now);
  }

  /** Reads and ends all there is; tells whether anything was left to do. */
  boolean windUp(long now) {
    boolean busy = false;
    for (Map.Entry<Long, End> entry : streams.entrySet()) {
      End stream = entry.getValue();
      if (stream.isOpen() && stream.unread > 0) {
        read(entry.getKey(), stream, stream.unread, now);
        busy = true;
      }
      if (stream.isOpen() && !stream.finishedHere) {
        finish(entry.getKey(), stream, now);
        busy = true;
      }
    }
    return busy;
  }

  void receive(ByteBuffer piece, long now) {
    do {
      take(yamux.receive(piece, now), now);
    } while (piece.hasRemaining());
    OptionalLong deadline = yamux.deadline();
    if (deadline.isPresent() && deadline.getAsLong() <= now) {
      take(yamux.wake(now), now);
    }
  }

  void leave(long now) {
    take(yamux.goAway(), now);
  }

  private void take(List<YamuxOutput> outputs, long now) {
    out.send(Frames.sent(outputs).toArray(), now);
    for (YamuxOutput output : outputs) {
      assertThat(end).as("nothing after the end").isNull();
      on(output, now);
    }
  }

  private void on(YamuxOutput output, long now) {
    if (output instanceof YamuxOutput.Send send) {
      assertThat(Integer.bitCount(send.header().flags())).isLessThanOrEqualTo(1);
    } else if (output instanceof YamuxOutput.Opened opened) {
      assertThat(streams.put(opened.stream(), new End())).isNull();
    } else if (output instanceof YamuxOutput.Incoming incoming) {
      assertThat(sawLeave).isFalse();
      assertThat(streams.put(incoming.stream(), new End())).isNull();
    } else if (output instanceof YamuxOutput.Data data) {
      receive(data.stream(), open(data.stream()), data.bytes());
    } else if (output instanceof YamuxOutput.Finished finished) {
      assertThat(open(finished.stream()).finishedThere).isFalse();
      open(finished.stream()).finishedThere = true;
    } else if (output instanceof YamuxOutput.Writable writable) {
      write(writable.stream(), open(writable.stream()), now);
    } else if (output instanceof YamuxOutput.Reset reset) {
      End stream = open(reset.stream());
      stream.reset = true;
      stream.resetByPeer = reset.cause() == YamuxOutput.ResetCause.PEER;
    } else if (output instanceof YamuxOutput.Closed closed) {
      open(closed.stream()).closed = true;
    } else if (output instanceof YamuxOutput.LeaveTaken) {
      sawLeave = true;
    } else if (output instanceof YamuxOutput.Ended ended) {
      end = ended.end();
    }
  }

  /** The stream of an output, which is never about one that is gone. */
  private End open(long id) {
    End stream = streams.get(id);
    if (stream == null || !stream.isOpen()) {
      throw new AssertionError("stream " + id + " is not open");
    }
    return stream;
  }

  private void receive(long id, End stream, ByteBuffer bytes) {
    assertThat(stream.finishedThere).isFalse();
    while (bytes.hasRemaining()) {
      byte expected = byteAt(id, !dialler, stream.received);
      byte got = bytes.get();
      if (got != expected) {
        throw new AssertionError("stream " + id + " has another byte at " + stream.received);
      }
      stream.received++;
      stream.unread++;
    }
  }
}
