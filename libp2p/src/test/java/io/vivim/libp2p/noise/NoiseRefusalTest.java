package io.vivim.libp2p.noise;

import static io.vivim.libp2p.noise.Peers.done;
import static io.vivim.libp2p.noise.Peers.failed;
import static io.vivim.libp2p.noise.Peers.receive;
import static io.vivim.libp2p.noise.Peers.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger, or somebody between two peers, may try. */
final class NoiseRefusalTest {
  /** The bytes of a handshake between the two fixed peers. */
  private record Transcript(Bytes first, Bytes second, Bytes third) {
    static Transcript record() {
      NoiseHandshake dialler = Peers.dialler();
      NoiseHandshake listener = Peers.listener();
      Bytes first = sent(dialler.start());
      Bytes second = sent(receive(listener, first));
      return new Transcript(first, second, sent(receive(dialler, second)));
    }
  }

  private static final Transcript TRANSCRIPT = Transcript.record();

  private static Bytes flipped(Bytes bytes, int at) {
    byte[] changed = bytes.toArray();
    changed[at] ^= 1;
    return Bytes.owning(changed);
  }

  private static Bytes framed(int size) {
    return MessageReader.frame(Bytes.owning(new byte[size]));
  }

  private static NoiseHandshake startedDialler() {
    NoiseHandshake dialler = Peers.dialler();
    assertThat(sent(dialler.start())).isEqualTo(TRANSCRIPT.first());
    return dialler;
  }

  private static NoiseHandshake answeredListener() {
    NoiseHandshake listener = Peers.listener();
    assertThat(sent(receive(listener, TRANSCRIPT.first()))).isEqualTo(TRANSCRIPT.second());
    return listener;
  }

  @Test
  void theTranscriptIsGood() {
    done(receive(startedDialler(), TRANSCRIPT.second()));
    done(receive(answeredListener(), TRANSCRIPT.third()));
  }

  @Test
  void noBitOfTheSecondMessageCanBeChanged() {
    for (int at = MessageReader.LENGTH_BYTES; at < TRANSCRIPT.second().size(); at++) {
      assertThat(receive(startedDialler(), flipped(TRANSCRIPT.second(), at)))
          .containsExactly(failed(NoiseError.BAD_TAG));
    }
  }

  @Test
  void noBitOfTheThirdMessageCanBeChanged() {
    for (int at = MessageReader.LENGTH_BYTES; at < TRANSCRIPT.third().size(); at++) {
      assertThat(receive(answeredListener(), flipped(TRANSCRIPT.third(), at)))
          .containsExactly(failed(NoiseError.BAD_TAG));
    }
  }

  @Test
  void aChangedFirstMessageIsFoundByTheDialler() {
    NoiseHandshake listener = Peers.listener();
    Bytes second = sent(receive(listener, flipped(TRANSCRIPT.first(), 10)));

    assertThat(receive(startedDialler(), second)).containsExactly(failed(NoiseError.BAD_TAG));
  }

  /**
   * The keys that seal the third message are made of the listener's ephemeral key too, and that is
   * another one in each handshake. So a recorded third message is sealed by a key that this
   * listener never has.
   */
  @Test
  void aReplayedDiallerProvesNothing() {
    NoiseHandshake listener =
        NoiseHandshake.listener(Peers.BOB, Peers.OFFER, null, Peers.random(99));
    Bytes second = sent(receive(listener, TRANSCRIPT.first()));
    assertThat(second).isNotEqualTo(TRANSCRIPT.second());

    assertThat(receive(listener, TRANSCRIPT.third())).containsExactly(failed(NoiseError.BAD_TAG));
    // With the ephemeral key of the first time it would have been taken: nothing else refused it.
    done(receive(answeredListener(), TRANSCRIPT.third()));
  }

  @Test
  void aReplayedListenerProvesNothing() {
    NoiseHandshake dialler =
        NoiseHandshake.dialler(Peers.ALICE, Peers.OFFER, null, Peers.random(98));
    assertThat(sent(dialler.start())).isNotEqualTo(TRANSCRIPT.first());

    assertThat(receive(dialler, TRANSCRIPT.second())).containsExactly(failed(NoiseError.BAD_TAG));
  }

  @Test
  void aPayloadOfOneStaticKeyIsOfNoUseWithAnother() throws NoiseException {
    NoiseHandshake listener = Peers.listener();
    RoguePeer thief = RoguePeer.dialling(Peers.filled(66));
    thief.hear(sent(receive(listener, thief.say(Bytes.EMPTY))));

    Bytes stolen = Peers.ALICE.payload(Peers.OFFER);
    assertThat(receive(listener, thief.say(stolen)))
        .containsExactly(failed(NoiseError.BAD_SIGNATURE));
  }

  @Test
  void theFirstMessageIsAKeyAndNothingElse() throws NoiseException {
    assertThat(receive(Peers.listener(), RoguePeer.dialling(Peers.filled(5)).say(Bytes.utf8("x"))))
        .containsExactly(failed(NoiseError.TRAILING_BYTES));
    assertThat(receive(Peers.listener(), Bytes.fromHex("ffff")))
        .containsExactly(failed(NoiseError.TRAILING_BYTES));
    assertThat(receive(Peers.listener(), framed(31))).containsExactly(failed(NoiseError.TRUNCATED));
    assertThat(receive(Peers.listener(), framed(0))).containsExactly(failed(NoiseError.TRUNCATED));
  }

