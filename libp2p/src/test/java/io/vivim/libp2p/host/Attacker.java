package io.vivim.libp2p.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.Protocol;
import io.vivim.libp2p.link.LinkSettings;
import io.vivim.libp2p.noise.NoiseCipher;
import io.vivim.libp2p.noise.NoiseException;
import io.vivim.libp2p.noise.NoiseExtensions;
import io.vivim.libp2p.noise.NoiseHandshake;
import io.vivim.libp2p.noise.NoiseIdentity;
import io.vivim.libp2p.noise.NoiseOutput;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.tls.Stranger;
import io.vivim.libp2p.yamux.FrameHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A stranger with a socket, who knows all the protocols and follows none of their rules. */
final class Attacker implements AutoCloseable {
  static final int SYN = 1;
  static final int ACK = 2;
  static final int FIN = 4;
  static final int RST = 8;

  private static final int RECEIVE_BUFFER_BYTES = 16 * 1024;
  private static final int MOST_MILLIS = 60_000;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Socket socket;
  private final OutputStream out;

  /** Null before there is a link, and where it is one over TLS. */
  private @Nullable NoiseCipher outbound;

  /** Null where there is no TLS. */
  private @Nullable SSLSocket tls;

  /** Who it says it is, once it does. */
  private @Nullable PeerId peer;

  private Attacker(Socket socket) throws IOException {
    this.socket = socket;
    this.out = socket.getOutputStream();
  }

