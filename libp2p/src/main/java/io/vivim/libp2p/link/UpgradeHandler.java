package io.vivim.libp2p.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import io.vivim.libp2p.link.UpgradeException.Reason;
import io.vivim.libp2p.select.Initiator;
import io.vivim.libp2p.select.Responder;
import io.vivim.libp2p.select.SelectOutput;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a link of a connection: agrees on a security, lets it do its work, agrees on a muxer, and
 * leaves its place to that. Last in the pipeline; owned by the event loop.
 */
final class UpgradeHandler extends ChannelInboundHandlerAdapter {
  /** What may wait to go out before nothing more is read. */
  private static final long MAX_ANSWER_BYTES = 1 << 20;

  private final Upgrade upgrade;
  private final Crossing crossing;
  private final CompletableFuture<Link> done;
  private @Nullable Selection selection;
  private @Nullable ScheduledFuture<?> deadline;
  private @Nullable String security;

  /**
   * A negotiation that is going on.
   *
   * @param receive takes what came from the peer
   * @param agreed takes the outcome, with what came behind it
   */
  private record Selection(Function<ByteBuffer, List<SelectOutput>> receive, Outcome agreed) {}

  /** What follows a negotiation. */
  private interface Outcome {
    void take(ChannelHandlerContext ctx, String protocol, ByteBuf rest) throws Exception;
  }

  /**
   * @param done is completed on the event loop, before the link does anything
   */
  UpgradeHandler(Upgrade upgrade, Crossing crossing, CompletableFuture<Link> done) {
    this.upgrade = upgrade;
    this.crossing = crossing;
    this.done = done;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    deadline =
        ctx.executor()
            .schedule(
                () -> fail(ctx, new UpgradeException(Reason.TIMEOUT, "not done in time")),
                upgrade.timeout().toNanos(),
                TimeUnit.NANOSECONDS);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == Wrapping.READY) {
      select(ctx, upgrade.securityNames(), this::secure);
    } else if (event instanceof SecurityEvent.Proven proof) {
      proven(ctx, proof);
    } else if (event instanceof SecurityEvent.Failed failed) {
      fail(ctx, new UpgradeException(failed.reason(), failed.detail()));
    } else if (event instanceof SecurityEvent.Ended) {
      fail(ctx, new UpgradeException(Reason.NOT_CONNECTED, "the peer took leave"));
    }
  }

  private void select(ChannelHandlerContext ctx, List<String> protocols, Outcome agreed) {
    if (crossing.isDialled()) {
      Initiator initiator = new Initiator(protocols);
      selection = new Selection(initiator::receive, agreed);
      write(ctx, initiator.start());
      ctx.flush();
    } else {
      Responder responder = new Responder(protocols::contains);
      selection = new Selection(responder::receive, agreed);
    }
  }

  private static void write(ChannelHandlerContext ctx, SelectOutput.Send send) {
    Frames.write(ctx, Unpooled.wrappedBuffer(send.bytes().toArray()));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    ByteBuf in = (ByteBuf) message;
    Selection now = selection;
    if (now == null) {
      in.release();
      if (!done.isDone()) {
        fail(ctx, new UpgradeException(Reason.NOT_PROVEN, "data before the proof"));
      }
      return;
    }
    ByteBuffer view = in.nioBuffer();
    int before = view.remaining();
    List<SelectOutput> outputs = now.receive().apply(view);
    in.skipBytes(before - view.remaining());
    String protocol = null;
    for (SelectOutput output : outputs) {
      if (output instanceof SelectOutput.Send send) {
        write(ctx, send);
      } else if (output instanceof SelectOutput.Failed failed) {
        in.release();
        fail(ctx, new UpgradeException(Reason.NONE_AGREED, failed.error().name()));
        return;
      } else if (output instanceof SelectOutput.Agreed agreed) {
        protocol = agreed.protocol();
      }
    }
    ctx.flush();
    if (protocol == null) {
      in.release();
    } else {
      selection = null;
      now.agreed().take(ctx, protocol, in);
    }
  }

  /** What wraps the connection may answer a peer, such as its pings, before there is a link. */
  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.channel().config().setAutoRead(ctx.channel().bytesBeforeWritable() < MAX_ANSWER_BYTES);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      ctx.channel().config().setAutoRead(true);
    }
  }

  private void secure(ChannelHandlerContext ctx, String protocol, ByteBuf rest) {
    security = protocol;
    // What came behind the agreement goes to whatever the security puts first.
    ChannelHandler door = new ChannelInboundHandlerAdapter();
    ctx.pipeline().addBefore(ctx.name(), null, door);
    upgrade
        .security(protocol)
        .orElseThrow()
        .handlers(crossing.isDialled(), crossing.expected())
        .forEach(handler -> ctx.pipeline().addBefore(ctx.name(), null, handler));
    ChannelHandlerContext behind = ctx.pipeline().context(door);
    if (rest.isReadable() && behind != null) {
      behind.fireChannelRead(rest);
      behind.fireChannelReadComplete();
    } else {
      rest.release();
    }
    if (!ctx.isRemoved()) {
      ctx.pipeline().remove(door);
    }
  }

  private void proven(ChannelHandlerContext ctx, SecurityEvent.Proven proof) {
    Optional<String> objection = crossing.passage().proven(proof.key().peerId());
    if (objection.isPresent()) {
      fail(ctx, new UpgradeException(Reason.NOT_ADMITTED, objection.get()));
    } else if (proof.muxer().isEmpty()) {
      select(ctx, upgrade.muxers(), (at, protocol, rest) -> install(at, proof, rest));
    } else if (upgrade.muxers().contains(proof.muxer().get())) {
      install(ctx, proof, Unpooled.EMPTY_BUFFER);
    } else {
      fail(ctx, new UpgradeException(Reason.NONE_AGREED, "another muxer"));
    }
  }

  /** The link takes the place of this. */
  private void install(ChannelHandlerContext ctx, SecurityEvent.Proven proof, ByteBuf rest) {
    stopClock();
    LinkFacts facts =
        new LinkFacts(
            proof.key().peerId(),
            proof.key(),
            crossing.local(),
            crossing.remote(),
            crossing.isDialled(),
            security == null ? "" : security,
            Upgrade.YAMUX);
    MuxLink link = new MuxLink(facts, upgrade.limits(), crossing.passage(), crossing.incoming());
    crossing.passage().linked();
    ctx.pipeline().replace(this, null, link.handler());
    if (!done.complete(link)) {
      link.cut(LinkEnd.cut("nobody waits for it"));
    }
    ChannelHandlerContext to = ctx.pipeline().context(link.handler());
    if (to != null && rest.isReadable()) {
      link.handler().channelRead(to, rest);
      link.handler().channelReadComplete(to);
    } else {
      rest.release();
    }
  }

  private void stopClock() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  private void fail(ChannelHandlerContext ctx, UpgradeException why) {
    stopClock();
    selection = null;
    if (done.completeExceptionally(why)) {
      Frames.close(ctx.channel());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(ctx, new UpgradeException(Reason.NOT_CONNECTED, "closed by the peer"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(ctx, Failures.upgrading(cause));
  }
}
