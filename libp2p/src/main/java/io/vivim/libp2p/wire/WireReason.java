package io.vivim.libp2p.wire;

import java.util.Locale;

/** Why bytes are no protobuf message that we read: a closed list. */
public enum WireReason {
  /** The message ends inside a field. */
  TRUNCATED("the message ends inside a field"),
  /** The message, or the field, exceeds what its reader allows. */
  TOO_LARGE("the message exceeds its size limit"),
  /** A varint in more bytes than it needs, or of more than 64 bits. */
  VARINT("the varint is not in its shortest form or exceeds 64 bits"),
  /** A field number of 0, or of more than 29 bits. */
  FIELD_NUMBER("the field number is out of range"),
  /** A group, or a wire type that nobody has defined. */
  WIRE_TYPE("groups and undefined wire types are not read"),
  /** A known field whose value is of another type than it has to be. */
  FIELD_TYPE("the field has a value of another type"),
  /** A field given twice that may be there once. */
  REPEATED_FIELD("the field is given twice"),
  /** A number where names have numbers, which is nobody's. */
  VALUE("the field has a value that nobody has defined"),
  /** A string that is not valid UTF-8. */
  UTF8("the string is not valid UTF-8");

  private final String code;
  private final String text;

  WireReason(String text) {
    this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
    this.text = text;
  }

  /** The stable code, such as {@code field-number}. */
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
