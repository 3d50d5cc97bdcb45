package io.vivim.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What holds for any input whatever. */
final class YamuxLaws {
  /** So small that a short input meets them. */
  static final YamuxLimits LIMITS =
      new YamuxLimits(
          4,
          4,
          3,
          3,
          1000,
          YamuxLimits.INITIAL_WINDOW_BYTES,
          YamuxLimits.INITIAL_WINDOW_BYTES,
          YamuxLimits.DEFAULT.keepAlive(),
          YamuxLimits.DEFAULT.pingTimeout());

  private YamuxLaws() {}

  /** Wherever the input is cut, the outcome is the same, and nothing grows beyond its limit. */
  static void anyInput(Bytes input) {
    List<String> whole = run(input, Integer.MAX_VALUE);

    assertThat(run(input, 1)).isEqualTo(whole);
    assertThat(run(input, 17)).isEqualTo(whole);
  }

  private static List<String> run(Bytes input, int piece) {
    Yamux yamux = Yamux.listener(LIMITS, 0);
    yamux.open(0);
    List<YamuxOutput> all = new ArrayList<>();
    int at = 0;
    while (at < input.size()) {
      int end = (int) Math.min(input.size(), (long) at + piece);
      ByteBuffer in = ByteBuffer.wrap(input.slice(at, end).toArray());
      List<YamuxOutput> outputs = Frames.receive(yamux, in, 0);
      assertThat(in.hasRemaining()).isFalse();
      assertThat(outputs.size()).isLessThanOrEqualTo(4 + in.limit() / 3);
      bounded(yamux, LIMITS);
      all.addAll(outputs);
      at = end;
    }
    endsOnce(all);
    return joined(all);
  }

  static void bounded(Yamux yamux, YamuxLimits limits) {
    assertThat(yamux.streams())
        .isLessThanOrEqualTo(limits.inboundStreams() + limits.outboundStreams());
    assertThat(yamux.unread()).isBetween(0L, limits.unreadBytes());
  }

  /**
   * The end is the last output, after a farewell with its code; every frame has one flag at most.
   */
  static void endsOnce(List<YamuxOutput> all) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i) instanceof YamuxOutput.Ended) {
        assertThat(i).isEqualTo(all.size() - 1);
      }
      if (all.get(i) instanceof YamuxOutput.Send send) {
        assertThat(Integer.bitCount(send.header().flags())).isLessThanOrEqualTo(1);
      }
    }
  }

  /** The outputs as texts, with data that came in pieces put together. */
  private static List<String> joined(List<YamuxOutput> outputs) {
    List<String> joined = new ArrayList<>();
    long stream = 0;
    for (YamuxOutput output : outputs) {
      if (output instanceof YamuxOutput.Data data) {
        String hex = Frames.bytesOf(data.bytes()).toHex();
        if (data.stream() == stream) {
          joined.add(joined.remove(joined.size() - 1) + hex);
        } else {
          joined.add("data " + data.stream() + " " + hex);
        }
        stream = data.stream();
      } else {
        joined.addAll(Frames.words(List.of(output)));
        stream = 0;
      }
    }
    return joined;
  }
}
