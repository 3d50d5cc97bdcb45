package io.vivim.codec;

import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Bytes as a text whose first character names the base.
 *
 * <p>Reading is strict: a text is accepted only if encoding the bytes gives the same text again, so
 * padding, stray bits and foreign digits are refused. The hexadecimal and base32 alphabets are read
 * without regard to case, as the multibase table says.
 */
public final class Multibase {
  /** The longest text that is read. */
  public static final int MAX_CHARS = 128 * 1024;

  /** The longest text in a base that is no power of two: reading it costs the square of it. */
  public static final int MAX_RADIX_CHARS = 1024;

  public static final Multibase BASE2 =
      new Multibase(com.apicatalog.multibase.Multibase.BASE_2, MAX_CHARS, false);
  public static final Multibase BASE16 =
      new Multibase(com.apicatalog.multibase.Multibase.BASE_16, MAX_CHARS, true);
  public static final Multibase BASE16_UPPER =
      new Multibase(com.apicatalog.multibase.Multibase.BASE_16_UPPER, MAX_CHARS, true);
  public static final Multibase BASE32 = base32("base32", 'b', Base32.PLAIN::encode, Base32.PLAIN);
  public static final Multibase BASE58_BTC =
      new Multibase(com.apicatalog.multibase.Multibase.BASE_58_BTC, MAX_RADIX_CHARS, false);
  public static final Multibase BASE64 =
      new Multibase(com.apicatalog.multibase.Multibase.BASE_64, MAX_CHARS, false);
  public static final Multibase BASE64_URL =
      new Multibase(com.apicatalog.multibase.Multibase.BASE_64_URL, MAX_CHARS, false);

  /** The library lacks it; libp2p keys in CIDs use it. */
  public static final Multibase BASE36 = base36("base36", 'k', Multibase::encodeBase36);

  /** In the order in which they are met in the wild. */
  private static final List<Multibase> ALL =
      List.of(
          BASE32,
          BASE58_BTC,
          BASE64_URL,
          BASE36,
          BASE16,
          BASE64,
          base32("base32upper", 'B', bytes -> upper(Base32.PLAIN.encode(bytes)), Base32.PLAIN),
          base32("base32pad", 'c', Base32.PLAIN::encodePadded, Base32.PLAIN),
          base32("base32padupper", 'C', b -> upper(Base32.PLAIN.encodePadded(b)), Base32.PLAIN),
          base32("base32hex", 'v', Base32.HEX::encode, Base32.HEX),
          base32("base32hexupper", 'V', bytes -> upper(Base32.HEX.encode(bytes)), Base32.HEX),
          base32("base32hexpad", 't', Base32.HEX::encodePadded, Base32.HEX),
          base32("base32hexpadupper", 'T', b -> upper(Base32.HEX.encodePadded(b)), Base32.HEX),
          base36("base36upper", 'K', bytes -> upper(encodeBase36(bytes))),
          base64Padded("base64pad", 'M', Base64.getDecoder(), Base64.getEncoder()),
          base64Padded("base64urlpad", 'U', Base64.getUrlDecoder(), Base64.getUrlEncoder()),
          BASE16_UPPER,
          BASE2);

  private final com.apicatalog.multibase.Multibase base;
  private final int maxChars;
  private final boolean anyCase;

  private Multibase(com.apicatalog.multibase.Multibase base, int maxChars, boolean anyCase) {
    this.base = base;
    this.maxChars = maxChars;
    this.anyCase = anyCase;
  }

  /** The prefix and the digits. */
  public String encode(Bytes bytes) {
    return bytes.isEmpty() ? String.valueOf(base.prefix()) : base.encode(bytes.toArray());
  }

  /** The name in the multibase table. */
  public String tableName() {
    return base.name();
  }

  /** The base that {@code text} names with its first character. */
  public static Multibase of(String text) throws RefusedException {
    if (!text.isEmpty()) {
      for (Multibase candidate : ALL) {
        if (candidate.base.prefix() == text.charAt(0)) {
          return candidate;
        }
      }
    }
    throw new RefusedException(Reason.MULTIBASE, 0);
  }

  /** The bytes of a text in any base of this list. */
  public static Bytes decode(String text) throws RefusedException {
    return of(text).decodeOwn(text);
  }

  private Bytes decodeOwn(String text) throws RefusedException {
    if (text.length() > maxChars) {
      throw new RefusedException(Reason.TOO_LARGE, maxChars);
    }
    if (text.length() == 1) {
      return Bytes.EMPTY;
    }
    Bytes bytes;
    try {
      bytes = Bytes.owning(base.decode(text));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new RefusedException(Reason.MULTIBASE, 1);
    }
    String again = encode(bytes);
    if (!(anyCase ? again.equalsIgnoreCase(text) : again.equals(text))) {
      throw new RefusedException(Reason.MULTIBASE, 1);
    }
    return bytes;
  }

  private static Multibase base32(
      String name, char prefix, Function<byte[], String> encode, Base32 alphabet) {
    return new Multibase(
        new com.apicatalog.multibase.Multibase(name, prefix, 32, alphabet::decode, encode),
        MAX_CHARS,
        true);
  }

  private static Multibase base36(String name, char prefix, Function<byte[], String> encode) {
    return new Multibase(
        new com.apicatalog.multibase.Multibase(name, prefix, 36, Multibase::decodeBase36, encode),
        MAX_RADIX_CHARS,
        true);
  }

  private static Multibase base64Padded(
      String name, char prefix, Base64.Decoder decoder, Base64.Encoder encoder) {
    return new Multibase(
        new com.apicatalog.multibase.Multibase(
            name, prefix, 64, decoder::decode, encoder::encodeToString),
        MAX_CHARS,
        false);
  }

  private static String upper(String digits) {
    return digits.toUpperCase(Locale.ROOT);
  }

  private static String encodeBase36(byte[] bytes) {
    int zeros = 0;
    while (zeros < bytes.length && bytes[zeros] == 0) {
      zeros++;
    }
    String digits = zeros == bytes.length ? "" : new BigInteger(1, bytes).toString(36);
    return "0".repeat(zeros) + digits;
  }

  private static byte[] decodeBase36(String digits) {
    int zeros = 0;
    while (zeros < digits.length() && digits.charAt(zeros) == '0') {
      zeros++;
    }
    if (zeros == digits.length()) {
      return new byte[zeros];
    }
    String rest = digits.substring(zeros).toLowerCase(Locale.ROOT);
    if (rest.charAt(0) == '-' || rest.charAt(0) == '+') {
      throw new IllegalArgumentException("a sign is no digit");
    }
    byte[] magnitude = new BigInteger(rest, 36).toByteArray();
    int sign = magnitude[0] == 0 ? 1 : 0;
    byte[] bytes = new byte[zeros + magnitude.length - sign];
    System.arraycopy(magnitude, sign, bytes, zeros, magnitude.length - sign);
    return bytes;
  }
}
