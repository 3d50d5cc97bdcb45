package io.vivim.libp2p.address;

import io.vivim.codec.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The path of an HTTP resource without its first slash: bytes as they are, in text one segment of
 * RFC 3986, section 3.3. Written, all but the unreserved characters is escaped.
 */
final class HttpPathForm implements ValueForm {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final int ESCAPE_CHARS = 3;

  /** What a segment may hold besides unreserved characters and escapes. */
  private static final String SUB_DELIMITERS_AND_TWO = "!$&'()*+,;=:@";

  @Override
  public Optional<Bytes> read(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (isUnreserved(c) || SUB_DELIMITERS_AND_TWO.indexOf(c) >= 0) {
        bytes.write(c);
        at++;
      } else {
        int escaped = c == '%' ? escaped(text, at + 1) : -1;
        if (escaped < 0) {
          return Optional.empty();
        }
        bytes.write(escaped);
        at += ESCAPE_CHARS;
      }
    }
    return Optional.of(Bytes.owning(bytes.toByteArray()));
  }

  /** The byte of two hex digits, or -1. */
  private static int escaped(String text, int at) {
    if (at + 2 > text.length()) {
      return -1;
    }
    char high = text.charAt(at);
    char low = text.charAt(at + 1);
    return HexFormat.isHexDigit(high) && HexFormat.isHexDigit(low)
        ? HexFormat.fromHexDigits(text, at, at + 2)
        : -1;
  }

  @Override
  public boolean accepts(Bytes value) {
    return true;
  }

  @Override
  public String write(Bytes value) {
    StringBuilder text = new StringBuilder(value.size());
    for (int i = 0; i < value.size(); i++) {
      int b = value.at(i);
      if (isUnreserved(b)) {
        text.append((char) b);
      } else {
        text.append('%').append(HEX.toHexDigits((byte) b));
      }
    }
    return text.toString();
  }

  private static boolean isUnreserved(int c) {
    return isLetterOrDigit(c) || "-._~".indexOf(c) >= 0;
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
