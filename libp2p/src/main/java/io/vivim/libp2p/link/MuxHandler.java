package io.vivim.libp2p.link;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import io.vivim.libp2p.yamux.Yamux;
import io.vivim.libp2p.yamux.YamuxLimits;
import io.vivim.libp2p.yamux.YamuxOutput;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs yamux on a connection: the machine's edge. Streams take turns, a frame each, while the
 * connection takes more; the machine knows how much the peer takes. Owned by the connection's event
 * loop, but for what is marked.
 */
final class MuxHandler extends ChannelInboundHandlerAdapter {
  /** Bytes from one flush to the next: four turns, or a frame of whoever is alone. */
  private static final int FLUSH_BYTES = 240 * 1024;

  /**
   * What may wait to go out before nothing more is read. Data stops before that, with its last
   * frame, so it is answers that a peer causes and does not take.
   */
  static final long MAX_ANSWER_BYTES = 1 << 20;

  /** When to look again where there was no room for more to wait. */
  private static final long RETRY_MILLIS = 100;

  private final MuxLink link;
  private final YamuxLimits limits;
  private final Backlog backlog;
  private final Consumer<LinkStream> incoming;
  private final OpenStreams streams = new OpenStreams();
  private final SendTurns turns;
  private final TakenWrites taken = new TakenWrites();

  private final Asked asked = new Asked(this::take);
  private final OpenQueue opens = new OpenQueue();
  private boolean isWakeSet;
  private boolean isRetrySet;
  private boolean isPumping;
  private @Nullable LinkEnd end;

  // Set once, when the handler is added.

  private @Nullable ChannelHandlerContext context;
  private @Nullable Yamux machine;

  /**
   * @param incoming is told of each stream that the peer opens, on the event loop
   */
  MuxHandler(MuxLink link, YamuxLimits limits, Backlog backlog, Consumer<LinkStream> incoming) {
    this.link = link;
    this.limits = limits;
    this.turns = new SendTurns(limits.frameBytes());
    this.backlog = backlog;
    this.incoming = incoming;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    machine = link.isDialled() ? Yamux.dialler(limits, now()) : Yamux.listener(limits, now());
    link.running(ctx.executor());
    wakeInTime();
  }

  private ChannelHandlerContext context() {
    return Objects.requireNonNull(context, "not in a pipeline yet");
  }

  private Yamux machine() {
    return Objects.requireNonNull(machine, "not in a pipeline yet");
  }

  private long now() {
    return context().executor().ticker().nanoTime();
  }

