package io.vivim.libp2p.select;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vivim.codec.Bytes;
import io.vivim.codec.Varint;

/**
 * The messages of multistream-select (libp2p specifications, "connections"):
 *
 * <pre>
 * length of the rest | text in UTF-8 | newline
 * varint             |               | 0a
 * </pre>
 */
final class Message {
  /** The longest message, with its newline and without its length. */
  static final int MAX_MESSAGE_BYTES = 1024;

  /** What both sides say first. */
  static final String HEADER = "/multistream/1.0.0";

  /** What a responder says to a protocol that it does not speak. */
  static final String NOT_AVAILABLE = "na";

  /** The question for all protocols. It is optional, and answered with {@link #NOT_AVAILABLE}. */
  static final String LIST = "ls";

  private Message() {}

  static Bytes encode(String text) {
    Bytes line = Bytes.utf8(text + "\n");
    return Bytes.concat(Varint.encode(line.size()), line);
  }

  /**
   * The name of a protocol of our own.
   *
   * @throws IllegalArgumentException where no message can carry it, or where it means something
   *     else
   */
  static String checkedName(String protocol) {
    if (protocol.isEmpty()
        || isReserved(protocol)
        || protocol.contains("\n")
        || protocol.getBytes(UTF_8).length >= MAX_MESSAGE_BYTES) {
      throw new IllegalArgumentException("no name for a protocol: " + protocol);
    }
    return protocol;
  }

  /** Whether a text means something else than a protocol. */
  static boolean isReserved(String text) {
    return text.equals(HEADER) || text.equals(NOT_AVAILABLE) || text.equals(LIST);
  }
}
