package io.vivim.libp2p.address;

import io.vivim.codec.Bytes;
import io.vivim.codec.Reason;
import io.vivim.codec.RefusedException;
import io.vivim.codec.Varint;

/**
 * One step of an address: a protocol and its value, if it has one.
 *
 * <pre>
 *   bytes   varint code | value              where the table gives the value's size
 *           varint code | varint size | value     where it does not
 *   text    /name  or  /name/value
 * </pre>
 */
public final class Part {
  private final Protocol protocol;
  private final Bytes value;

  private Part(Protocol protocol, Bytes value) {
    this.protocol = protocol;
    this.value = value;
  }

  /** The part of a protocol that has no value. */
  public static Part of(Protocol protocol) throws AddressException {
    return of(protocol, Bytes.EMPTY);
  }

  /** The part of a protocol and the binary form of its value. */
  public static Part of(Protocol protocol, Bytes value) throws AddressException {
    return checked(protocol, value, 0);
  }

  /** The part of a protocol and the text of its value, such as {@code 4001} for a port. */
  public static Part of(Protocol protocol, String value) throws AddressException {
    return parse(protocol, value, 0);
  }

  static Part parse(Protocol protocol, String text, int offset) throws AddressException {
    Bytes value =
        protocol
            .form()
            .read(text)
            .orElseThrow(() -> new AddressException(AddressReason.VALUE, offset));
    return checked(protocol, value, offset);
  }

  /** The part that begins at {@code from}; {@link #size} tells where it ends. */
  static Part read(Bytes bytes, int from) throws AddressException {
    long code = varint(bytes, from);
    Protocol protocol =
        Protocol.of(code)
            .orElseThrow(() -> new AddressException(AddressReason.UNKNOWN_PROTOCOL, from));
    int valueAt = from + Varint.size(code);
    long size = protocol.valueBytes();
    if (size == Protocol.VARIABLE) {
      size = varint(bytes, valueAt);
      valueAt += Varint.size(size);
    }
    if (size > bytes.size() - valueAt) {
      throw new AddressException(AddressReason.TRUNCATED, bytes.size());
    }
    return checked(protocol, bytes.slice(valueAt, valueAt + (int) size), valueAt);
  }

  private static long varint(Bytes bytes, int from) throws AddressException {
    try {
      return Varint.decode(bytes, from);
    } catch (RefusedException e) {
      if (e.reason() == Reason.TRUNCATED) {
        throw new AddressException(AddressReason.TRUNCATED, bytes.size());
      }
      throw new AddressException(AddressReason.VARINT, from);
    }
  }

  private static Part checked(Protocol protocol, Bytes value, int offset) throws AddressException {
    int size = protocol.valueBytes();
    boolean sizeIsGood = size == Protocol.VARIABLE ? !value.isEmpty() : value.size() == size;
    if (!sizeIsGood || !protocol.form().accepts(value)) {
      throw new AddressException(AddressReason.VALUE, offset);
    }
    return new Part(protocol, value);
  }

  public Protocol protocol() {
    return protocol;
  }

  /** The value's bytes; none where the protocol has no value. */
  public Bytes value() {
    return value;
  }

  /** The value's text; empty where the protocol has no value. */
  public String text() {
    return protocol.form().write(value);
  }

  /**
   * The value as a number.
   *
   * @throws IllegalStateException where the protocol's values are not ports or prefix lengths
   */
  public int number() {
    if (!(protocol.form() instanceof NumberForm)) {
      throw new IllegalStateException(protocol.tableName() + " has no number");
    }
    return NumberForm.valueOf(value);
  }

  /** How many bytes the part takes. */
  int size() {
    int head = Varint.size(protocol.code());
    int sizeOfSize = protocol.valueBytes() == Protocol.VARIABLE ? Varint.size(value.size()) : 0;
    return head + sizeOfSize + value.size();
  }

  Bytes encode() {
    Bytes code = Varint.encode(protocol.code());
    return protocol.valueBytes() == Protocol.VARIABLE
        ? Bytes.concat(code, Varint.encode(value.size()), value)
        : Bytes.concat(code, value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Part that && protocol == that.protocol && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return 31 * protocol.hashCode() + value.hashCode();
  }

  /** As in an address. */
  @Override
  public String toString() {
    String name = "/" + protocol.tableName();
    if (!protocol.hasValue()) {
      return name;
    }
    return name + (protocol.isPath() ? "" : "/") + text();
  }
}
