package io.vivim.libp2p.tls;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PrivateKey;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Somebody who speaks TLS by the JDK's own means, and whom nobody has to be afraid of yet. */
public final class Stranger {
  private static final int FIRST_FLIGHT_BYTES = 32 * 1024;

  private final RawPeer peer;

  private Stranger(OwnCertificate own) {
    this.peer = RawPeer.of(own);
    try {
      this.peer.library = SSLContext.getInstance("TLS").getProvider();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    this.peer.protocols = new String[] {"/yamux/1.0.0", "libp2p"};
  }

  /** With a certificate that a key vouches for. */
  public static Stranger of(PrivateKey key) {
    return new Stranger(new CertificateMaker(new SecureRandom()).make(key, Instant.now()));
  }

  /** With one that is larger than any has a reason to be. */
  public static Stranger withLargeCertificate(PrivateKey key, int bytes) {
    Forge forge = Forge.onP256().vouch(key);
    forge.notBefore = Instant.now().minusSeconds(60);
    forge.notAfter = Instant.now().plusSeconds(3600);
    // An extension that nobody knows, 1.3.6.1.4.1.53594.9.
    forge.extension(Bytes.fromHex("2b0601040183a25a09"), false, Bytes.owning(new byte[bytes]));
    return new Stranger(forge.own());
  }

  /** Shakes hands on a connection. */
  public SSLSocket over(Socket socket) throws IOException {
    SSLSocket secure =
        (SSLSocket) peer.context().getSocketFactory().createSocket(socket, "nowhere", 1, true);
    secure.setSSLParameters(parameters(secure.getSSLParameters()));
    secure.startHandshake();
    return secure;
  }

  private SSLParameters parameters(SSLParameters usual) {
    usual.setProtocols(new String[] {peer.version});
    usual.setApplicationProtocols(peer.protocols);
    return usual;
  }

  /** The record with which a handshake begins. */
  public Bytes hello() throws SSLException {
    SSLEngine engine = peer.context().createSSLEngine();
    engine.setUseClientMode(true);
    engine.setSSLParameters(parameters(engine.getSSLParameters()));
    ByteBuffer record = ByteBuffer.allocate(FIRST_FLIGHT_BYTES);
    engine.wrap(ByteBuffer.allocate(0), record);
    return Bytes.copyOf(record.array(), 0, record.position());
  }

  /** The same in as many records as it has bytes. */
  public Bytes helloInTinyRecords() throws SSLException {
    Bytes whole = hello();
    int head = 5;
    Bytes[] records = new Bytes[whole.size() - head];
    for (int i = 0; i < records.length; i++) {
      records[i] = Bytes.concat(Bytes.fromHex("1603010001"), whole.slice(head + i, head + i + 1));
    }
    return Bytes.concat(records);
  }
}
