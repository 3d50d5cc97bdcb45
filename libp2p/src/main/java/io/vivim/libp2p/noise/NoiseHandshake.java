package io.vivim.libp2p.noise;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PublicKey;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One side of the handshake Noise_XX_25519_ChaChaPoly_SHA256 with libp2p's payload. Not for several
 * threads at once.
 *
 * <p>It is a state machine: bytes in, outputs out, nothing after {@link NoiseOutput.Done} or {@link
 * NoiseOutput.Failed}. The dialler shows who it is only to a peer that has proven to be the one
 * that was dialled; a listener has to show it to whoever asks. How long a handshake may take is for
 * its caller to say.
 */
public final class NoiseHandshake {
  /** The longest payload: the longest keys and signatures take less than half of it. */
  public static final int MAX_PAYLOAD_BYTES = 8192;

  private final NoiseIdentity self;
  private final NoiseExtensions offer;
  private final @Nullable PeerId wanted;
  private final boolean dialler;
  private final XxState noise;
  private final MessageReader reader = new MessageReader();
  private boolean over;

  private NoiseHandshake(
      boolean dialler,
      NoiseIdentity self,
      NoiseExtensions offer,
      @Nullable PeerId wanted,
      SecureRandom random) {
    if (self.payload(offer).size() > MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException("a payload has up to " + MAX_PAYLOAD_BYTES + " bytes");
    }
    this.dialler = dialler;
    this.self = self;
    this.offer = offer;
    this.wanted = wanted;
    this.noise =
        new XxState(
            self.engine(),
            dialler,
            Bytes.EMPTY,
            self.staticKey(),
            () -> self.engine().newKeyPair(random));
  }

  /**
   * The side that dialled.
   *
   * @param offer what to tell the peer once it has proven who it is
   * @param wanted the peer that was dialled; null where anyone will do
   */
  public static NoiseHandshake dialler(
      NoiseIdentity self, NoiseExtensions offer, @Nullable PeerId wanted, SecureRandom random) {
    return new NoiseHandshake(true, self, offer, wanted, random);
  }

  /**
   * The side that was dialled.
   *
   * @param offer what to tell the peer, before it has proven anything
   * @param wanted the peer that is waited for; null where anyone will do
   */
  public static NoiseHandshake listener(
      NoiseIdentity self, NoiseExtensions offer, @Nullable PeerId wanted, SecureRandom random) {
    return new NoiseHandshake(false, self, offer, wanted, random);
  }

  /** What goes out first; a listener has nothing to say. To be called once. */
  public List<NoiseOutput> start() {
    if (!dialler) {
      return List.of();
    }
    try {
      return List.of(send(Bytes.EMPTY));
    } catch (NoiseException e) {
      throw new IllegalStateException("nothing is sealed yet", e);
    }
  }

  /**
   * Takes what came from the peer, up to the end of the handshake; what the input then still holds
   * is sealed.
   */
  public List<NoiseOutput> receive(ByteBuffer in) {
    List<NoiseOutput> outputs = new ArrayList<>();
    try {
      while (!over) {
        Optional<Bytes> message = next(in);
        if (message.isEmpty()) {
          break;
        }
        outputs.addAll(answer(noise.read(message.get())));
      }
    } catch (NoiseException e) {
      over = true;
      outputs.add(new NoiseOutput.Failed(e.error()));
    }
    return outputs;
  }

  private Optional<Bytes> next(ByteBuffer in) throws NoiseException {
    return noise.messages() == 0
        ? reader.next(in, noise.nextBytes(0), NoiseError.TRAILING_BYTES)
        : reader.next(in, noise.nextBytes(MAX_PAYLOAD_BYTES), NoiseError.TOO_LARGE);
  }

  private List<NoiseOutput> answer(Bytes payload) throws NoiseException {
    if (noise.messages() == 1) {
      return List.of(send(self.payload(offer)));
    }
    Payload theirs = Payload.decode(payload);
    PublicKey peer = proven(theirs);
    if (!dialler) {
      String muxer = common(theirs.extensions().muxers(), offer.muxers());
      return List.of(done(peer, muxer, theirs));
    }
    String muxer = common(offer.muxers(), theirs.extensions().muxers());
    return List.of(send(self.payload(offering(muxer))), done(peer, muxer, theirs));
  }

  /** Whose payload it is. */
  private PublicKey proven(Payload theirs) throws NoiseException {
    PublicKey peer;
    try {
      peer = PublicKey.decode(theirs.identityKey());
    } catch (PeerException e) {
      throw new NoiseException(NoiseError.BAD_IDENTITY_KEY);
    }
    if (!NoiseIdentity.isProven(peer, noise.theirStatic(), theirs.signature())) {
      throw new NoiseException(NoiseError.BAD_SIGNATURE);
    }
    if (wanted != null && !wanted.isOf(peer)) {
      throw new NoiseException(NoiseError.OTHER_PEER);
    }
    return peer;
  }

  /** The first of the dialler's that both have; null where one side leaves that for later. */
  private static @Nullable String common(List<String> diallers, List<String> listeners)
      throws NoiseException {
    if (diallers.isEmpty() || listeners.isEmpty()) {
      return null;
    }
    for (String muxer : diallers) {
      if (listeners.contains(muxer)) {
        return muxer;
      }
    }
    throw new NoiseException(NoiseError.NO_COMMON_MUXER);
  }

  /**
   * What a dialler tells. Of the muxers only the chosen one: some listeners would go by their own
   * order.
   */
  private NoiseExtensions offering(@Nullable String muxer) {
    return muxer == null ? offer : new NoiseExtensions(offer.certificateHashes(), List.of(muxer));
  }

  private NoiseOutput send(Bytes payload) throws NoiseException {
    return new NoiseOutput.Send(MessageReader.frame(noise.write(payload)));
  }

  private NoiseOutput done(PublicKey peer, @Nullable String muxer, Payload theirs) {
    over = true;
    CipherState[] keys = noise.split();
    return new NoiseOutput.Done(
        peer,
        muxer,
        theirs.extensions().certificateHashes(),
        new NoiseCipher(keys[0]),
        new NoiseCipher(keys[1]));
  }
}
