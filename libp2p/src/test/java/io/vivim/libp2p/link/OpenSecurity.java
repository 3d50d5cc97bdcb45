package io.vivim.libp2p.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Keeps nobody out: each side says what its key is, and is believed. */
final class OpenSecurity implements Security {
  private final PublicKey key;

  OpenSecurity(PublicKey key) {
    this.key = key;
  }

  @Override
  public String protocol() {
    return "/open/1.0.0";
  }

  @Override
  public List<ChannelHandler> handlers(
      boolean isDialled, Optional<PeerId> expected, CompletableFuture<Secured> done) {
    return List.of(new Exchange(done));
  }

  private final class Exchange extends ChannelInboundHandlerAdapter {
    private final CompletableFuture<Secured> done;
    private final ByteBuf received = Unpooled.buffer();

    Exchange(CompletableFuture<Secured> done) {
      this.done = done;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
      byte[] bytes = key.encode().toArray();
      Frames.write(ctx, Unpooled.buffer().writeByte(bytes.length).writeBytes(bytes));
      ctx.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws PeerException {
      if (done.isDone()) {
        ctx.fireChannelRead(message);
        return;
      }
      ByteBuf in = (ByteBuf) message;
      received.writeBytes(in);
      in.release();
      int size = received.getUnsignedByte(0);
      if (received.readableBytes() > size) {
        byte[] bytes = new byte[size];
        received.skipBytes(1).readBytes(bytes);
        done.complete(new Secured(PublicKey.decode(Bytes.owning(bytes)), Optional.empty()));
        ctx.fireChannelRead(received.copy());
      }
    }
  }
}
