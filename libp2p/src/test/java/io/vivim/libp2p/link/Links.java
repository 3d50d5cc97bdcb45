package io.vivim.libp2p.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.yamux.FrameHeader;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** Links and their frames as tests need them, and what links hold. */
public final class Links {
  private Links() {}

  /** Entries in all tables of a link. */
  public static int held(Link link) {
    return ((MuxLink) link).held();
  }

  /** Those of a link that was dialled. */
  static LinkFacts facts() {
    PrivateKey key = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
    Multiaddr address = Pair.multiaddr("/ip4/10.0.0.1/tcp/1");
    return new LinkFacts(
        key.publicKey().peerId(),
        key.publicKey(),
        address,
        address,
        true,
        "/noise",
        "/yamux/1.0.0");
  }

  /** One without a length. */
  static ByteBuf frame(FrameHeader.Type type, int flags, long stream) {
    ByteBuffer header = ByteBuffer.allocate(FrameHeader.HEADER_BYTES);
    new FrameHeader(type, flags, stream, 0).writeTo(header);
    return Unpooled.wrappedBuffer(header.flip());
  }
}
