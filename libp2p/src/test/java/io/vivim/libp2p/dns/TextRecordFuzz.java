package io.vivim.libp2p.dns;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading TXT records and the addresses in them. */
final class TextRecordFuzz {
  static Stream<byte[]> seeds() {
    return Stream.of(
            "dnsaddr=/ip4/192.0.2.1/tcp/1",
            "dnsaddr=/dnsaddr/a.example/p2p/12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA",
            "dnsaddr=",
            "v=spf1 -all",
            "")
        .map(text -> record(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] record(byte[] piece) {
    byte[] record = new byte[piece.length + 1];
    record[0] = (byte) piece.length;
    System.arraycopy(piece, 0, record, 1, piece.length);
    return record;
  }

  @MethodSource("seeds")
  @FuzzTest
  void isNoTextOrOneOfItsPiecesAndLeadsToAnAddressOrNot(byte[] input) throws AddressException {
    Optional<String> text = TextRecord.text(Bytes.copyOf(input));
    if (text.isPresent()) {
      assertThat(text.get().length()).isLessThanOrEqualTo(input.length);
      law(text.get());
    }
    law(new String(input, StandardCharsets.UTF_8));
  }

  /** Also of texts that come from elsewhere than a record. */
  private static void law(String text) throws AddressException {
    Optional<Multiaddr> address = TextRecord.address(text);
    if (address.isPresent()) {
      assertThat(TextRecord.address("dnsaddr=" + address.get())).isEqualTo(address);
    }
  }
}
