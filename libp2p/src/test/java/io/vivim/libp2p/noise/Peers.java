package io.vivim.libp2p.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PrivateKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/** Peers with fixed keys, and what tests ask of their handshakes. */
final class Peers {
  static final String YAMUX = "/yamux/1.0.0";
  static final String MPLEX = "/mplex/6.7.0";
  static final NoiseExtensions OFFER = NoiseExtensions.ofMuxers(List.of(YAMUX));

  static final NoiseEngine ENGINE = NoiseEngine.preferred();

  static final PrivateKey ALICE_KEY = key(1);
  static final PrivateKey BOB_KEY = key(2);
  static final PrivateKey CAROL_KEY = key(3);

  static final NoiseIdentity ALICE = identity(ALICE_KEY, filled(11));
  static final NoiseIdentity BOB = identity(BOB_KEY, filled(12));
  static final NoiseIdentity CAROL = identity(CAROL_KEY, filled(13));

  private Peers() {}

  static Bytes filled(int value) {
    byte[] bytes = new byte[NoiseEngine.KEY_BYTES];
    Arrays.fill(bytes, (byte) value);
    return Bytes.owning(bytes);
  }

  static PrivateKey key(int seed) {
    return PrivateKey.ofEd25519Seed(filled(seed));
  }

  static NoiseIdentity identity(PrivateKey key, Bytes staticSecret) {
    return new NoiseIdentity(ENGINE, key, ENGINE.keyPair(staticSecret));
  }

  /** The same bytes for the same seed. */
  static SecureRandom random(long seed) {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG", "SUN");
      random.setSeed(seed);
      return random;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static PrivateKey keyOf(String hex) throws PeerException {
    return PrivateKey.decode(Bytes.fromHex(hex));
  }

  static NoiseHandshake dialler() {
    return NoiseHandshake.dialler(ALICE, OFFER, BOB_KEY.publicKey().peerId(), random(1));
  }

  static NoiseHandshake listener() {
    return NoiseHandshake.listener(BOB, OFFER, null, random(2));
  }

  /** What goes out, all of it. */
  static Bytes sent(List<NoiseOutput> outputs) {
    return Bytes.concat(
        outputs.stream()
            .filter(NoiseOutput.Send.class::isInstance)
            .map(output -> ((NoiseOutput.Send) output).bytes())
            .toArray(Bytes[]::new));
  }

  static List<NoiseOutput> receive(NoiseHandshake machine, Bytes input) {
    return machine.receive(ByteBuffer.wrap(input.toArray()));
  }

  static NoiseOutput.Done done(List<NoiseOutput> outputs) {
    assertThat(outputs).isNotEmpty();
    assertThat(outputs.get(outputs.size() - 1)).isInstanceOf(NoiseOutput.Done.class);
    return (NoiseOutput.Done) outputs.get(outputs.size() - 1);
  }

  static NoiseOutput failed(NoiseError error) {
    return new NoiseOutput.Failed(error);
  }

  /** A frame with this plaintext. */
  static Bytes seal(NoiseCipher cipher, Bytes plaintext) throws NoiseException {
    ByteBuffer out = ByteBuffer.allocate(plaintext.size() + NoiseCipher.OVERHEAD_BYTES);
    cipher.seal(ByteBuffer.wrap(plaintext.toArray()), out);
    assertThat(out.hasRemaining()).isFalse();
    return Bytes.owning(out.array());
  }

  /** The plaintext of a frame that is all here. */
  static Bytes open(NoiseCipher cipher, Bytes frame) throws NoiseException {
    ByteBuffer in = ByteBuffer.wrap(frame.toArray());
    Bytes plaintext = bytes(cipher.open(in).orElseThrow());
    assertThat(in.hasRemaining()).isFalse();
    return plaintext;
  }

  static Bytes bytes(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return Bytes.owning(copy);
  }

  /** Whether what one side seals is what the other opens, both ways. */
  static void assertConnected(NoiseOutput.Done one, NoiseOutput.Done other) throws NoiseException {
    for (int i = 0; i < 3; i++) {
      Bytes there = Bytes.utf8("there " + i);
      Bytes back = Bytes.utf8("and back " + i);
      assertThat(open(other.inbound(), seal(one.outbound(), there))).isEqualTo(there);
      assertThat(open(one.inbound(), seal(other.outbound(), back))).isEqualTo(back);
    }
  }
}
