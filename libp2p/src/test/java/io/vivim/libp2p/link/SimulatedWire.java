package io.vivim.libp2p.link;

import io.vivim.codec.Bytes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A connection between two channels, on which bytes travel for a while, in pieces. */
final class SimulatedWire {
  /** What is under way in one direction, or waits to be read. */
  private static final int MOST_BYTES = 256 * 1024;

  private static final int LARGEST_PIECE_BITS = 17;

  private final SimulatedTime time;
  private final Random random;
  private final Duration latency;
  private final Direction there;
  private final Direction back;

  /** Nothing arrives before. */
  private long stalledUntil;

  private boolean isBroken;

  SimulatedWire(
      SimulatedTime time, long seed, SimulatedChannel dialler, SimulatedChannel listener) {
    this.time = time;
    this.random = new Random(seed);
    this.latency = Duration.ofMillis(1 + random.nextInt(random.nextInt(4) == 0 ? 200 : 20));
    this.there = new Direction(dialler, listener);
    this.back = new Direction(listener, dialler);
    dialler.connected(there, back);
    listener.connected(back, there);
  }

  Duration latency() {
    return latency;
  }

  /** Nothing arrives for so long. */
  void stall(Duration how) {
    stalledUntil = Math.max(stalledUntil, time.now() + how.toNanos());
  }

  /** Breaks off: what is under way is lost, and both ends learn of it when they look. */
  void breakOff() {
    isBroken = true;
    there.underWay.clear();
    back.underWay.clear();
    there.to.woken();
    back.to.woken();
  }

  /** What travels from one end to the other. */
  final class Direction {
    private final SimulatedChannel from;
    private final SimulatedChannel to;

    /** Pieces that travel; an empty one is the end. */
    private final Deque<Piece> underWay = new ArrayDeque<>();

    private final Deque<byte[]> arrived = new ArrayDeque<>();
    private int bytes;
    private boolean isAtEnd;
    private boolean isArrivalSet;

    private record Piece(Bytes bytes, long due) {}

    private Direction(SimulatedChannel from, SimulatedChannel to) {
      this.from = from;
      this.to = to;
    }

    void stall(Duration how) {
      SimulatedWire.this.stall(how);
    }

    int room() {
      return MOST_BYTES - bytes;
    }

    void send(byte[] sent) {
      bytes += sent.length;
      int at = 0;
      while (at < sent.length) {
        int end = Math.min(sent.length, at + pieceBytes());
        travel(Arrays.copyOfRange(sent, at, end));
        at = end;
      }
    }

    /** From a single byte to all there is room for, small and large being equally likely. */
    private int pieceBytes() {
      int bits = random.nextInt(LARGEST_PIECE_BITS + 1);
      return (1 << bits) + random.nextInt(1 << bits);
    }

    void close() {
      if (!isBroken) {
        travel(new byte[0]);
      }
    }

    private void travel(byte[] piece) {
      underWay.add(
          new Piece(
              Bytes.owning(piece), time.now() + latency.toNanos() + random.nextInt(1_000_000)));
      arriveInTime();
    }

    private void arriveInTime() {
      if (!isArrivalSet && !underWay.isEmpty()) {
        isArrivalSet = true;
        long due = Math.max(underWay.element().due(), stalledUntil);
        time.after(Duration.ofNanos(Math.max(0, due - time.now())), this::arrive);
      }
    }

    private void arrive() {
      isArrivalSet = false;
      if (time.now() >= stalledUntil && !underWay.isEmpty()) {
        byte[] piece = underWay.remove().bytes().toArray();
        if (piece.length == 0) {
          isAtEnd = true;
        } else {
          arrived.add(piece);
        }
        to.woken();
      }
      arriveInTime();
    }

    byte @Nullable [] read() {
      byte[] piece = isBroken ? null : arrived.poll();
      if (piece != null) {
        bytes -= piece.length;
        from.woken();
      }
      return piece;
    }

    boolean isBroken() {
      return isBroken;
    }

    boolean isAtEnd() {
      return isAtEnd && arrived.isEmpty();
    }
  }
}
