package io.vivim.codec;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value of the IPLD data model: what DAG-CBOR and DAG-JSON both say, immutable and equal by
 * value.
 */
public sealed interface Ipld
    permits Ipld.Null,
        Ipld.Bool,
        Ipld.Int,
        Ipld.Float64,
        Ipld.Text,
        Ipld.Binary,
        Ipld.Link,
        Ipld.Sequence,
        IpldMap {
  Ipld NULL = new Null();
  Ipld TRUE = new Bool(true);
  Ipld FALSE = new Bool(false);

  /** The null value; there is one, {@link #NULL}. */
  record Null() implements Ipld {}

  record Bool(boolean value) implements Ipld {}

  /** A finite double; 0.0 and -0.0 differ, as their bytes do. */
  record Float64(double value) implements Ipld {
    public Float64 {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("the data model has finite floats only");
      }
    }
  }

  /** Bytes as a value. */
  record Binary(Bytes value) implements Ipld {}

  /** A link to the block that the CID names. */
  record Link(Cid value) implements Ipld {}

  /** Values in order. */
  record Sequence(List<Ipld> values) implements Ipld {
    public Sequence {
      values = List.copyOf(values);
    }
  }

  /** An integer from -2^64 to 2^64 - 1, the range of CBOR's own integers. */
  final class Int implements Ipld {
    static final BigInteger MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    static final BigInteger MIN = BigInteger.ONE.shiftLeft(64).negate();

    private final long value;
    private final @Nullable BigInteger beyondLong;

    Int(long value) {
      this.value = value;
      this.beyondLong = null;
    }

    private Int(BigInteger beyondLong) {
      this.value = 0;
      this.beyondLong = beyondLong;
    }

    public boolean fitsLong() {
      return beyondLong == null;
    }

    /**
     * The value as a long.
     *
     * @throws ArithmeticException where it does not fit
     */
    public long asLong() {
      if (beyondLong != null) {
        throw new ArithmeticException("does not fit a long: " + beyondLong);
      }
      return value;
    }

    public BigInteger asBigInteger() {
      return beyondLong != null ? beyondLong : BigInteger.valueOf(value);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Int that
          && value == that.value
          && Objects.equals(beyondLong, that.beyondLong);
    }

    @Override
    public int hashCode() {
      return beyondLong != null ? beyondLong.hashCode() : Long.hashCode(value);
    }

    @Override
    public String toString() {
      return asBigInteger().toString();
    }
  }

  /** A text that UTF-8 can hold: no surrogate stands alone. */
  final class Text implements Ipld {
    private final String value;

    /** Only for texts that are known to be well formed. */
    Text(String value) {
      this.value = value;
    }

    public String value() {
      return value;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Text that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
      return value.hashCode();
    }

    @Override
    public String toString() {
      return value;
    }
  }

  static Ipld of(boolean value) {
    return value ? TRUE : FALSE;
  }

  static Int of(long value) {
    return new Int(value);
  }

  /**
   * An integer of any size that the data model has.
   *
   * @throws IllegalArgumentException below -2^64 or above 2^64 - 1
   */
  static Int of(BigInteger value) {
    if (value.bitLength() < Long.SIZE) {
      return new Int(value.longValue());
    }
    if (value.compareTo(Int.MIN) < 0 || value.compareTo(Int.MAX) > 0) {
      throw new IllegalArgumentException("outside the integers of CBOR: " + value);
    }
    return new Int(value);
  }

  static Float64 of(double value) {
    return new Float64(value);
  }

  /**
   * A text.
   *
   * @throws IllegalArgumentException where a surrogate stands alone
   */
  static Text of(String text) {
    if (!Utf8.isWellFormed(text)) {
      throw new IllegalArgumentException("a surrogate stands alone");
    }
    return new Text(text);
  }

  static Binary of(Bytes bytes) {
    return new Binary(bytes);
  }

  static Link of(Cid link) {
    return new Link(link);
  }

  static Sequence listOf(Ipld... values) {
    return new Sequence(List.of(values));
  }
}
