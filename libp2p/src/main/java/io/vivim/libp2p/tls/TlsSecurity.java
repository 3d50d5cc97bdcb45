package io.vivim.libp2p.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.ChannelHandler;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Secures connections by TLS 1.3 in the way of libp2p (libp2p specifications, "tls"): both sides
 * show a certificate that their key vouches for, and the muxer is agreed on by ALPN.
 *
 * <p>Each handler is for one connection and goes in front of the handlers that are to see {@link
 * TlsEvent}s and data. {@link TlsEvent.Secured} comes before any data, and before that nothing can
 * be written. For any number of threads.
 */
public final class TlsSecurity implements AutoCloseable {
  /** Its name for multistream-select. */
  public static final String PROTOCOL = "/tls/1.0.0";

  /** How long a handshake may take. */
  public static final long HANDSHAKE_MILLIS = 10_000;

  /** What is best written at once: some full records, which are sealed into one buffer. */
  public static final int PIECE_BYTES = 64 * 1024;

  private static final int MAX_ALPN_BYTES = 255;

  private final TlsContexts contexts;

  /**
   * Makes a certificate, which serves as long as this does.
   *
   * @param muxers the protocols of muxers to be agreed on with the handshake, the dearest first
   */
  public TlsSecurity(
      PrivateKey identity, List<String> muxers, InstantSource clock, SecureRandom random) {
    this(TlsStack.preferred(), identity, muxers, clock, random);
  }

  TlsSecurity(
      TlsStack stack,
      PrivateKey identity,
      List<String> muxers,
      InstantSource clock,
      SecureRandom random) {
    muxers.forEach(TlsSecurity::checkMuxer);
    List<String> protocols = new ArrayList<>(muxers);
    protocols.add(TlsHandler.MUXER_LATER);
    OwnCertificate own = new CertificateMaker(random).make(identity, clock.instant());
    this.contexts = new TlsContexts(stack, own, new PeerTrust(clock), protocols);
  }

  private static void checkMuxer(String muxer) {
    if (muxer.isEmpty()
        || muxer.getBytes(UTF_8).length > MAX_ALPN_BYTES
        || muxer.equals(TlsHandler.MUXER_LATER)) {
      throw new IllegalArgumentException("no name for a muxer: " + muxer);
    }
  }

  /**
   * For a connection that we have dialled.
   *
   * @param expected whom; anybody else is refused
   */
  public ChannelHandler dialler(PeerId expected) {
    return new TlsHandler(allocator -> contexts.dialler(allocator, expected));
  }

  /** For a connection to a peer of whom only the address is known. */
  public ChannelHandler diallerOfAnybody() {
    return new TlsHandler(allocator -> contexts.dialler(allocator, null));
  }

  /** For a connection that came in. */
  public ChannelHandler listener() {
    return new TlsHandler(contexts::listener);
  }

  /** Gives back what is held outside of Java's heap; connections that are secured go on. */
  @Override
  public void close() {
    contexts.close();
  }
}
