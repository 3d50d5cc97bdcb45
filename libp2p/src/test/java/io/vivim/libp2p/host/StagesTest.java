package io.vivim.libp2p.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.codec.Varint;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Protocols that never wait, with peers that cut what they send as small as can be. */
final class StagesTest {
  private static final int MANY = 1_000_000;

  private final PrivateKey peer = PrivateKey.generate(KeyType.ED25519, new SecureRandom());

  private Stream stream(Script script) {
    return new Stream(
        new NoLink(peer.publicKey()),
        script,
        new Negotiation.Agreed("/any/1.0.0", ByteBuffer.allocate(0)),
        HostMetrics.NONE);
  }

  @Test
  void stepsThatAreDoneAtOnceTakeNoStack() {
    AtomicInteger steps = new AtomicInteger();
    CompletionStage<Void> done =
        Repeating.whileTrue(
            () -> CompletableFuture.completedFuture(steps.incrementAndGet() < MANY));
    assertThat(done).isCompleted();
    assertThat(steps).hasValue(MANY);
  }

  @Test
  void aStepThatIsWaitedForGoesOnWhereItIsDone() {
    CompletableFuture<Boolean> later = new CompletableFuture<>();
    AtomicInteger steps = new AtomicInteger();
    CompletionStage<Void> done =
        Repeating.whileTrue(
            () ->
                steps.incrementAndGet() == MANY / 2
                    ? later
                    : CompletableFuture.completedFuture(steps.get() < MANY));
    assertThat(done.toCompletableFuture()).isNotDone();
    later.complete(true);
    assertThat(done).isCompleted();
    assertThat(steps).hasValue(MANY);
  }

  @Test
  void aStepThatFailsEndsTheLoop() {
    CompletionStage<Void> thrown =
        Repeating.whileTrue(
            () -> {
              throw new IllegalArgumentException("no");
            });
    assertThat(thrown).isCompletedExceptionally();
    assertThat(Repeating.whileTrue(() -> CompletableFuture.failedFuture(new ProtocolException(""))))
        .isCompletedExceptionally();
  }

  @Test
  void aNegotiationInSinglePiecesTakesNoStack() {
    ByteArrayOutputStream proposals = new ByteArrayOutputStream();
    proposals.writeBytes(message("/multistream/1.0.0"));
    for (int i = 0; i < 60; i++) {
      proposals.writeBytes(message("/" + "x".repeat(1_000)));
    }
    proposals.writeBytes(message("/spoken/1.0.0"));
    Script script = new Script(proposals.toByteArray(), 1);
    CompletionStage<Negotiation.Agreed> agreed =
        Negotiation.answer(script, "/spoken/1.0.0"::equals);
    assertThat(agreed.toCompletableFuture().join().protocol()).isEqualTo("/spoken/1.0.0");
  }

  private static byte[] message(String text) {
    byte[] bytes = (text + "\n").getBytes(UTF_8);
    return Bytes.concat(Varint.encode(bytes.length), Bytes.owning(bytes)).toArray();
  }

  @Test
  void pingsAreSentBackWholeHoweverTheyCome() {
    byte[] pings = new byte[10_000 * 32 + 7];
    new SecureRandom().nextBytes(pings);
    for (int piece : List.of(1, 31, 32, 33, 70, pings.length)) {
      Script script = new Script(pings, piece);
      assertThat(Ping.answer(stream(script))).isCompleted();
      assertThat(script.written()).isEqualTo(Bytes.copyOf(pings, 0, 10_000 * 32).toArray());
      assertThat(script.isFinished).isTrue();
    }
  }

  @Test
  void anotherAnswerThanThePingIsRefused() {
    Script script = new Script(new byte[32], 32);
    PingStream ping = new PingStream(stream(script), new SecureRandom(), new HandTimers());
    assertThat(ping.ask()).isCompletedExceptionally();
    assertThat(script.isReset).isTrue();
  }

  @Test
  void aMessageIsReadHoweverItComes() throws ProtocolException {
    Bytes whole = Bytes.concat(Varint.encode(300), Bytes.owning(new byte[300]), Bytes.utf8("next"));
    LengthFirst inOne = new LengthFirst(300);
    ByteBuffer all = ByteBuffer.wrap(whole.toArray());
    assertThat(inOne.receive(all)).contains(Bytes.owning(new byte[300]));
    assertThat(all.remaining()).isEqualTo("next".length());
    LengthFirst bitwise = new LengthFirst(300);
    Optional<Bytes> message = Optional.empty();
    for (int i = 0; i < 302; i++) {
      assertThat(message).isEmpty();
      message = bitwise.receive(ByteBuffer.wrap(new byte[] {(byte) whole.at(i)}));
    }
    assertThat(message).contains(Bytes.owning(new byte[300]));
  }

  @Test
  void lengthsThatAreTooLongAreRefusedBeforeWhatFollowsThem() {
    for (String length : List.of("ad02", "ffff7f", "808080", "8000")) {
      ByteBuffer bytes = ByteBuffer.wrap(Bytes.fromHex(length).toArray());
      assertThatThrownBy(() -> new LengthFirst(300).receive(bytes))
          .isInstanceOf(ProtocolException.class);
    }
  }

  @Test
  void anIdentityThatEndsEarlyIsNone() {
    Script script = new Script(Bytes.fromHex("050a03").toArray(), 1);
    assertThat(IdentifyProtocol.receive(stream(script), more -> {})).isCompletedExceptionally();
  }
}
