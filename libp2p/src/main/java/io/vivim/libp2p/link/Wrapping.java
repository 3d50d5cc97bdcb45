package io.vivim.libp2p.link;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.vivim.libp2p.address.Multiaddr;
import java.util.Optional;

/** What a TCP connection is wrapped in before it is secured, if anything. */
interface Wrapping {
  /** Whether this is the wrapping of an address that begins with a host and a TCP port. */
  boolean isOf(Multiaddr address);

  /** The same for connections that come in at an address; nothing where it cannot be had there. */
  default Optional<Wrapping> listening(Multiaddr address) {
    return Optional.of(this);
  }

  /** Gives back what {@link #listening} took: nobody comes in by this any more. */
  default void release() {}

  /** What stands behind the port in the address of a connection. */
  String suffix(Multiaddr address);

  /** What stands behind the port where an address that is listened at is told to others. */
  default String announced(Multiaddr address) {
    return suffix(address);
  }

  /** The event in the pipeline by which a wrapping says that plain bytes pass. */
  Object READY = new Object();

  /** Adds what the wrapping needs to the pipeline of a connection that is there. */
  void wrap(ChannelPipeline pipeline, Multiaddr address, boolean isDialled);

  /** None. */
  Wrapping NONE =
      new Wrapping() {
        @Override
        public boolean isOf(Multiaddr address) {
          return address.parts().size() == 2 + (address.peerId().isPresent() ? 1 : 0);
        }

        @Override
        public String suffix(Multiaddr address) {
          return "";
        }

        @Override
        public void wrap(ChannelPipeline pipeline, Multiaddr address, boolean isDialled) {
          pipeline.addLast(
              new ChannelInboundHandlerAdapter() {
                @Override
                public void channelActive(ChannelHandlerContext ctx) {
                  ctx.fireUserEventTriggered(READY);
                  ctx.pipeline().remove(this);
                }
              });
        }
      };
}
