package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stable place in one log: behind the event at a position.
 *
 * <p>Its text is the log's id in hex, a dot, and the position.
 */
public record Cursor(Bytes log, long position) {
  static final int LOG_ID_BYTES = 16;

  private static final Pattern TEXT = Pattern.compile("([0-9a-f]{32})\\.(0|[1-9][0-9]{0,17})");

  public Cursor {
    if (log.size() != LOG_ID_BYTES || position < 0) {
      throw new IllegalArgumentException("no cursor");
    }
  }

  public static Optional<Cursor> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(new Cursor(Bytes.fromHex(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return log.toHex() + "." + position;
  }
}
