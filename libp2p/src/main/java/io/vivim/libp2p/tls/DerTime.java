package io.vivim.libp2p.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.time.ZoneOffset.UTC;

import io.vivim.codec.Bytes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;

/**
 * The times of a certificate, in whole seconds (RFC 5280, section 4.1.2.5).
 *
 * <pre>
 *   1950 to 2049   UTCTime           YYMMDDHHMMSSZ
 *   other years    GeneralizedTime   YYYYMMDDHHMMSSZ, read for all years
 * </pre>
 */
final class DerTime {
  private static final int FIRST_SHORT_YEAR = 1950;
  private static final int LAST_SHORT_YEAR = 2049;
  private static final int MAX_YEAR = 9999;

  /** What stands behind the year, and how many digits a long year has. */
  private static final int REST_CHARS = 11;

  private static final int LONG_YEAR_DIGITS = 4;
  private static final int SHORT_YEAR_DIGITS = 2;

  private DerTime() {}

  static Bytes encode(Instant time) {
    LocalDateTime date = LocalDateTime.ofInstant(time, UTC);
    int year = date.getYear();
    if (year < 0 || year > MAX_YEAR) {
      throw new IllegalArgumentException("no certificate is valid in the year " + year);
    }
    boolean isShort = year >= FIRST_SHORT_YEAR && year <= LAST_SHORT_YEAR;
    StringBuilder text = new StringBuilder(LONG_YEAR_DIGITS + REST_CHARS);
    append(text, isShort ? year % 100 : year, isShort ? SHORT_YEAR_DIGITS : LONG_YEAR_DIGITS);
    append(text, date.getMonthValue(), 2);
    append(text, date.getDayOfMonth(), 2);
    append(text, date.getHour(), 2);
    append(text, date.getMinute(), 2);
    append(text, date.getSecond(), 2);
    text.append('Z');
    int tag = isShort ? Der.UTC_TIME : Der.GENERALIZED_TIME;
    return Der.element(tag, Bytes.owning(text.toString().getBytes(US_ASCII)));
  }

  private static void append(StringBuilder text, int number, int digits) {
    String written = Integer.toString(number);
    text.append("0".repeat(digits - written.length())).append(written);
  }

  /** The next element as a time. */
  static Instant read(DerReader in) throws DerException {
    boolean isShort = in.tag() == Der.UTC_TIME;
    Bytes text = in.content(isShort ? Der.UTC_TIME : Der.GENERALIZED_TIME);
    int yearDigits = isShort ? SHORT_YEAR_DIGITS : LONG_YEAR_DIGITS;
    if (text.size() != yearDigits + REST_CHARS || text.at(text.size() - 1) != 'Z') {
      throw new DerException("a time of another form");
    }
    int year = number(text, 0, yearDigits);
    if (isShort) {
      year += year < FIRST_SHORT_YEAR % 100 ? 2000 : 1900;
    }
    Bytes rest = text.from(yearDigits);
    try {
      return LocalDateTime.of(
              year,
              number(rest, 0, 2),
              number(rest, 2, 2),
              number(rest, 4, 2),
              number(rest, 6, 2),
              number(rest, 8, 2))
          .toInstant(UTC);
    } catch (DateTimeException e) {
      throw new DerException("no such time");
    }
  }

  private static int number(Bytes text, int from, int digits) throws DerException {
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = text.at(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new DerException("no digit");
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
