package io.vivim.libp2p.gossip.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import io.vivim.libp2p.wire.WireException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes what a peer of pubsub says. */
final class GossipRpcFuzz {
  private static final RpcLimits LIMITS = new RpcLimits(4096, 1024, 8, 8, 32, 64, 8, 4, 256, 100);

  static Stream<byte[]> seeds() {
    return Stream.of(Examples.everything(), Rpc.of(Examples.signed()), Rpc.of(Examples.plain()))
        .map(rpc -> rpc.encode().toArray());
  }

  /** It is refused within itself, or is within the limits and is read as the same again. */
  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrIsTheSameWhenWrittenAgain(byte[] input) throws WireException {
    law(Bytes.copyOf(input));
  }

  static void law(Bytes input) throws WireException {
    Rpc rpc;
    try {
      rpc = Rpc.decode(input, LIMITS);
    } catch (WireException e) {
      assertThat(e.offset()).isBetween(0, Math.max(input.size(), LIMITS.rpcBytes()));
      return;
    }
    assertThat(rpc.messages()).hasSizeLessThanOrEqualTo(LIMITS.messages());
    assertThat(rpc.wanted().size() + rpc.unwanted().size()).isLessThanOrEqualTo(LIMITS.ids());
    rpc.messages().forEach(GossipMessage::verify);
    assertThat(Rpc.decode(rpc.encode(), RpcLimits.DEFAULT)).isEqualTo(rpc);
  }
}
