package io.vivim.libp2p.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What holds for any input whatever. */
final class NoiseLaws {
  private NoiseLaws() {}

  /** What a machine made of an input, and how much of it was left. */
  private record Outcome(List<NoiseOutput> outputs, int left) {}

  private static Outcome run(NoiseHandshake machine, Bytes input, int piece) {
    List<NoiseOutput> outputs = new ArrayList<>(machine.start());
    int at = 0;
    while (at < input.size()) {
      int end = Math.min(input.size(), at + piece);
      ByteBuffer in = ByteBuffer.wrap(input.slice(at, end).toArray());
      outputs.addAll(machine.receive(in));
      at += in.position();
      if (in.hasRemaining()) {
        break;
      }
    }
    return new Outcome(outputs, input.size() - at);
  }

  /**
   * Wherever the input is cut, the outcome is the same; it ends at most once, and with its last
   * output; only an end leaves input behind; nobody gets in without the keys.
   */
  static void anyInput(Bytes input) {
    law(run(Peers.dialler(), input, Integer.MAX_VALUE), run(Peers.dialler(), input, 1));
    law(run(Peers.listener(), input, Integer.MAX_VALUE), run(Peers.listener(), input, 1));
  }

  private static void law(Outcome whole, Outcome cut) {
    assertThat(cut.outputs()).isEqualTo(whole.outputs());
    assertThat(whole.outputs()).noneMatch(NoiseOutput.Done.class::isInstance);
    long ends = whole.outputs().stream().filter(NoiseLaws::ends).count();
    if (ends == 0) {
      assertThat(whole.left()).isZero();
      assertThat(cut.left()).isZero();
    } else {
      assertThat(ends).isEqualTo(1);
      assertThat(ends(whole.outputs().get(whole.outputs().size() - 1))).isTrue();
      assertThat(cut.left()).isEqualTo(whole.left());
    }
  }

  private static boolean ends(NoiseOutput output) {
    return !(output instanceof NoiseOutput.Send);
  }

  /**
   * A payload of a peer that has the keys is refused, or it is that peer's; what is read of it is
   * read again from what is written of it.
   */
  static void anyPayload(Bytes payload) {
    NoiseHandshake dialler =
        NoiseHandshake.dialler(Peers.ALICE, Peers.OFFER, null, Peers.random(1));
    RoguePeer listener = RoguePeer.listening(Peers.filled(12));
    try {
      listener.hear(Peers.sent(dialler.start()));
      List<NoiseOutput> outputs = Peers.receive(dialler, listener.say(payload));
      if (outputs.get(outputs.size() - 1) instanceof NoiseOutput.Done done) {
        assertThat(outputs).hasSize(2);
        assertThat(done.peer()).isEqualTo(Peers.BOB_KEY.publicKey());
      } else {
        assertThat(outputs).hasSize(1);
      }
    } catch (NoiseException e) {
      throw new AssertionError("a peer's own messages are its own", e);
    }
    try {
      Payload read = Payload.decode(payload);
      assertThat(Payload.decode(read.encode())).isEqualTo(read);
    } catch (NoiseException e) {
      assertThat(e.error()).isEqualTo(NoiseError.BAD_PAYLOAD);
    }
  }
}
