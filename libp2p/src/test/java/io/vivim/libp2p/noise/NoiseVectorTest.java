package io.vivim.libp2p.noise;

import static io.vivim.libp2p.noise.Peers.failed;
import static io.vivim.libp2p.noise.Peers.open;
import static io.vivim.libp2p.noise.Peers.receive;
import static io.vivim.libp2p.noise.Peers.seal;
import static io.vivim.libp2p.noise.Peers.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.testvectors.VectorCase;
import io.vivim.testvectors.Vectors;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class NoiseVectorTest {
  private static final Bytes FROM_DIALLER = Bytes.utf8("from the dialler");
  private static final Bytes FROM_LISTENER = Bytes.utf8("from the listener");

  private interface Check {
    void on(VectorCase c) throws Exception;
  }

  private static Stream<DynamicTest> tests(String list, Check check) {
    return tests(list, c -> true, check);
  }

  private static Stream<DynamicTest> tests(
      String list, Predicate<VectorCase> condition, Check check) {
    return Vectors.load("noise").cases(list).stream()
        .filter(condition)
        .map(c -> dynamicTest(c.toString(), () -> check.on(c)));
  }

  private static Bytes hex(VectorCase c, String field) {
    return Bytes.fromHex(c.text(field));
  }

  private static List<Bytes> hexes(VectorCase c, String field) {
    return texts(c, field).stream().map(Bytes::fromHex).toList();
  }

  private static List<String> texts(VectorCase c, String field) {
    List<String> texts = new ArrayList<>();
    c.fields().path(field).forEach(text -> texts.add(text.textValue()));
    return texts;
  }

  /** Gives out one secret and no other. */
  private static SecureRandom only(Bytes secret) {
    return new SecureRandom() {
      private static final long serialVersionUID = 1L;

      private boolean given;

      @Override
      public void nextBytes(byte[] out) {
        assertThat(given).isFalse();
        assertThat(out).hasSize(secret.size());
        given = true;
        System.arraycopy(secret.toArray(), 0, out, 0, out.length);
      }
    };
  }

  @TestFactory
  Stream<DynamicTest> thePublicVectorsHoldByTheNativeLibrary() {
    return tests("noise", c -> runPublic(c, NoiseEngine.preferred()));
  }

  @TestFactory
  Stream<DynamicTest> thePublicVectorsHoldByTheJdk() {
    return tests("noise", c -> runPublic(c, NoiseEngine.ofJdk()));
  }

  private static XxState side(VectorCase c, NoiseEngine engine, boolean dialler, String name) {
    return new XxState(
        engine,
        dialler,
        hex(c, "prologue"),
        engine.keyPair(hex(c, name + "Static")),
        () -> engine.keyPair(hex(c, name + "Ephemeral")));
  }

  private static void runPublic(VectorCase c, NoiseEngine engine) throws NoiseException {
    XxState dialler = side(c, engine, true, "dialler");
    XxState listener = side(c, engine, false, "listener");
    List<Bytes> payloads = new ArrayList<>();
    List<Bytes> ciphertexts = new ArrayList<>();
    c.fields()
        .path("messages")
        .forEach(
            message -> {
              payloads.add(Bytes.fromHex(message.path("payload").textValue()));
              ciphertexts.add(Bytes.fromHex(message.path("ciphertext").textValue()));
            });
    assertThat(payloads).hasSizeGreaterThan(4);
    for (int i = 0; i < 3; i++) {
      XxState writer = i % 2 == 0 ? dialler : listener;
      XxState reader = i % 2 == 0 ? listener : dialler;
      assertThat(writer.nextBytes(payloads.get(i).size())).isEqualTo(ciphertexts.get(i).size());
      assertThat(writer.write(payloads.get(i))).isEqualTo(ciphertexts.get(i));
      assertThat(reader.read(ciphertexts.get(i))).isEqualTo(payloads.get(i));
    }
    assertThat(dialler.hash()).isEqualTo(listener.hash());
    if (c.has("hash")) {
      assertThat(dialler.hash()).isEqualTo(hex(c, "hash"));
    }
    CipherState[] diallers = dialler.split();
    CipherState[] listeners = listener.split();
    for (int i = 3; i < payloads.size(); i++) {
      CipherState outbound = i % 2 == 0 ? diallers[0] : listeners[0];
      CipherState inbound = i % 2 == 0 ? listeners[1] : diallers[1];
      assertThat(outbound.seal(Bytes.EMPTY, payloads.get(i))).isEqualTo(ciphertexts.get(i));
      assertThat(inbound.open(Bytes.EMPTY, ciphertexts.get(i))).isEqualTo(payloads.get(i));
    }
  }

  private static NoiseIdentity identity(VectorCase c, String name) throws Exception {
    return Peers.identity(Peers.keyOf(c.text(name)), hex(c, name + "Static"));
  }

  @TestFactory
  Stream<DynamicTest> weDialAnotherImplementation() {
    return tests(
        "valid",
        c -> {
          List<Bytes> messages = hexes(c, "messages");
          NoiseHandshake dialler =
              NoiseHandshake.dialler(
                  identity(c, "dialler"),
                  NoiseExtensions.ofMuxers(texts(c, "diallerMuxers")),
                  PeerId.parse(c.text("listenerPeer")),
                  only(hex(c, "diallerEphemeral")));
          assertThat(sent(dialler.start())).isEqualTo(messages.get(0));
          List<NoiseOutput> outputs = receive(dialler, messages.get(1));
          NoiseOutput.Done done = Peers.done(outputs);
          assertThat(done.peer().peerId()).hasToString(c.text("listenerPeer"));
          assertThat(done.muxer()).isEqualTo(c.has("muxer") ? c.text("muxer") : null);
          assertThat(done.certificateHashes()).isEqualTo(hexes(c, "certificateHashes"));
          // They write empty extensions and we none; they send all muxers and we the chosen one.
          if (texts(c, "diallerMuxers").size() == 1 && c.has("muxer")) {
            assertThat(sent(outputs)).isEqualTo(messages.get(2));
          }
          assertThat(seal(done.outbound(), FROM_DIALLER)).isEqualTo(hex(c, "fromDialler"));
          assertThat(open(done.inbound(), hex(c, "fromListener"))).isEqualTo(FROM_LISTENER);
        });
  }

  @TestFactory
  Stream<DynamicTest> anotherImplementationDialsUs() {
    return tests(
        "valid",
        // They write empty extensions and we none, so their third message answers another second.
        c -> !texts(c, "listenerMuxers").isEmpty(),
        c -> {
          List<Bytes> messages = hexes(c, "messages");
          NoiseHandshake listener =
              NoiseHandshake.listener(
                  identity(c, "listener"),
                  new NoiseExtensions(hexes(c, "certificateHashes"), texts(c, "listenerMuxers")),
                  null,
                  only(hex(c, "listenerEphemeral")));
          assertThat(listener.start()).isEmpty();
          Bytes answer = sent(receive(listener, messages.get(0)));
          assertThat(answer).isEqualTo(messages.get(1));
          NoiseOutput.Done done = Peers.done(receive(listener, messages.get(2)));
          assertThat(done.peer().peerId()).hasToString(c.text("diallerPeer"));
          assertThat(done.muxer()).isEqualTo(c.has("muxer") ? c.text("muxer") : null);
          assertThat(done.certificateHashes()).isEmpty();
          assertThat(open(done.inbound(), hex(c, "fromDialler"))).isEqualTo(FROM_DIALLER);
          assertThat(seal(done.outbound(), FROM_LISTENER)).isEqualTo(hex(c, "fromListener"));
        });
  }

  /** What a dialler makes of a payload in the second message. */
  private static List<NoiseOutput> toDialler(VectorCase c) throws NoiseException {
    NoiseHandshake dialler =
        NoiseHandshake.dialler(Peers.ALICE, Peers.OFFER, null, Peers.random(1));
    RoguePeer listener = RoguePeer.listening(hex(c, "static"));
    listener.hear(sent(dialler.start()));
    return receive(dialler, listener.say(hex(c, "payload")));
  }

  /** What a listener makes of a payload in the third message. */
  private static List<NoiseOutput> toListener(VectorCase c) throws NoiseException {
    NoiseHandshake listener = Peers.listener();
    RoguePeer dialler = RoguePeer.dialling(hex(c, "static"));
    List<NoiseOutput> outputs = receive(listener, dialler.say(Bytes.EMPTY));
    dialler.hear(sent(outputs));
    return receive(listener, dialler.say(hex(c, "payload")));
  }

  @TestFactory
  Stream<DynamicTest> payloadsAreTakenFromWhomTheyAre() {
    return tests(
        "payloads",
        c -> {
          assertThat(Peers.done(toDialler(c)).peer().peerId()).hasToString(c.text("peer"));
          assertThat(Peers.done(toListener(c)).peer().peerId()).hasToString(c.text("peer"));
        });
  }

  @TestFactory
  Stream<DynamicTest> badPayloadsAreRefusedForTheirReason() {
    return tests(
        "invalid",
        c -> {
          NoiseError reason = NoiseError.valueOf(c.text("reason"));
          assertThat(toDialler(c)).containsExactly(failed(reason));
          assertThat(toListener(c)).containsExactly(failed(reason));
        });
  }
}
