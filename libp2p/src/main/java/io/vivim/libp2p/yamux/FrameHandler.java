package io.vivim.libp2p.yamux;

import io.vivim.libp2p.yamux.YamuxOutput.ResetCause;
import org.jspecify.annotations.Nullable;

/**
 * What the peer's frames do. Each is judged by its header alone; the payload of data is handed on,
 * or dropped, as it comes.
 */
final class FrameHandler {
  private final Session session;
  private final StreamTable table;
  private final FloodGuard floods;

  /** The stream whose payload comes now; null where it belongs to nobody. */
  private @Nullable YamuxStream receiver;

  /** What is to come of this payload. */
  private long payload;

  /** Whether the peer sends no more on the stream once this payload is here. */
  private boolean lastPayload;

  FrameHandler(Session session, long now) {
    this.session = session;
    this.table = session.table;
    this.floods = new FloodGuard(now);
  }

  /** How many bytes come before the next header. */
  long payload() {
    return payload;
  }

  /** Whose the next bytes are, or null where they are to be dropped. */
  @Nullable YamuxStream receiver() {
    return receiver == null || receiver.gone ? null : receiver;
  }

  /** Notes that bytes of the payload went by. */
  void passed(int bytes) {
    payload -= bytes;
    if (payload > 0) {
      return;
    }
    YamuxStream stream = receiver();
    receiver = null;
    if (stream != null && lastPayload) {
      finish(stream);
    }
  }

  void handle(FrameHeader frame, long now) throws ViolationException {
    switch (frame.type()) {
      case PING -> ping(frame, now);
      case GO_AWAY -> goAway(frame, now);
      case DATA, WINDOW_UPDATE -> onStream(frame, now);
    }
  }

  private void ping(FrameHeader frame, long now) throws ViolationException {
    if (frame.stream() != 0) {
      throw new ViolationException(YamuxEnd.BAD_STREAM);
    }
    if (frame.has(FrameHeader.SYN) == frame.has(FrameHeader.ACK)) {
      throw new ViolationException(YamuxEnd.BAD_PING);
    }
    if (frame.has(FrameHeader.SYN)) {
      floods.idleFrame(now);
      session.send(FrameHeader.Type.PING, FrameHeader.ACK, 0, frame.length());
    } else if (!session.heartbeat.answered(frame.length(), now)) {
      floods.idleFrame(now);
    }
  }

  private void goAway(FrameHeader frame, long now) throws ViolationException {
    if (frame.stream() != 0) {
      throw new ViolationException(YamuxEnd.BAD_STREAM);
    }
    if (frame.length() != YamuxEnd.NORMAL) {
      throw new ViolationException(YamuxEnd.REMOTE_ERROR);
    }
    floods.idleFrame(now);
    session.leftByPeer();
  }

  private void onStream(FrameHeader frame, long now) throws ViolationException {
    if (frame.stream() == 0) {
      throw new ViolationException(YamuxEnd.BAD_STREAM);
    }
    boolean isData = frame.type() == FrameHeader.Type.DATA;
    if (isData) {
      if (frame.length() > session.limits.windowBytes()) {
        throw new ViolationException(YamuxEnd.FRAME_TOO_LARGE);
      }
      payload = frame.length();
      receiver = null;
      lastPayload = false;
    }
    YamuxStream stream =
        frame.has(FrameHeader.SYN) ? admit(frame, now) : table.find(frame.stream());
    if (stream == null) {
      stray(frame, now);
      return;
    }
    boolean moved = frame.has(FrameHeader.SYN);
    if (frame.has(FrameHeader.ACK)) {
      moved |= accepted(stream);
    }
    if (frame.has(FrameHeader.RST)) {
      resetByPeer(stream, now);
      return;
    }
    moved |= isData ? data(stream, frame) : widen(stream, frame.length());
    if (frame.has(FrameHeader.FIN) && !stream.finishedThere && !stream.gone) {
      moved = true;
      if (isData && payload > 0) {
        lastPayload = true;
      } else {
        finish(stream);
      }
    }
    if (!moved) {
      floods.idleFrame(now);
    }
  }

