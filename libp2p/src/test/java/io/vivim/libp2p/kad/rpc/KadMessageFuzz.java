package io.vivim.libp2p.kad.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import io.vivim.libp2p.wire.WireException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes what a peer of a DHT says. */
final class KadMessageFuzz {
  private static final MessageLimits LIMITS = new MessageLimits(4096, 64, 256, 4, 2, 100);

  static Stream<byte[]> seeds() {
    return Examples.all().stream().map(message -> message.encode().toArray());
  }

  /** It is refused within itself, or is within the limits and is read as the same again. */
  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrIsTheSameWhenWrittenAgain(byte[] input) throws WireException {
    law(Bytes.copyOf(input));
  }

  static void law(Bytes input) throws WireException {
    KadMessage message;
    try {
      message = KadMessage.decode(input, LIMITS);
    } catch (WireException e) {
      assertThat(e.offset()).isBetween(0, Math.max(input.size(), LIMITS.messageBytes()));
      return;
    }
    assertThat(message.key().size()).isLessThanOrEqualTo(LIMITS.keyBytes());
    assertThat(message.closer()).hasSizeLessThanOrEqualTo(LIMITS.peers());
    assertThat(message.providers()).hasSizeLessThanOrEqualTo(LIMITS.peers());
    assertThat(message.closer()).allMatch(peer -> peer.addresses().size() <= LIMITS.addresses());
    assertThat(KadMessage.decode(message.encode(), MessageLimits.DEFAULT)).isEqualTo(message);
  }
}
