package io.vivim.libp2p.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.link.UpgradeException.Reason;
import io.vivim.libp2p.peer.PeerId;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Links over TCP connections, plain or wrapped. */
final class SocketTransport implements Transport {
  private final Wires wires;
  private final Wrapping wrapping;
  private final Upgrade upgrade;
  private final LinkListener listener;

  /**
   * @param wires where connections are made; whoever made it closes it
   */
  SocketTransport(Wires wires, Wrapping wrapping, Upgrade upgrade, LinkListener listener) {
    this.wires = wires;
    this.wrapping = wrapping;
    this.upgrade = upgrade;
    this.listener = listener;
  }

  @Override
  public boolean takes(Multiaddr address) {
    return SocketNames.socket(address).isPresent() && wrapping.isOf(address);
  }

  @Override
  public Attempt dial(Multiaddr address, Optional<PeerId> expected) {
    Optional<Passage> admitted = listener.departs(address, expected);
    if (admitted.isEmpty()) {
      return Attempt.failed(
          new UpgradeException(Reason.NOT_ADMITTED, "by a limit, or by the gate"));
    }
    Passage passage = admitted.get();
    CompletableFuture<Link> done = new CompletableFuture<>();
    ChannelFuture connected =
        wires.connect(
            SocketNames.socket(address).orElseThrow(),
            upgrade.timeout(),
            new Dialled(address, expected, passage, done));
    tellFailure(done, passage);
    SocketAttempt attempt = new SocketAttempt(connected, done);
    connected.addListener(
        outcome -> {
          if (!outcome.isSuccess()) {
            passage.gone();
          }
        });
    connected
        .channel()
        .closeFuture()
        .addListener(
            closed -> {
              // One that is closed before it is anything fails by nothing else.
              done.completeExceptionally(new UpgradeException(Reason.NOT_CONNECTED, "closed"));
              passage.gone();
            });
    return attempt;
  }

  @Override
  public CompletionStage<Listening> listen(Multiaddr address) {
    return wrapping
        .listening(address)
        .map(inbound -> listen(address, inbound))
        .orElseGet(
            () ->
                CompletableFuture.failedFuture(
                    new IllegalArgumentException("no certificate to show at " + address)));
  }

  private CompletionStage<Listening> listen(Multiaddr address, Wrapping inbound) {
    return wires
        .bind(SocketNames.socket(address).orElseThrow(), () -> new Accepted(address, inbound))
        .whenComplete(
            (door, failure) -> {
              if (failure != null) {
                inbound.release();
              }
            })
        .thenApply(door -> new SocketListening(door, inbound, wrapping.announced(address)));
  }

  private static void tellFailure(CompletableFuture<Link> done, Passage passage) {
    CompletableFuture<Link> unused =
        done.whenComplete(
            (link, failure) -> {
              if (failure != null) {
                passage.failed(Failures.upgrading(failure));
              }
            });
  }

  /** Begins the upgrade of a connection once it is there, wrapped where it has to be. */
  private abstract class Start extends ChannelInboundHandlerAdapter {
    @Override
    public final void channelActive(ChannelHandlerContext ctx) {
      begin(ctx.channel());
      ctx.fireChannelActive();
      ctx.pipeline().remove(this);
    }

    abstract void begin(Channel channel);

    /** Where it cannot be begun, nothing behind this is there yet to end it. */
    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      failed(cause);
      Frames.close(ctx.channel());
    }

    /** Tells whoever waits for what comes of it. */
    void failed(Throwable cause) {}

    final void upgrade(
        Channel channel,
        Multiaddr address,
        Wrapping by,
        Crossing crossing,
        CompletableFuture<Link> done) {
      by.wrap(channel.pipeline(), address, crossing.isDialled());
      channel.pipeline().addLast(new UpgradeHandler(upgrade, crossing, done));
    }
  }

  /** A connection that we made. */
  private final class Dialled extends Start {
    private final Multiaddr address;
    private final Optional<PeerId> expected;
    private final Passage passage;
    private final CompletableFuture<Link> done;

    Dialled(
        Multiaddr address,
        Optional<PeerId> expected,
        Passage passage,
        CompletableFuture<Link> done) {
      this.address = address;
      this.expected = expected;
      this.passage = passage;
      this.done = done;
    }

    @Override
    void failed(Throwable cause) {
      done.completeExceptionally(Failures.upgrading(cause));
    }

    @Override
    void begin(Channel channel) {
      Multiaddr local = multiaddr(channel.localAddress(), address);
      Crossing crossing = new Crossing(local, address, true, expected, passage, listener::incoming);
      upgrade(channel, address, wrapping, crossing, done);
    }
  }

  /** A connection that was made to us. */
  private final class Accepted extends Start {
    private final Multiaddr address;
    private final Wrapping inbound;

    Accepted(Multiaddr address, Wrapping inbound) {
      this.address = address;
      this.inbound = inbound;
    }

    @Override
    void begin(Channel channel) {
      Multiaddr remote = multiaddr(channel.remoteAddress(), address);
      Multiaddr local = multiaddr(channel.localAddress(), address);
      Optional<Passage> admitted = listener.arrives(local, remote);
      if (admitted.isEmpty()) {
        Frames.close(channel);
        return;
      }
      Passage passage = admitted.get();
      channel.closeFuture().addListener(closed -> passage.gone());
      CompletableFuture<Link> done = new CompletableFuture<>();
      tellFailure(done, passage);
      CompletableFuture<Link> unused =
          done.whenComplete(
              (link, failure) -> {
                if (failure == null) {
                  listener.accepted(link);
                } else {
                  listener.refused(remote, Failures.upgrading(failure));
                }
              });
      Crossing crossing =
          new Crossing(local, remote, false, Optional.empty(), passage, listener::incoming);
      upgrade(channel, address, inbound, crossing, done);
    }
  }

  private Multiaddr multiaddr(java.net.SocketAddress socket, Multiaddr like) {
    return SocketNames.multiaddr((InetSocketAddress) socket, wrapping.suffix(like));
  }
}
