package io.vivim.libp2p.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerException;
import java.util.List;

/** What holds for any input whatever. */
final class AddressLaws {
  private AddressLaws() {}

  /** A text is refused within itself, or is an address whose bytes and one text are the same. */
  static void text(String input) throws AddressException {
    Multiaddr address;
    try {
      address = Multiaddr.parse(input);
    } catch (AddressException e) {
      assertThat(e.offset()).isBetween(0, Math.max(input.length(), Multiaddr.MAX_BYTES));
      return;
    }
    binary(address.bytes());
    assertThat(Multiaddr.decode(address.bytes())).isEqualTo(address);
  }

  /** Bytes are refused within themselves, or are what their text and their parts give again. */
  static void binary(Bytes input) throws AddressException {
    Multiaddr address;
    try {
      address = Multiaddr.decode(input);
    } catch (AddressException e) {
      assertThat(e.offset()).isBetween(0, input.size());
      return;
    }
    assertThat(address.bytes()).isEqualTo(input);
    String text = address.toString();
    assertThat(Multiaddr.parse(text)).isEqualTo(address).hasToString(text);
    assertThat(Multiaddr.of(address.parts())).isEqualTo(address);
    for (Part part : address.parts()) {
      assertThat(Part.of(part.protocol(), part.value())).isEqualTo(part);
      assertThat(Part.of(part.protocol(), part.text())).isEqualTo(part);
      assertThat(Multiaddr.of(List.of(part)).parts()).containsExactly(part);
    }
  }

  /** Bytes are refused, or are a record that is written once and for all. */
  static void record(Bytes input) throws PeerException {
    PeerRecord record;
    try {
      record = PeerRecord.decode(input);
    } catch (PeerException e) {
      return;
    }
    Bytes written = record.encode();
    assertThat(PeerRecord.decode(written)).isEqualTo(record);
    assertThat(written.size()).isLessThanOrEqualTo(input.size());
  }
}
