package io.vivim.events;

import io.vivim.codec.Ipld;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A reading of a hybrid logical clock: 48 bits of milliseconds since the Unix epoch, then 16 bits
 * of a counter that tells events of one millisecond apart.
 *
 * <p>Its text is {@code 2026-02-26T10:30:00.123Z/0007}, the counter in hex, and sorts as the number
 * does; so the year 9999 is the last.
 */
public record Timestamp(long bits) implements Comparable<Timestamp> {
  /** The last millisecond of the year 9999. */
  public static final long MAX_MILLIS = 253_402_300_799_999L;

  public static final int MAX_COUNTER = 0xffff;

  /** Before every event. */
  public static final Timestamp ZERO = new Timestamp(0);

  public static final Timestamp MAX = of(MAX_MILLIS, MAX_COUNTER);

  private static final int COUNTER_BITS = 16;
  private static final Pattern TEXT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z/[0-9a-f]{4}");
  private static final int INSTANT_CHARS = 24;
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  public Timestamp {
    if (!isInRange(bits)) {
      throw new IllegalArgumentException("beyond the year 9999");
    }
  }

  public static Timestamp of(long millis, int counter) {
    if (millis < 0 || millis > MAX_MILLIS || counter < 0 || counter > MAX_COUNTER) {
      throw new IllegalArgumentException(millis + "/" + counter);
    }
    return new Timestamp(millis << COUNTER_BITS | counter);
  }

  /** Whether these 64 bits, read as an unsigned number, are a timestamp. */
  public static boolean isInRange(long bits) {
    return bits >>> COUNTER_BITS <= MAX_MILLIS;
  }

  /** The timestamp that a text of the form above stands for. */
  public static Optional<Timestamp> parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      long millis = Instant.parse(text.substring(0, INSTANT_CHARS)).toEpochMilli();
      int counter = Integer.parseInt(text.substring(INSTANT_CHARS + 1), 16);
      Timestamp found = of(millis, counter);
      // An hour 24 or a second 60 would be another spelling of the same moment.
      return found.toString().equals(text) ? Optional.of(found) : Optional.empty();
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  public long millis() {
    return bits >>> COUNTER_BITS;
  }

  public int counter() {
    return (int) bits & MAX_COUNTER;
  }

  /** The number as headers have it. */
  public Ipld toIpld() {
    return Ipld.of(new BigInteger(Long.toUnsignedString(bits)));
  }

  /** The next reading of the same millisecond, or the first of the following one. */
  public Timestamp next() {
    return new Timestamp(bits + 1);
  }

  @Override
  public int compareTo(Timestamp that) {
    return Long.compareUnsigned(bits, that.bits);
  }

  @Override
  public String toString() {
    return INSTANT.format(Instant.ofEpochMilli(millis()))
        + "/"
        + String.format(Locale.ROOT, "%04x", counter());
  }
}
