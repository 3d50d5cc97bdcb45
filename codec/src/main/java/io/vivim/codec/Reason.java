package io.vivim.codec;

import java.util.Locale;

/** Why bytes or a text were refused: a closed list, each with the code that vectors and CLI use. */
public enum Reason {
  /** The input ends inside an item. */
  TRUNCATED("the input ends inside an item"),
  /** Something follows the one value. */
  TRAILING_BYTES("bytes follow the value"),
  /** More bytes, or a longer text, than the limit allows. */
  TOO_LARGE("the input or an item exceeds its size limit"),
  /** More values than the limit allows. */
  TOO_MANY_ITEMS("the input holds more values than the limit"),
  /** Lists and maps nested deeper than the limit allows. */
  TOO_DEEP("nesting exceeds its limit"),

  /** An integer or a length in more bytes than it needs. */
  INTEGER_WIDTH("an integer or a length is not in its shortest form"),
  /** An item of indefinite length, or a break. */
  INDEFINITE_LENGTH("indefinite lengths are not canonical"),
  /** A head that CBOR reserves. */
  RESERVED_HEAD("the head is reserved by CBOR"),
  /** A tag other than 42. */
  TAG("only tag 42 (a link) may be used"),
  /** A tag 42 that does not hold a byte string of 0x00 and a binary CID. */
  LINK("tag 42 must hold a byte string of 0x00 and a CID"),
  /** A simple value other than false, true and null. */
  SIMPLE_VALUE("only the simple values false, true and null may be used"),
  /** A float in fewer than 64 bits. */
  FLOAT_WIDTH("floats take 64 bits"),
  /** A float that is not a finite number. */
  FLOAT_VALUE("NaN and infinities are not in the data model"),
  /** A text that is not valid UTF-8. */
  UTF8("the text is not valid UTF-8"),
  /** A map key that is not a text. */
  KEY_TYPE("map keys must be texts"),
  /** A map key that sorts before the one in front of it. */
  KEY_ORDER("map keys must be sorted by length, then by bytes"),
  /** A map key given twice. */
  DUPLICATE_KEY("a map key is given twice"),

  /** A good value, but not of the kind that the format has in its place. */
  UNEXPECTED_KIND("the value is not of the kind that belongs here"),

  /** A text that breaks the JSON grammar. */
  JSON_SYNTAX("the text is not JSON"),
  /** A number outside the integers and finite floats of the data model. */
  NUMBER_RANGE("the number is out of the data model's range"),
  /** A map that uses the key "/" in a way DAG-JSON keeps for itself. */
  RESERVED_KEY("the key \"/\" is reserved for links and bytes"),
  /** Bytes that are not unpadded standard base64. */
  BASE64("bytes must be standard base64 without padding"),

  /** A variable-length integer that is over-long or too large. */
  VARINT("the varint is not in its shortest form or exceeds 9 bytes"),
  /** A multibase text with an unknown prefix, foreign digits or stray bits. */
  MULTIBASE("the text is not canonical multibase"),
  /** A digest longer than any hash function's. */
  MULTIHASH("the multihash is malformed"),
  /** A content id of unknown version or wrong shape. */
  CID("the content id is malformed"),

  /** A CAR header that is not exactly roots and version 1. */
  CAR_HEADER("the CAR header is malformed"),
  /** A CAR version other than 1. */
  CAR_VERSION("only CAR version 1 can be read"),
  /** A CAR section too short or too long for its content id. */
  CAR_SECTION("the CAR section is malformed"),
  /** A block that is not what its content id names. */
  DIGEST_MISMATCH("the bytes do not match the digest"),
  /** A digest whose hash function is not known here. */
  HASH_UNKNOWN("the hash function is not supported");

  private final String code;
  private final String text;

  Reason(String text) {
    this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
    this.text = text;
  }

  /** The stable code, such as {@code integer-width}. */
  public String code() {
    return code;
  }

  /** One clause for people. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return code;
  }
}
