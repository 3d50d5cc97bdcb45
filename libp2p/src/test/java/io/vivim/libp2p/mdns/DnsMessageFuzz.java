package io.vivim.libp2p.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import io.vivim.libp2p.wire.WireException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes what comes by multicast. */
final class DnsMessageFuzz {
  static Stream<byte[]> seeds() {
    return DnsMessageTest.all().stream().map(message -> message.encode().toArray());
  }

  /** It is refused within itself, or is no larger than it may be. */
  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrRead(byte[] input) {
    law(Bytes.copyOf(input));
  }

  static void law(Bytes input) {
    DnsMessage message;
    try {
      message = DnsMessage.decode(input);
    } catch (WireException e) {
      assertThat(e.offset()).isBetween(0, Math.max(input.size(), DnsMessage.MAX_BYTES));
      return;
    }
    assertThat(message.questions()).hasSizeLessThanOrEqualTo(64);
    assertThat(message.records())
        .hasSizeLessThanOrEqualTo(256)
        .allMatch(each -> each.name().length() < 256 && each.target().length() < 256);
  }
}