  /** The stream that the peer opens, or null where it is refused or over at once. */
  private @Nullable YamuxStream admit(FrameHeader frame, long now) throws ViolationException {
    long id = frame.stream();
    if (table.isOurs(id)) {
      throw new ViolationException(YamuxEnd.WRONG_PARITY);
    }
    if (table.find(id) != null) {
      throw new ViolationException(YamuxEnd.DUPLICATE_STREAM);
    }
    table.seen(id);
    if (frame.has(FrameHeader.RST)) {
      floods.reset(now);
      table.expectLate(frame.type() == FrameHeader.Type.DATA ? frame.length() : 0);
      return null;
    }
    if (session.isLeaving() || !table.hasRoom() || !floods.mayOpen(now)) {
      floods.refused(now);
      session.send(FrameHeader.Type.WINDOW_UPDATE, FrameHeader.RST, id, 0);
      table.expectLate(YamuxLimits.INITIAL_WINDOW_BYTES);
      return null;
    }
    YamuxStream stream = table.admit(id, now);
    session.emit(new YamuxOutput.Incoming(id));
    return stream;
  }

  /** A frame on a stream that is not open: it is late, or the stream never was. */
  private void stray(FrameHeader frame, long now) throws ViolationException {
    if (!table.wasOpen(frame.stream()) && !frame.has(FrameHeader.RST)) {
      throw new ViolationException(YamuxEnd.UNKNOWN_STREAM);
    }
    if (payload == 0) {
      floods.idleFrame(now);
    } else if (!table.takeLate(payload)) {
      throw new ViolationException(YamuxEnd.DATA_AFTER_CLOSE);
    }
  }

  /** The peer takes a stream of ours; tells whether that is news. */
  private boolean accepted(YamuxStream stream) {
    boolean isNews = !stream.inbound && table.acknowledge(stream);
    if (isNews) {
      session.offerOpen();
    }
    return isNews;
  }

  private void resetByPeer(YamuxStream stream, long now) throws ViolationException {
    if (stream.inbound) {
      floods.reset(now);
    }
    // Some peers write on one thread and reset on another, and so send what was under way.
    table.expectLate(stream.finishedThere ? 0 : stream.credit);
    session.emit(new YamuxOutput.Reset(stream.id, ResetCause.PEER));
    session.remove(stream);
  }

  /** Data comes for a stream that is open; tells whether there is any. */
  private boolean data(YamuxStream stream, FrameHeader frame) throws ViolationException {
    if (frame.length() == 0) {
      return false;
    }
    if (stream.finishedThere) {
      throw new ViolationException(YamuxEnd.DATA_AFTER_FIN);
    }
    if (frame.length() > stream.credit) {
      throw new ViolationException(YamuxEnd.WINDOW_EXCEEDED);
    }
    accepted(stream);
    table.received(stream, frame.length());
    if (table.isOverfull()) {
      session.reset(stream);
      session.emit(new YamuxOutput.Reset(stream.id, ResetCause.TOO_MUCH_UNREAD));
      session.remove(stream);
    } else {
      receiver = stream;
    }
    return true;
  }

  /** The peer has room for more; tells whether that is of any use. */
  private boolean widen(YamuxStream stream, long delta) throws ViolationException {
    if (delta == 0) {
      return false;
    }
    if (stream.sendWindow + delta > FrameHeader.MAX_UINT32) {
      throw new ViolationException(YamuxEnd.WINDOW_OVERFLOW);
    }
    stream.sendWindow += delta;
    if (stream.blocked) {
      stream.blocked = false;
      session.emit(new YamuxOutput.Writable(stream.id));
    }
    return !stream.finishedHere;
  }

  private void finish(YamuxStream stream) {
    stream.finishedThere = true;
    session.emit(new YamuxOutput.Finished(stream.id));
    session.closeIfDone(stream);
  }
}
