package io.vivim.baseline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The one event header that codecs are measured on, ours and the peer's: 515 bytes of DAG-CBOR,
 * made by {@code js/make-event-header.js}.
 */
public final class EventHeader {
  /** The resource; beside this class, and as a file under this path of the module. */
  public static final String RESOURCE = "event-header.hex";

  private EventHeader() {}

  /** The encoded header, a fresh array. */
  public static byte[] bytes() {
    try (InputStream in = EventHeader.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + RESOURCE);
      }
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(hex.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
