package io.vivim.libp2p.address;

import java.util.Locale;

/** Why a text or bytes are no address: a closed list. */
public enum AddressReason {
  /** No part at all. */
  EMPTY("an address has at least one part"),
  /** More bytes, or a longer text, than an address may have. */
  TOO_LARGE("the address exceeds its size limit"),
  /** More parts than an address may have. */
  TOO_MANY_PARTS("the address has more parts than the limit"),
  /** A text that does not begin with a slash. */
  NO_SLASH("an address begins with a slash"),
  /** A name or a code that is not in the table; what follows cannot be read. */
  UNKNOWN_PROTOCOL("the protocol is not known"),
  /** A text that ends where the value of its last protocol has to be. */
  MISSING_VALUE("the protocol lacks its value"),
  /** A value that is none of its protocol. */
  VALUE("the value is not one of its protocol"),
  /** Something behind a path, which takes the rest of every text. */
  BEHIND_PATH("nothing can follow a path"),
  /** Bytes that end inside a part. */
  TRUNCATED("the address ends inside a part"),
  /** A code or a size in more bytes than it needs, or of more than 63 bits. */
  VARINT("the varint is not in its shortest form or exceeds 9 bytes");

  private final String code;
  private final String text;

  AddressReason(String text) {
    this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
    this.text = text;
  }

  /** The stable code, such as {@code unknown-protocol}. */
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
