package io.vivim.libp2p.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What holds for any input whatever. */
final class SelectLaws {
  static final String YAMUX = "/yamux/1.0.0";
  static final String PING = "/ipfs/ping/1.0.0";

  private SelectLaws() {}

  /** What a machine made of an input, and how much of it was left. */
  record Outcome(List<SelectOutput> outputs, int left) {}

  static Outcome initiator(Bytes input, int piece) {
    Initiator machine = new Initiator(List.of(YAMUX, PING));
    return run(machine::receive, input, piece);
  }

  static Outcome responder(Bytes input, int piece) {
    Responder machine = new Responder(Set.of(YAMUX, PING)::contains);
    return run(machine::receive, input, piece);
  }

  private static Outcome run(
      Function<ByteBuffer, List<SelectOutput>> receive, Bytes input, int piece) {
    List<SelectOutput> outputs = new ArrayList<>();
    int at = 0;
    while (at < input.size()) {
      int end = Math.min(input.size(), at + piece);
      ByteBuffer in = ByteBuffer.wrap(input.slice(at, end).toArray());
      outputs.addAll(receive.apply(in));
      at += in.position();
      if (in.hasRemaining()) {
        break;
      }
    }
    return new Outcome(outputs, input.size() - at);
  }

  /**
   * Wherever the input is cut, the outcome is the same; it ends at most once, and with its last
   * output; only an end leaves input behind; answers are far smaller than what they answer.
   */
  static void anyInput(Bytes input) {
    law(initiator(input, Integer.MAX_VALUE), initiator(input, 1), input);
    law(responder(input, Integer.MAX_VALUE), responder(input, 1), input);
  }

  private static void law(Outcome whole, Outcome cut, Bytes input) {
    assertThat(cut.outputs()).isEqualTo(whole.outputs());
    assertThat(whole.outputs().stream().filter(SelectLaws::ends).count()).isLessThanOrEqualTo(1);
    boolean ended = whole.outputs().stream().anyMatch(SelectLaws::ends);
    if (ended) {
      assertThat(ends(whole.outputs().get(whole.outputs().size() - 1))).isTrue();
      assertThat(cut.left()).isEqualTo(whole.left());
    } else {
      assertThat(whole.left()).isZero();
    }
    assertThat(whole.outputs().size()).isLessThanOrEqualTo(input.size() + 1);
  }

  private static boolean ends(SelectOutput output) {
    return !(output instanceof SelectOutput.Send);
  }
}
