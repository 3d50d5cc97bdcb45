package io.vivim.libp2p.dns;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/**
 * Names that may be asked for, in the form in which they are: ASCII, lower case, without a dot
 * last.
 */
final class HostName {
  private static final int MAX_CHARS = 253;

  private HostName() {}

  /** The form of a name; nothing where no server may have it. */
  static Optional<String> of(String name) {
    if (name.length() > MAX_CHARS) {
      return Optional.empty();
    }
    try {
      String ascii = IDN.toASCII(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
      boolean isGood =
          !ascii.isEmpty()
              && ascii.length() <= MAX_CHARS
              && ascii.chars().allMatch(HostName::isOfAName)
              && !ascii.startsWith(".")
              && !ascii.endsWith(".")
              && !ascii.contains("..");
      return isGood ? Optional.of(ascii.toLowerCase(Locale.ROOT)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isOfAName(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.';
  }
}
