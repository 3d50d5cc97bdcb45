package io.vivim.libp2p.yamux;

import io.vivim.libp2p.yamux.YamuxOutput.OpenRefusal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One connection that carries many streams, by yamux 1.0. Not for several threads at once.
 *
 * <p>It is a state machine: each call takes what happened and the time, and returns what is to be
 * done, in order. Times are nanoseconds of a clock that never goes back; {@link #deadline} says
 * when {@link #wake} is due. It holds no data: what is received passes through as views of the
 * buffer, what is written goes out as views of what was given, and what the peer has no room for
 * stays with the caller. It holds at most a few hundred bytes for each stream that {@link
 * YamuxLimits} allows, and a few hundred more.
 *
 * <p>Every frame that it sends carries at most one flag, since some peers take no more. Whoever
 * runs it stops reading while it cannot write: answers to pings and refusals are a peer's to cause.
 */
public final class Yamux {
  private final Session session;
  private final FrameReader reader = new FrameReader();
  private final FrameHandler handler;

  /**
   * The side that dialled the connection; its streams have odd ids.
   *
   * @param now the time
   */
  public static Yamux dialler(YamuxLimits limits, long now) {
    return new Yamux(limits, 1, now);
  }

  /**
   * The side that was dialled; its streams have even ids.
   *
   * @param now the time
   */
  public static Yamux listener(YamuxLimits limits, long now) {
    return new Yamux(limits, 2, now);
  }

  Yamux(YamuxLimits limits, long firstId, long now) {
    this.session = new Session(limits, firstId, now);
    this.handler = new FrameHandler(session, now);
  }

  /**
   * Takes what came from the peer, cut anywhere, up to the first that asks for something: to be
   * called again while input remains, once all is done that was asked for. A peer may give an id to
   * one stream after another, so the machine must not be at the second while its user has to do
   * with the first.
   */
  public List<YamuxOutput> receive(ByteBuffer in, long now) {
    if (in.hasRemaining()) {
      session.heartbeat.heard(now);
    }
    try {
      while (in.hasRemaining() && !session.isEnded() && !session.asksForSomething()) {
        if (handler.payload() > 0) {
          pass(in);
        } else {
          FrameHeader frame = reader.next(in);
          if (frame != null) {
            handler.handle(frame, now);
          }
        }
      }
    } catch (ViolationException e) {
      session.end(e.end());
    }
    if (session.isEnded()) {
      in.position(in.limit());
    }
    return session.drain();
  }

  private void pass(ByteBuffer in) {
    int size = (int) Math.min(handler.payload(), in.remaining());
    YamuxStream receiver = handler.receiver();
    if (receiver != null) {
      session.emit(new YamuxOutput.Data(receiver.id, view(in, size)));
    }
    in.position(in.position() + size);
    handler.passed(size);
  }

  private static ByteBuffer view(ByteBuffer whole, int size) {
    return whole.duplicate().limit(whole.position() + size);
  }

  /** Opens a stream: {@link YamuxOutput.Opened} or {@link YamuxOutput.NotOpened}. */
  public List<YamuxOutput> open(long now) {
    OpenRefusal refusal = session.refusal();
    if (refusal != null) {
      session.refuseOpen(refusal);
    } else {
      YamuxStream stream = session.table.open(now);
      session.update(stream, FrameHeader.SYN, 0);
      session.emit(new YamuxOutput.Opened(stream.id));
    }
    return session.drain();
  }

  /**
   * Tells the peer that its stream is taken. The first data on a stream tells it too, so this is
   * for streams where we say nothing for a while.
   */
  public List<YamuxOutput> accept(long id) {
    YamuxStream stream = session.table.find(id);
    if (stream != null) {
      acceptNow(stream);
    }
    return session.drain();
  }

  private void acceptNow(YamuxStream stream) {
    int flag = session.acceptance(stream);
    if (flag != 0) {
      session.update(stream, flag, 0);
    }
  }

  /**
   * Writes as much as the peer has room for, and moves the position of the bytes behind it; {@link
   * YamuxOutput.Writable} says when to go on with the rest. Takes nothing where the stream is gone.
   * Streams take turns where nobody gives more than a frame's worth at once.
   */
  public List<YamuxOutput> write(long id, ByteBuffer bytes) {
    YamuxStream stream = session.table.find(id);
    if (stream == null) {
      return session.drain();
    }
    if (stream.finishedHere) {
      throw new IllegalStateException("written after its end: stream " + id);
    }
    while (bytes.hasRemaining() && stream.sendWindow > 0) {
      long room = Math.min(stream.sendWindow, session.limits.frameBytes());
      int size = (int) Math.min(bytes.remaining(), room);
      FrameHeader header =
          new FrameHeader(FrameHeader.Type.DATA, session.acceptance(stream), id, size);
      session.emit(new YamuxOutput.Send(header, view(bytes, size)));
      bytes.position(bytes.position() + size);
      stream.sendWindow -= size;
    }
    stream.blocked = bytes.hasRemaining();
    return session.drain();
  }

  /**
   * Says that bytes of a stream were read and hold no memory any more, so that the peer may send
   * others. Nothing happens where the stream is gone.
   */
  public List<YamuxOutput> consumed(long id, long bytes, long now) {
    YamuxStream stream = session.table.find(id);
    if (stream == null) {
      return session.drain();
    }
    if (bytes < 0 || bytes > stream.unread) {
      throw new IllegalArgumentException("more than came: " + bytes + " on stream " + id);
    }
    session.table.consumed(stream, bytes);
    if (stream.wantsRefill()) {
      long delta = session.table.refill(stream, session.heartbeat.roundTrip(), now);
      session.update(stream, session.acceptance(stream), delta);
      if (session.heartbeat.wantsMeasure(now)) {
        ask(now);
      }
    }
    session.closeIfDone(stream);
    return session.drain();
  }

  /** Says that we send no more on a stream; the peer may go on. */
  public List<YamuxOutput> finish(long id) {
    YamuxStream stream = session.table.find(id);
    if (stream != null && !stream.finishedHere) {
      acceptNow(stream);
      stream.finishedHere = true;
      stream.blocked = false;
      session.update(stream, FrameHeader.FIN, 0);
      session.closeIfDone(stream);
    }
    return session.drain();
  }

  /** Breaks a stream off, in both directions. Nothing more comes of it. */
  public List<YamuxOutput> reset(long id) {
    YamuxStream stream = session.table.find(id);
    if (stream != null) {
      session.reset(stream);
      session.remove(stream);
    }
    return session.drain();
  }

  /** Takes leave: no more streams are opened or accepted, and the last one ends the connection. */
  public List<YamuxOutput> goAway() {
    session.leave();
    return session.drain();
  }

  /** Ends the connection and all its streams at once, and tells the peer, where it is not over. */
  public List<YamuxOutput> end() {
    session.end(YamuxEnd.DONE);
    return session.drain();
  }

  /** To be called when the {@link #deadline} is past; no harm is done by calling it before. */
  public List<YamuxOutput> wake(long now) {
    if (session.isEnded()) {
      return session.drain();
    }
    if (session.heartbeat.isDead(now)) {
      session.end(YamuxEnd.KEEP_ALIVE);
    } else if (session.heartbeat.wantsSign(now)) {
      ask(now);
    }
    return session.drain();
  }

  private void ask(long now) {
    session.send(FrameHeader.Type.PING, FrameHeader.SYN, 0, session.heartbeat.ask(now));
  }

  /**
   * When to call {@link #wake} next; nothing once the connection is over. It may come to be later.
   */
  public OptionalLong deadline() {
    return session.isEnded() ? OptionalLong.empty() : OptionalLong.of(session.heartbeat.deadline());
  }

  /** How many streams are open. */
  public int streams() {
    return session.table.size();
  }

  /** How many bytes have come on all streams together and were not read. */
  public long unread() {
    return session.table.unread();
  }

  /** How long word to the peer travels and back, in nanoseconds, once that is known. */
  public OptionalLong roundTrip() {
    @Nullable Long measured = session.heartbeat.roundTrip();
    return measured == null ? OptionalLong.empty() : OptionalLong.of(measured);
  }
}