  // What comes from the connection.

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (end != null) {
      ((ByteBuf) message).release();
      return;
    }
    ByteBuffer in = Frames.own((ByteBuf) message);
    while (end == null && in.hasRemaining()) {
      asked.run(machine().receive(in, now()));
    }
    goOn();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.flush();
    boolean isTaken = ctx.channel().bytesBeforeWritable() < MAX_ANSWER_BYTES;
    ctx.channel().config().setAutoRead(end != null || (isTaken && hasRoom()));
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      ctx.channel().config().setAutoRead(true);
      pump();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SecurityEvent.Failed failed) {
      boolean isCut = failed.reason() == UpgradeException.Reason.NOT_CONNECTED;
      end(isCut ? LinkEnd.lost(failed.detail()) : LinkEnd.violation(failed.detail()));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end(LinkEnd.lost("connection closed").afterLeave(link.isLeaving()));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    end(Failures.ending(cause, ctx.channel().isActive()).afterLeave(link.isLeaving()));
  }

  /** Entries in all tables. */
  int held() {
    return streams.size() + turns.size() + opens.size() + asked.size();
  }

  // What the users of the link and its streams ask for.

  /** Whether something is being done already, so that what else is asked for comes behind it. */
  boolean isRunning() {
    return asked.isRunning();
  }

  void open(CompletableFuture<LinkStream> opened) {
    if (end != null) {
      opened.completeExceptionally(new LinkException(end));
    } else if (opens.add(opened)) {
      run(machine().open(now()));
    }
  }

  void giveUp(CompletableFuture<LinkStream> opened) {
    opens.remove(opened);
  }

  void write(MuxStream stream, MuxStream.Write write) {
    Exception refusal = stream.accept(write);
    if (refusal != null) {
      write.done().completeExceptionally(refusal);
    } else if (hasRoom()) {
      turns.add(stream);
      pump();
    } else {
      breakOff(stream, StreamException.Cause.TOO_MUCH_UNSENT);
    }
  }

  void consumed(MuxStream stream, int bytes) {
    if (streams.has(stream)) {
      run(machine().consumed(stream.id, bytes, now()));
    }
  }

  void keepsMore(MuxStream stream) {
    if (!hasRoom()) {
      breakOff(stream, StreamException.Cause.TOO_MUCH_UNREAD);
    }
  }

  void reset(MuxStream stream) {
    breakOff(stream, StreamException.Cause.HERE);
  }

  private void breakOff(MuxStream stream, StreamException.Cause cause) {
    if (streams.remove(stream)) {
      stream.broken(cause);
      run(machine().reset(stream.id));
    }
  }

  void leave() {
    opens.refused(YamuxOutput.OpenRefusal.LEAVING);
    run(machine().goAway());
  }

  // What the machine asks for.

  /** Does what the machine asks for, in the order in which it did; behind the end, nothing. */
  private void run(List<YamuxOutput> outputs) {
    if (end != null) {
      return;
    }
    asked.run(outputs);
    goOn();
  }

  private void goOn() {
    if (end == null && !asked.isRunning()) {
      link.streams(machine().streams());
      pump();
    }
  }

  private void take(YamuxOutput output) {
    if (output instanceof YamuxOutput.Send frame) {
      Frames.write(context(), frame);
    } else if (output instanceof YamuxOutput.Data data) {
      streams.with(data.stream(), stream -> receive(stream, data.bytes()));
    } else if (output instanceof YamuxOutput.Writable writable) {
      streams.with(writable.stream(), turns::add);
    } else if (output instanceof YamuxOutput.Incoming in) {
      incoming.accept(newStream(in.stream(), false));
    } else if (output instanceof YamuxOutput.Finished finished) {
      streams.with(finished.stream(), MuxStream::finishedThere);
    } else if (output instanceof YamuxOutput.Reset reset) {
      streams.without(reset.stream(), stream -> stream.broken(StreamException.Cause.of(reset)));
    } else if (output instanceof YamuxOutput.Closed closed) {
      streams.without(closed.stream(), MuxStream::closed);
    } else if (output instanceof YamuxOutput.Ended over) {
      end(LinkEnd.of(over.end()));
    } else {
      takeAboutOpening(output);
    }
  }

  private void takeAboutOpening(YamuxOutput output) {
    if (output instanceof YamuxOutput.Opened opened) {
      opens.completeFirst(newStream(opened.stream(), true));
      openNext();
    } else if (output instanceof YamuxOutput.Openable) {
      openNext();
    } else if (output instanceof YamuxOutput.LeaveTaken) {
      link.leaving();
      opens.refused(YamuxOutput.OpenRefusal.LEAVING);
    } else if (output instanceof YamuxOutput.NotOpened not) {
      opens.refused(not.refusal());
    }
  }

  private void openNext() {
    if (!opens.isEmpty()) {
      run(machine().open(now()));
    }
  }

  private MuxStream newStream(long id, boolean isOurs) {
    MuxStream stream = new MuxStream(link, id, isOurs, backlog);
    streams.add(stream);
    return stream;
  }

  /** Where nobody waits for the bytes and there is no room for them, the stream has to go. */
  private void receive(MuxStream stream, ByteBuffer bytes) {
    if (stream.isAwaited() || hasRoom()) {
      stream.receive(bytes);
    } else {
      breakOff(stream, StreamException.Cause.TOO_MUCH_UNREAD);
    }
  }

  private boolean hasRoom() {
    boolean hasRoom = backlog.hasRoom(context().channel(), machine().unread());
    if (!hasRoom && !isRetrySet) {
      isRetrySet = true;
      ScheduledFuture<?> unused =
          context().executor().schedule(this::retry, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
    return hasRoom;
  }

  private void retry() {
    isRetrySet = false;
    if (end == null) {
      pump();
      channelReadComplete(context());
    }
  }

  // Writing, in turns.

  /** Lets streams write by turns for as long as the connection takes more. */
  private void pump() {
    if (asked.isRunning() || isPumping || end != null) {
      return;
    }
    isPumping = true;
    ChannelHandlerContext to = context();
    try {
      writeByTurns(to);
    } finally {
      isPumping = false;
      to.flush();
      taken.tellAll();
    }
  }

  private void writeByTurns(ChannelHandlerContext to) {
    int unflushed = 0;
    while (turns.size() > 0 && to.channel().isWritable() && hasRoom()) {
      MuxStream stream = turns.next();
      int most = turns.mostOf(stream);
      if (writeTurn(stream, most)) {
        turns.add(stream);
      }
      unflushed += most;
      if (unflushed >= FLUSH_BYTES) {
        // Only what is sealed counts as waiting to go out.
        to.flush();
        unflushed = 0;
      }
    }
  }

  /** Writes a frame of a stream, and answers whether it can go on at once. */
  private boolean writeTurn(MuxStream stream, int most) {
    MuxStream.Write write = stream.nextWrite();
    if (write == null) {
      return false;
    }
    ByteBuffer bytes = write.bytes();
    if (bytes == null) {
      taken.add(stream.removeWrite());
      run(machine().finish(stream.id));
      return true;
    }
    ByteBuffer turn = bytes.slice(bytes.position(), most);
    run(machine().write(stream.id, turn));
    if (end != null) {
      // The connection failed by it, and nothing of the stream waits any more.
      return false;
    }
    bytes.position(bytes.position() + turn.position());
    stream.sent(turn.position());
    if (!bytes.hasRemaining()) {
      taken.add(stream.removeWrite());
    }
    return !turn.hasRemaining();
  }

  // Time.

  private void wakeInTime() {
    OptionalLong deadline = machine().deadline();
    if (isWakeSet || deadline.isEmpty()) {
      return;
    }
    isWakeSet = true;
    long delay = Math.max(0, deadline.getAsLong() - now());
    ScheduledFuture<?> unused =
        context().executor().schedule(this::wake, delay, TimeUnit.NANOSECONDS);
  }

  private void wake() {
    isWakeSet = false;
    long patience = limits.keepAlive().plus(limits.pingTimeout()).toNanos();
    if (end == null && backlog.isStuck(context().channel(), now(), patience)) {
      end(LinkEnd.lost("the peer takes nothing"));
    } else if (end == null) {
      run(machine().wake(now()));
      link.roundTrip(machine().roundTrip());
      wakeInTime();
    }
  }

  // The end.

  void end(LinkEnd why) {
    if (end != null) {
      return;
    }
    end = why;
    asked.clear();
    List<MuxStream> left = streams.removeAll();
    turns.clear();
    opens.fail(new LinkException(why));
    left.forEach(stream -> stream.broken(StreamException.Cause.LINK_ENDED));
    if (why.isOfOurs() && context().channel().isActive()) {
      // The peer has lost nothing, and is told.
      Frames.write(context(), machine().end());
    }
    Farewell.say(context());
    link.end(why);
  }
}
