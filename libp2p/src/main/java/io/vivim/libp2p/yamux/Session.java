package io.vivim.libp2p.yamux;

import io.vivim.libp2p.yamux.YamuxOutput.OpenRefusal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What both directions of a connection share: its streams, its end, and what is to be done. */
final class Session {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  final YamuxLimits limits;
  final StreamTable table;
  final Heartbeat heartbeat;

  private List<YamuxOutput> outputs = new ArrayList<>(0);

  /** Whether we told the peer that we take leave. */
  private boolean leavingHere;

  /** Whether the peer told us. */
  private boolean leavingThere;

  private boolean ended;

  /** Whether somebody wants to open a stream and could not. */
  private boolean openWanted;

  Session(YamuxLimits limits, long firstId, long now) {
    this.limits = limits;
    this.table = new StreamTable(limits, firstId);
    this.heartbeat = new Heartbeat(limits, now);
  }

  /** What there is to do since this was last asked. */
  List<YamuxOutput> drain() {
    if (outputs.isEmpty()) {
      return List.of();
    }
    List<YamuxOutput> drained = outputs;
    outputs = new ArrayList<>(0);
    return drained;
  }

  boolean asksForSomething() {
    return !outputs.isEmpty();
  }

  void emit(YamuxOutput output) {
    outputs.add(output);
  }

  void send(FrameHeader.Type type, int flags, long stream, long length) {
    emit(new YamuxOutput.Send(new FrameHeader(type, flags, stream, length), NOTHING));
  }

  void update(YamuxStream stream, int flags, long delta) {
    send(FrameHeader.Type.WINDOW_UPDATE, flags, stream.id, delta);
  }

  /** The flag that the next frame of a stream carries: its first one accepts it. */
  int acceptance(YamuxStream stream) {
    return stream.inbound && table.acknowledge(stream) ? FrameHeader.ACK : 0;
  }

  boolean isEnded() {
    return ended;
  }

  boolean isLeaving() {
    return ended || leavingHere || leavingThere;
  }

  /** Why no stream can be opened by us, or null where one can. */
  @Nullable OpenRefusal refusal() {
    return isLeaving() ? OpenRefusal.LEAVING : table.refusal();
  }

  void refuseOpen(OpenRefusal refusal) {
    openWanted =
        refusal == OpenRefusal.TOO_MANY_STREAMS || refusal == OpenRefusal.TOO_MANY_UNACKNOWLEDGED;
    emit(new YamuxOutput.NotOpened(refusal));
  }

  /** Says so where a stream can be opened again that could not before. */
  void offerOpen() {
    if (openWanted && refusal() == null) {
      openWanted = false;
      emit(new YamuxOutput.Openable());
    }
  }

  void remove(YamuxStream stream) {
    table.remove(stream);
    offerOpen();
    endIfDone();
  }

  /** Lets a stream go that both sides have closed and that was read to its end. */
  void closeIfDone(YamuxStream stream) {
    if (stream.finishedHere && stream.finishedThere && stream.unread == 0 && !stream.gone) {
      emit(new YamuxOutput.Closed(stream.id));
      remove(stream);
    }
  }

  /**
   * Breaks a stream off from our side. Where both sides have sent all there is nothing to break
   * off: the peer may still read what it has.
   */
  void reset(YamuxStream stream) {
    if (!stream.finishedHere || !stream.finishedThere) {
      update(stream, FrameHeader.RST, 0);
    }
    if (!stream.finishedThere) {
      table.expectLate(stream.credit);
    }
  }

  void leave() {
    if (!leavingHere && !ended) {
      sayFarewell(YamuxEnd.NORMAL);
      endIfDone();
    }
  }

  void leftByPeer() {
    if (!leavingThere) {
      leavingThere = true;
      emit(new YamuxOutput.LeaveTaken());
      endIfDone();
    }
  }

  private void endIfDone() {
    if ((leavingHere || leavingThere) && table.isEmpty()) {
      end(YamuxEnd.DONE);
    }
  }

  void end(YamuxEnd end) {
    if (ended) {
      return;
    }
    if (!leavingHere || end.code() != YamuxEnd.NORMAL) {
      sayFarewell(end.code());
    }
    ended = true;
    table.clear();
    emit(new YamuxOutput.Ended(end));
  }

  private void sayFarewell(long code) {
    leavingHere = true;
    send(FrameHeader.Type.GO_AWAY, 0, 0, code);
  }
}
