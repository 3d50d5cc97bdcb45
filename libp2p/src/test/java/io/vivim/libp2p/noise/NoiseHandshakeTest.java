package io.vivim.libp2p.noise;

import static io.vivim.libp2p.noise.Peers.ALICE;
import static io.vivim.libp2p.noise.Peers.ALICE_KEY;
import static io.vivim.libp2p.noise.Peers.BOB;
import static io.vivim.libp2p.noise.Peers.BOB_KEY;
import static io.vivim.libp2p.noise.Peers.CAROL_KEY;
import static io.vivim.libp2p.noise.Peers.MPLEX;
import static io.vivim.libp2p.noise.Peers.OFFER;
import static io.vivim.libp2p.noise.Peers.YAMUX;
import static io.vivim.libp2p.noise.Peers.done;
import static io.vivim.libp2p.noise.Peers.failed;
import static io.vivim.libp2p.noise.Peers.random;
import static io.vivim.libp2p.noise.Peers.receive;
import static io.vivim.libp2p.noise.Peers.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class NoiseHandshakeTest {
  /** What both sides come to. */
  private record Ends(List<NoiseOutput> dialler, List<NoiseOutput> listener) {}

  private static Ends run(NoiseHandshake dialler, NoiseHandshake listener) {
    assertThat(listener.start()).isEmpty();
    Bytes second = sent(receive(listener, sent(dialler.start())));
    List<NoiseOutput> atDialler = receive(dialler, second);
    return new Ends(atDialler, receive(listener, sent(atDialler)));
  }

  private static NoiseExtensions muxers(String list) {
    return NoiseExtensions.ofMuxers(list.equals("-") ? List.of() : List.of(list.split(" ")));
  }

  private static Ends runWithMuxers(String diallers, String listeners) {
    return run(
        NoiseHandshake.dialler(ALICE, muxers(diallers), null, random(1)),
        NoiseHandshake.listener(BOB, muxers(listeners), null, random(2)));
  }

  @Test
  void bothLearnWhoTheOtherIsAndReadEachOther() throws NoiseException {
    Ends ends = run(Peers.dialler(), Peers.listener());

    assertThat(done(ends.dialler()).peer()).isEqualTo(BOB_KEY.publicKey());
    assertThat(done(ends.listener()).peer()).isEqualTo(ALICE_KEY.publicKey());
    Peers.assertConnected(done(ends.dialler()), done(ends.listener()));
  }

  @ParameterizedTest
  @EnumSource
  void everyKindOfKeyIsAnIdentity(KeyType type) throws NoiseException {
    PrivateKey key = PrivateKey.generate(type, new SecureRandom());
    NoiseIdentity own = NoiseIdentity.of(key, new SecureRandom());
    Ends dialling =
        run(
            NoiseHandshake.dialler(own, OFFER, BOB_KEY.publicKey().peerId(), random(1)),
            Peers.listener());
    Ends dialled =
        run(
            NoiseHandshake.dialler(ALICE, OFFER, key.publicKey().peerId(), random(1)),
            NoiseHandshake.listener(own, OFFER, ALICE_KEY.publicKey().peerId(), random(2)));

    assertThat(done(dialling.listener()).peer()).isEqualTo(key.publicKey());
    assertThat(done(dialled.dialler()).peer()).isEqualTo(key.publicKey());
    Peers.assertConnected(done(dialled.dialler()), done(dialled.listener()));
  }

  @Test
  void theNativeLibraryAndTheJdkReadEachOther() throws NoiseException {
    NoiseEngine jdk = NoiseEngine.ofJdk();
    NoiseIdentity byJdk = new NoiseIdentity(jdk, BOB_KEY, jdk.newKeyPair(random(3)));
    Ends ends = run(Peers.dialler(), NoiseHandshake.listener(byJdk, OFFER, null, random(2)));
    Peers.assertConnected(done(ends.dialler()), done(ends.listener()));
  }

  @Test
  void theOutcomeIsTheSameHoweverTheInputIsCut() throws NoiseException {
    Random cuts = new Random(5);
    for (int round = 0; round < 20; round++) {
      NoiseHandshake dialler = Peers.dialler();
      NoiseHandshake listener = Peers.listener();
      Bytes second = sent(cut(listener, sent(dialler.start()), cuts));
      List<NoiseOutput> atDialler = cut(dialler, second, cuts);
      List<NoiseOutput> atListener = cut(listener, sent(atDialler), cuts);
      Peers.assertConnected(done(atDialler), done(atListener));
    }
  }

  private static List<NoiseOutput> cut(NoiseHandshake machine, Bytes input, Random cuts) {
    List<NoiseOutput> outputs = new ArrayList<>();
    for (int at = 0; at < input.size(); ) {
      int end = Math.min(input.size(), at + cuts.nextInt(5));
      outputs.addAll(receive(machine, input.slice(at, end)));
      at = end;
    }
    return outputs;
  }

  @Test
  void whatFollowsTheHandshakeStaysInTheInput() throws NoiseException {
    NoiseHandshake dialler = Peers.dialler();
    NoiseHandshake listener = Peers.listener();
    List<NoiseOutput> atDialler = receive(dialler, sent(receive(listener, sent(dialler.start()))));
    Bytes frame = Peers.seal(done(atDialler).outbound(), Bytes.utf8("at once"));

    ByteBuffer in = ByteBuffer.wrap(Bytes.concat(sent(atDialler), frame).toArray());
    NoiseOutput.Done atListener = done(listener.receive(in));

    assertThat(in.remaining()).isEqualTo(frame.size());
    assertThat(listener.receive(in)).isEmpty();
    assertThat(in.remaining()).isEqualTo(frame.size());
    assertThat(Peers.bytes(atListener.inbound().open(in).orElseThrow()))
        .isEqualTo(Bytes.utf8("at once"));
  }

  @Test
  void aMessageOfTheHandshakeIsNoFrameAfterIt() {
    NoiseHandshake dialler = Peers.dialler();
    NoiseHandshake listener = Peers.listener();
    List<NoiseOutput> atDialler = receive(dialler, sent(receive(listener, sent(dialler.start()))));
    Bytes third = sent(atDialler);
    NoiseOutput.Done atListener = done(receive(listener, third));

    ByteBuffer again = ByteBuffer.wrap(third.toArray());
    assertThat(listener.receive(again)).isEmpty();
    assertThatThrownBy(() -> atListener.inbound().open(again))
        .isInstanceOfSatisfying(
            NoiseException.class, e -> assertThat(e.error()).isEqualTo(NoiseError.BAD_TAG));
  }

  @Test
  void aDiallerShowsItselfToNobodyElseThanItDialled() {
    NoiseHandshake dialler =
        NoiseHandshake.dialler(ALICE, OFFER, CAROL_KEY.publicKey().peerId(), random(1));
    Bytes second = sent(receive(Peers.listener(), sent(dialler.start())));

    assertThat(receive(dialler, second)).containsExactly(failed(NoiseError.OTHER_PEER));
    assertThat(receive(dialler, second)).isEmpty();
  }

  @Test
  void aListenerThatWaitsForAPeerTakesNoOther() {
    NoiseHandshake listener =
        NoiseHandshake.listener(BOB, OFFER, CAROL_KEY.publicKey().peerId(), random(2));
    Ends ends = run(Peers.dialler(), listener);

    assertThat(ends.listener()).containsExactly(failed(NoiseError.OTHER_PEER));
  }

  @ParameterizedTest
  @CsvSource({
    YAMUX + "," + YAMUX + "," + YAMUX,
    YAMUX + " " + MPLEX + "," + MPLEX + " " + YAMUX + "," + YAMUX,
    MPLEX + " " + YAMUX + "," + YAMUX + " " + MPLEX + "," + MPLEX,
    "/other " + YAMUX + "," + MPLEX + " " + YAMUX + "," + YAMUX,
    "-," + YAMUX + ",",
    YAMUX + ",-,",
    "-,-,",
  })
  void theFirstMuxerOfTheDiallerThatBothHaveIsChosen(
      String diallers, String listeners, @Nullable String chosen) {
    Ends ends = runWithMuxers(diallers, listeners);

    assertThat(done(ends.dialler()).muxer()).isEqualTo(chosen);
    assertThat(done(ends.listener()).muxer()).isEqualTo(chosen);
  }

  @Test
  void withoutACommonMuxerThereIsNoConnection() throws NoiseException {
    Ends ends = runWithMuxers(YAMUX, MPLEX);
    assertThat(ends.dialler()).containsExactly(failed(NoiseError.NO_COMMON_MUXER));

    RoguePeer stubborn = RoguePeer.dialling(Peers.filled(11));
    NoiseHandshake listener = Peers.listener();
    stubborn.hear(sent(receive(listener, stubborn.say(Bytes.EMPTY))));
    Bytes third = stubborn.say(ALICE.payload(NoiseExtensions.ofMuxers(List.of(MPLEX))));
    assertThat(receive(listener, third)).containsExactly(failed(NoiseError.NO_COMMON_MUXER));
  }

  @Test
  void aDiallerTellsOnlyTheMuxerThatIsChosen() throws NoiseException {
    RoguePeer listener = RoguePeer.listening(Peers.filled(12));
    NoiseHandshake dialler =
        NoiseHandshake.dialler(ALICE, muxers("/other " + YAMUX + " " + MPLEX), null, random(1));
    listener.hear(sent(dialler.start()));
    Bytes second = listener.say(BOB.payload(muxers(MPLEX + " " + YAMUX)));
    Bytes third = sent(receive(dialler, second));

    assertThat(Payload.decode(listener.hear(third)).extensions().muxers()).containsExactly(YAMUX);
  }

  @Test
  void certificateHashesReachTheOtherSide() {
    List<Bytes> hashes = List.of(Bytes.fromHex("1220aa"), Bytes.fromHex("1220bb"));
    NoiseExtensions offer = new NoiseExtensions(hashes, List.of(YAMUX));
    Ends ends = run(Peers.dialler(), NoiseHandshake.listener(BOB, offer, null, random(2)));

    assertThat(done(ends.dialler()).certificateHashes()).isEqualTo(hashes);
    assertThat(done(ends.listener()).certificateHashes()).isEmpty();
  }

  @Test
  void extensionsThatNoMessageCanCarryAreRefusedAtOnce() {
    NoiseExtensions tooMuch = muxers("/" + "x".repeat(NoiseHandshake.MAX_PAYLOAD_BYTES));
    assertThatThrownBy(() -> NoiseHandshake.listener(BOB, tooMuch, null, random(2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDiallerStartsBeforeItReceives() {
    NoiseHandshake dialler = Peers.dialler();
    assertThatThrownBy(() -> receive(dialler, Peers.sent(Peers.dialler().start())))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void everyHandshakeHasKeysOfItsOwn() {
    SecureRandom random = random(1);
    Bytes one = sent(NoiseHandshake.dialler(ALICE, OFFER, null, random).start());
    Bytes other = sent(NoiseHandshake.dialler(ALICE, OFFER, null, random).start());
    assertThat(one).isNotEqualTo(other);
    assertThat(NoiseIdentity.of(ALICE_KEY, random).staticKey().publicKey())
        .isNotEqualTo(NoiseIdentity.of(ALICE_KEY, random).staticKey().publicKey());
  }

  @Test
  void anIdentityPrintsNothingOfItsSecrets() {
    assertThat(ALICE).hasToString("NoiseIdentity[" + ALICE_KEY.publicKey().peerId() + "]");
    assertThat(ALICE.staticKey()).hasToString("DhKeyPair[" + ALICE.staticKey().publicKey() + "]");
  }
}
