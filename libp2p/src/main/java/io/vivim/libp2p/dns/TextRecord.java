package io.vivim.libp2p.dns;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A TXT record, as a server sends it and as libp2p uses it (RFC 1035, 3.3.14; libp2p
 * specifications, "addressing").
 *
 * <pre>
 *   ( size, so many bytes )*      one text, in pieces of up to 255 bytes
 *   dnsaddr=ADDRESS               what a text that counts here says
 * </pre>
 */
final class TextRecord {
  private static final String KEY = "dnsaddr=";

  private TextRecord() {}

  /** The text of a record's bytes; nothing where a piece ends behind them. */
  static Optional<String> text(Bytes record) {
    List<Bytes> pieces = new ArrayList<>();
    int at = 0;
    while (at < record.size()) {
      int end = at + 1 + record.at(at);
      if (end > record.size()) {
        return Optional.empty();
      }
      pieces.add(record.slice(at + 1, end));
      at = end;
    }
    byte[] text = Bytes.concat(pieces.toArray(Bytes[]::new)).toArray();
    return Optional.of(new String(text, StandardCharsets.UTF_8));
  }

  /** The address that a text gives, if it does. */
  static Optional<Multiaddr> address(String text) {
    if (!text.startsWith(KEY)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Multiaddr.parse(text.substring(KEY.length())));
    } catch (AddressException e) {
      return Optional.empty();
    }
  }
}
