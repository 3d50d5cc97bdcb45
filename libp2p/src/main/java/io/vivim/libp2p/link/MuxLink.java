package io.vivim.libp2p.link;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PublicKey;
import io.vivim.libp2p.yamux.YamuxLimits;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A link whose streams share a connection by yamux: carries what is asked to its event loop. */
final class MuxLink implements Link {
  private final LinkFacts facts;
  private final MuxHandler handler;
  private final Leftovers leftovers;
  private final CompletableFuture<LinkEnd> ended = new CompletableFuture<>();

  /** Where the handler runs; set once, before anybody has the link. */
  private volatile @Nullable EventExecutor loop;

  // Written by the event loop.

  private volatile int streams;
  private volatile boolean isLeaving;
  private volatile OptionalLong roundTrip = OptionalLong.empty();

  /**
   * @param passage says how much may be held on account of the link
   * @param incoming is told of each stream that the peer opens, on the event loop
   */
  MuxLink(
      LinkFacts facts, YamuxLimits limits, Passage passage, BiConsumer<Link, LinkStream> incoming) {
    this.facts = facts;
    this.leftovers = new Leftovers(passage, limits.unreadBytes());
    this.handler =
        new MuxHandler(this, limits, new Backlog(passage), stream -> incoming.accept(this, stream));
  }

  /** Entries in all tables; on the event loop, or once the link has ended. */
  int held() {
    return handler.held();
  }

  /** What has to stand last in the connection's pipeline. */
  MuxHandler handler() {
    return handler;
  }

  @Override
  public CompletionStage<LinkStream> open() {
    CompletableFuture<LinkStream> opened = new CompletableFuture<>();
    onLoop(() -> handler.open(opened), () -> opened.completeExceptionally(over()));
    CompletableFuture<LinkStream> unused =
        opened.whenComplete(
            (stream, failure) -> {
              if (failure != null) {
                onLoop(() -> handler.giveUp(opened), () -> {});
              }
            });
    return opened;
  }

  CompletionStage<Void> write(MuxStream stream, MuxStream.Write write) {
    onLoop(() -> handler.write(stream, write), () -> write.done().completeExceptionally(over()));
    return write.done();
  }

  /** Something was read; how much it is then, the stream says. */
  void consumed(MuxStream stream) {
    onLoop(() -> handler.consumed(stream, stream.takeRead()), () -> {});
  }

  /** The same where the event loop itself says so. */
  void consumed(MuxStream stream, int bytes) {
    handler.consumed(stream, bytes);
  }

  void keeps(MuxStream stream, int more) {
    onLoop(
        () -> {
          stream.keep(more);
          if (more > 0) {
            handler.keepsMore(stream);
          }
        },
        () -> {});
  }

  void reset(MuxStream stream) {
    onLoop(
        () -> {
          handler.reset(stream);
          stream.forgo();
        },
        () -> {});
  }

  @Override
  public void leave() {
    onLoop(handler::leave, () -> {});
  }

  @Override
  public void cut(LinkEnd reason) {
    onLoop(() -> handler.end(reason), () -> {});
  }

  /** What callers on the loop ask for in the middle of something comes behind that. */
  private void onLoop(Runnable task, Runnable otherwise) {
    EventExecutor at = loop;
    if (at == null) {
      throw new IllegalStateException("not in a pipeline yet");
    }
    if (at.inEventLoop() && !handler.isRunning()) {
      task.run();
      return;
    }
    try {
      at.execute(task);
    } catch (RejectedExecutionException e) {
      otherwise.run();
    }
  }

  private LinkException over() {
    return new LinkException(ended.getNow(LinkEnd.lost("shut down")));
  }

  /** So many bytes of a stream that broke off came whole; null where they cannot be kept. */
  @Nullable Future<?> leaves(int bytes, Runnable over) {
    EventExecutor at = loop;
    return at == null ? null : leftovers.hold(at, bytes, over);
  }

  // What the handler tells.

  void running(EventExecutor executor) {
    loop = executor;
  }

  void leaving() {
    isLeaving = true;
  }

  void streams(int now) {
    streams = now;
  }

  void roundTrip(OptionalLong nanos) {
    roundTrip = nanos;
  }

  void end(LinkEnd why) {
    streams = 0;
    ended.complete(why);
  }

  @Override
  public PeerId peer() {
    return facts.peer();
  }

  @Override
  public PublicKey peerKey() {
    return facts.peerKey();
  }

  @Override
  public Multiaddr local() {
    return facts.local();
  }

  @Override
  public Multiaddr remote() {
    return facts.remote();
  }

  @Override
  public boolean isDialled() {
    return facts.isDialled();
  }

  @Override
  public String security() {
    return facts.security();
  }

  @Override
  public String muxer() {
    return facts.muxer();
  }

  @Override
  public int streams() {
    return streams;
  }

  @Override
  public OptionalLong roundTrip() {
    return roundTrip;
  }

  @Override
  public boolean isLeaving() {
    return isLeaving;
  }

  @Override
  public CompletionStage<LinkEnd> ended() {
    return ended.minimalCompletionStage();
  }

  @Override
  public String toString() {
    return (isDialled() ? "link to " : "link from ") + peer() + " at " + remote();
  }
}