  @Test
  void shortMessagesAreTruncated() {
    Bytes second = TRANSCRIPT.second().from(MessageReader.LENGTH_BYTES);
    Bytes third = TRANSCRIPT.third().from(MessageReader.LENGTH_BYTES);
    for (int size : new int[] {0, 1, 31, 32, 79, 80, 95}) {
      assertThat(receive(startedDialler(), MessageReader.frame(second.slice(0, size))))
          .containsExactly(failed(NoiseError.TRUNCATED));
    }
    for (int size : new int[] {0, 47, 48, 63}) {
      assertThat(receive(answeredListener(), MessageReader.frame(third.slice(0, size))))
          .containsExactly(failed(NoiseError.TRUNCATED));
    }
  }

  @Test
  void messagesCutOffOrWithMoreBehindThemAreNotAuthentic() {
    Bytes second = TRANSCRIPT.second().from(MessageReader.LENGTH_BYTES);
    Bytes third = TRANSCRIPT.third().from(MessageReader.LENGTH_BYTES);
    Bytes more = Bytes.fromHex("00");

    assertThat(receive(startedDialler(), MessageReader.frame(second.slice(0, second.size() - 1))))
        .containsExactly(failed(NoiseError.BAD_TAG));
    assertThat(receive(startedDialler(), MessageReader.frame(Bytes.concat(second, more))))
        .containsExactly(failed(NoiseError.BAD_TAG));
    assertThat(receive(answeredListener(), MessageReader.frame(third.slice(0, third.size() - 1))))
        .containsExactly(failed(NoiseError.BAD_TAG));
    assertThat(receive(answeredListener(), MessageReader.frame(Bytes.concat(third, more))))
        .containsExactly(failed(NoiseError.BAD_TAG));
  }

  @Test
  void aMessageThatIsTooLargeIsRefusedByItsLength() {
    int most = 32 + 48 + 16 + NoiseHandshake.MAX_PAYLOAD_BYTES;
    Bytes tooLong = framed(most + 1).slice(0, MessageReader.LENGTH_BYTES);
    assertThat(receive(startedDialler(), tooLong)).containsExactly(failed(NoiseError.TOO_LARGE));
    assertThat(receive(answeredListener(), tooLong)).containsExactly(failed(NoiseError.TOO_LARGE));

    Bytes longest = framed(most).slice(0, MessageReader.LENGTH_BYTES);
    assertThat(receive(startedDialler(), longest)).isEmpty();
    assertThat(receive(answeredListener(), framed(most - 32))).isNotEmpty();
    assertThat(receive(answeredListener(), framed(most - 31)))
        .containsExactly(failed(NoiseError.TOO_LARGE));
  }

  @Test
  void theLongestPayloadIsTaken() throws NoiseException {
    Bytes bare = Peers.BOB.payload(NoiseExtensions.NONE);
    int room = NoiseHandshake.MAX_PAYLOAD_BYTES - bare.size();
    // Field 5 with a length of two bytes.
    int filler = room - 3;
    Bytes head = Bytes.fromHex("2a" + twoByteVarint(filler));
    Bytes longest = Bytes.concat(bare, head, Bytes.owning(new byte[filler]));
    assertThat(longest.size()).isEqualTo(NoiseHandshake.MAX_PAYLOAD_BYTES);

    NoiseHandshake dialler = startedDialler();
    RoguePeer listener = RoguePeer.listening(Peers.filled(12));
    listener.hear(TRANSCRIPT.first());
    done(receive(dialler, listener.say(longest)));
  }

  private static String twoByteVarint(int value) {
    return String.format("%02x%02x", (value & 0x7f) | 0x80, value >>> 7);
  }

  /** Points of the curve or its twist whose every even multiple is zero, and their other names. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void keysThatMakeEverySecretZeroAreRefused(String hex) {
    Bytes key = Bytes.fromHex(hex);
    for (NoiseEngine engine : List.of(NoiseEngine.preferred(), NoiseEngine.ofJdk())) {
      NoiseIdentity self =
          new NoiseIdentity(engine, Peers.BOB_KEY, engine.keyPair(Peers.filled(12)));
      NoiseHandshake listener = NoiseHandshake.listener(self, Peers.OFFER, null, Peers.random(2));
      assertThat(receive(listener, MessageReader.frame(key)))
          .containsExactly(failed(NoiseError.LOW_ORDER_POINT));

      NoiseHandshake dialler = NoiseHandshake.dialler(self, Peers.OFFER, null, Peers.random(1));
      dialler.start();
      Bytes second = Bytes.concat(key, Bytes.owning(new byte[64]));
      assertThat(receive(dialler, MessageReader.frame(second)))
          .containsExactly(failed(NoiseError.LOW_ORDER_POINT));
    }
  }

  @Test
  void arbitraryStrangersGetNoFurtherThanTheirSecondMessage() {
    NoiseHandshake listener = Peers.listener();
    Bytes junk = framed(64);
    assertThat(receive(listener, MessageReader.frame(Peers.filled(9)))).hasSize(1);
    assertThat(receive(listener, junk)).containsExactly(failed(NoiseError.BAD_TAG));
    IntStream.range(0, 3).forEach(i -> assertThat(receive(listener, junk)).isEmpty());
  }
}
