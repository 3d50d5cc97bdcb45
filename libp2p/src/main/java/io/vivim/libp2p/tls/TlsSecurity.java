package io.vivim.libp2p.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.ChannelHandler;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Secures connections by TLS 1.3 in the way of libp2p (libp2p specifications, "tls"): both sides
 * show a certificate that their key vouches for, and the muxer is agreed on by ALPN.
 *
 * <p>Each handler is for one connection. It is added to the end of a pipeline, or in front of the
 * handlers that are to see {@link TlsEvent}s and data; {@link TlsEvent.Secured} comes before any
 * data, and before that nothing can be written. For any number of threads.
 */
public final class TlsSecurity {
  /** Its name for multistream-select. */
  public static final String PROTOCOL = "/tls/1.0.0";

  /** How long a handshake may take. */
  public static final long HANDSHAKE_MILLIS = 10_000;

  private static final int MAX_ALPN_BYTES = 255;

  /** Where TLS elsewhere has a port; there is one whether or not anybody is expected. */
  private static final int NO_PORT = -1;

  private final TlsStack stack;
  private final List<String> protocols;
  private final OwnKey own;
  private final PeerTrust trust;
  private final SecureRandom random;
  private final SSLContext firstContext;

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
    this.stack = stack;
    this.protocols = MuxerChoice.protocols(muxers);
    this.own = new OwnKey(new CertificateMaker(stack, random).make(identity, clock.instant()));
    this.trust = new PeerTrust(new CertificateCheck(stack), clock);
    this.random = random;
    this.firstContext = newContext();
  }

  private static void checkMuxer(String muxer) {
    if (muxer.isEmpty()
        || muxer.getBytes(UTF_8).length > MAX_ALPN_BYTES
        || muxer.equals(MuxerChoice.LATER)) {
      throw new IllegalArgumentException("no name for a muxer: " + muxer);
    }
  }

  /**
   * For a connection that we have dialled.
   *
   * @param expected whom; anybody else is refused
   */
  public ChannelHandler dialler(PeerId expected) {
    return dialling(expected);
  }

  /** For a connection to a peer of whom only the address is known. */
  public ChannelHandler diallerOfAnybody() {
    return dialling(null);
  }

  /** For a connection that came in. */
  public ChannelHandler listener() {
    SSLEngine engine = engine(null);
    MuxerChoice choice = new MuxerChoice(protocols);
    engine.setUseClientMode(false);
    SSLParameters parameters = parameters(engine);
    parameters.setNeedClientAuth(true);
    engine.setSSLParameters(parameters);
    engine.setHandshakeApplicationProtocolSelector(choice);
    return new TlsHandler(engine, choice, HANDSHAKE_MILLIS);
  }

  private ChannelHandler dialling(@Nullable PeerId expected) {
    SSLEngine engine = engine(expected);
    engine.setUseClientMode(true);
    SSLParameters parameters = parameters(engine);
    parameters.setApplicationProtocols(protocols.toArray(String[]::new));
    engine.setSSLParameters(parameters);
    return new TlsHandler(engine, null, HANDSHAKE_MILLIS);
  }

  private SSLEngine engine(@Nullable PeerId expected) {
    SSLContext context = stack.sharesContext() ? firstContext : newContext();
    SSLEngine engine =
        expected == null
            ? context.createSSLEngine()
            : context.createSSLEngine(expected.toString(), NO_PORT);
    stack.refuseTickets(engine);
    return engine;
  }

  private static SSLParameters parameters(SSLEngine engine) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {TlsStack.VERSION});
    return parameters;
  }

  private SSLContext newContext() {
    try {
      SSLContext context = SSLContext.getInstance(TlsStack.VERSION, stack.tlsProvider());
      context.init(new KeyManager[] {own}, new TrustManager[] {trust}, random);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every library has TLS 1.3", e);
    }
  }
}