  /** Connects and says nothing. */
  static Attacker connect(Multiaddr address) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(MOST_MILLIS);
    int port = address.first(Protocol.TCP).orElseThrow().number();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MOST_MILLIS);
    return new Attacker(socket);
  }

  /** Goes all the way to a link, as a peer that nobody knows; its streams have odd ids. */
  static Attacker link(Multiaddr address) throws IOException {
    return link(address, LinkSettings.NOISE);
  }

  /** The same by a security. */
  static Attacker link(Multiaddr address, String security) throws IOException {
    Attacker attacker = connect(address);
    PrivateKey key = PrivateKey.generate(KeyType.ED25519, RANDOM);
    if (security.equals(LinkSettings.TLS)) {
      attacker.secureByTls(key);
    } else {
      attacker.secure(key, List.of("/yamux/1.0.0"));
    }
    return attacker;
  }

  private void agree(String security) throws IOException {
    send(line("/multistream/1.0.0"));
    send(line(security));
    expect(line("/multistream/1.0.0"));
    expect(line(security));
  }

  private void secureByTls(PrivateKey key) throws IOException {
    peer = key.publicKey().peerId();
    agree(LinkSettings.TLS);
    tls = Stranger.of(key).over(socket);
  }

  /** Agrees on TLS, and leaves it to the caller. */
  Socket agreedOnTls() throws IOException {
    agree(LinkSettings.TLS);
    return socket;
  }

  /** Asks for new keys, which is all that is left of renegotiation. */
  void renewKeys() throws IOException {
    Objects.requireNonNull(tls, "no link over TLS").startHandshake();
  }

  /**
   * Agrees on Noise and goes through its handshake.
   *
   * @param muxers offered along with it
   */
  void secure(PrivateKey key, List<String> muxers) throws IOException {
    peer = key.publicKey().peerId();
    agree(LinkSettings.NOISE);
    NoiseHandshake handshake =
        NoiseHandshake.dialler(
            NoiseIdentity.of(key, RANDOM), NoiseExtensions.ofMuxers(muxers), null, RANDOM);
    List<NoiseOutput> outputs = handshake.start();
    while (!isDone(outputs)) {
      outputs = handshake.receive(ByteBuffer.wrap(readNoiseMessage()));
    }
  }

  PeerId peer() {
    return Objects.requireNonNull(peer, "nobody yet");
  }

  private boolean isDone(List<NoiseOutput> outputs) throws IOException {
    for (NoiseOutput output : outputs) {
      if (output instanceof NoiseOutput.Send send) {
        send(send.bytes());
      } else if (output instanceof NoiseOutput.Done done) {
        outbound = done.outbound();
        return true;
      } else if (output instanceof NoiseOutput.Failed failed) {
        throw new IOException("handshake: " + failed.error());
      }
    }
    return false;
  }

  private byte[] readNoiseMessage() throws IOException {
    byte[] length = socket.getInputStream().readNBytes(2);
    int size = ByteBuffer.wrap(length).getShort() & 0xffff;
    ByteBuffer whole = ByteBuffer.allocate(2 + size).put(length);
    return whole.put(socket.getInputStream().readNBytes(size)).array();
  }

  private void expect(Bytes wanted) throws IOException {
    Bytes came = Bytes.owning(socket.getInputStream().readNBytes(wanted.size()));
    if (!came.equals(wanted)) {
      throw new IOException("came: " + came);
    }
  }

  /** A message of multistream-select. */
  static Bytes line(String text) {
    byte[] bytes = (text + "\n").getBytes(UTF_8);
    return Bytes.concat(Bytes.owning(new byte[] {(byte) bytes.length}), Bytes.owning(bytes));
  }

  /** What opens a stream and proposes a protocol on it. */
  static Bytes open(long stream, String protocol) {
    return data(SYN, stream, Bytes.concat(line("/multistream/1.0.0"), line(protocol)));
  }

  static Bytes syn(long stream) {
    return header(FrameHeader.Type.WINDOW_UPDATE, SYN, stream, 0);
  }

  static Bytes reset(long stream) {
    return header(FrameHeader.Type.WINDOW_UPDATE, RST, stream, 0);
  }

  static Bytes zeros(int size) {
    return Bytes.owning(new byte[size]);
  }

  /** The id of one of its streams. */
  static long odd(int i) {
    return 2L * i + 1;
  }

  static Bytes data(int flags, long stream, Bytes payload) {
    return Bytes.concat(header(FrameHeader.Type.DATA, flags, stream, payload.size()), payload);
  }

  static Bytes header(FrameHeader.Type type, int flags, long stream, long length) {
    ByteBuffer header = ByteBuffer.allocate(FrameHeader.HEADER_BYTES);
    new FrameHeader(type, flags, stream, length).writeTo(header);
    return Bytes.owning(header.array());
  }

  void send(Bytes bytes) throws IOException {
    out.write(bytes.toArray());
    out.flush();
  }

  /** Sends frames of yamux, sealed; a message of Noise for none of them, too. */
  void frames(Bytes frames) throws IOException {
    if (tls != null) {
      tls.getOutputStream().write(frames.toArray());
      return;
    }
    NoiseCipher cipher = Objects.requireNonNull(outbound, "no link");
    try {
      int at = 0;
      do {
        int size = Math.min(NoiseCipher.MAX_PLAINTEXT_BYTES, frames.size() - at);
        ByteBuffer sealed = ByteBuffer.allocate(size + NoiseCipher.OVERHEAD_BYTES);
        cipher.seal(ByteBuffer.wrap(frames.slice(at, at + size).toArray()), sealed);
        out.write(sealed.array());
        at += size;
      } while (at < frames.size());
      out.flush();
    } catch (NoiseException e) {
      throw new IOException(e);
    }
  }

  /** Sends the same again and again until the other side has had enough; tells whether it had. */
  boolean flood(Frame frame, int most) {
    try {
      for (int i = 0; i < most; i++) {
        frames(frame.number(i));
      }
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** One of many frames. */
  interface Frame {
    Bytes number(int i);
  }

  /** Reads the head of an answer of HTTP. */
  void awaitHead() throws IOException {
    int last = 0;
    while (last != 0x0d0a0d0a) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("no answer");
      }
      last = last << 8 | next;
    }
  }

  /** Reads whatever comes, until the other side closes, and then does the same. */
  void awaitClose() throws IOException {
    awaitEnd();
    hangUp();
  }

  /** Reads whatever comes, until the other side ends, and keeps its socket open all the same. */
  void awaitEnd() {
    byte[] any = new byte[RECEIVE_BUFFER_BYTES];
    try {
      while (socket.getInputStream().read(any) >= 0) {
        // What comes is of no interest.
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("still open", e);
    } catch (IOException e) {
      // Reset is as good as closed.
    }
  }

  /** Sends no more, and goes on to listen: whatever it sent arrives before its end. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  void hangUp() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    hangUp();
  }
}
