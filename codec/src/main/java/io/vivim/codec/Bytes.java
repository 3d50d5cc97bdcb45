package io.vivim.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Immutable bytes with value equality, ordered as unsigned bytes.
 *
 * <p>A {@link #slice} shares the array it was cut from and keeps all of it in memory; {@link
 * #compact} lets go of the rest.
 */
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

  private static final HexFormat HEX = HexFormat.of();

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] array;
  private final int offset;
  private final int size;

  private Bytes(byte[] array, int offset, int size) {
    this.array = array;
    this.offset = offset;
    this.size = size;
  }

  /** Bytes of their own: later changes to {@code source} do not show. */
  public static Bytes copyOf(byte[] source) {
    return source.length == 0 ? EMPTY : new Bytes(source.clone(), 0, source.length);
  }

  /** Bytes of their own, from a part of {@code source}. */
  public static Bytes copyOf(byte[] source, int from, int to) {
    return from == to ? EMPTY : new Bytes(Arrays.copyOfRange(source, from, to), 0, to - from);
  }

  /** Takes the array over without a copy; only for arrays that nobody else will write to. */
  public static Bytes owning(byte[] array) {
    return new Bytes(array, 0, array.length);
  }

  /**
   * The bytes that the hex digits stand for, upper or lower case.
   *
   * @throws IllegalArgumentException where the text is not hex
   */
  public static Bytes fromHex(CharSequence hex) {
    return owning(HEX.parseHex(hex));
  }

  /** The UTF-8 bytes of a text. */
  public static Bytes utf8(String text) {
    return owning(text.getBytes(StandardCharsets.UTF_8));
  }

  /** One after the other. */
  public static Bytes concat(Bytes... parts) {
    int size = 0;
    for (Bytes part : parts) {
      size = Math.addExact(size, part.size);
    }
    byte[] joined = new byte[size];
    int at = 0;
    for (Bytes part : parts) {
      System.arraycopy(part.array, part.offset, joined, at, part.size);
      at += part.size;
    }
    return owning(joined);
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** The byte at {@code index}, from 0 to 255. */
  public int at(int index) {
    return array[offset + Objects.checkIndex(index, size)] & 0xff;
  }

  /** The eight bytes at {@code index} as a number, big-endian. */
  public long longAt(int index) {
    Objects.checkFromIndexSize(index, Long.BYTES, size);
    return (long) LONG.get(array, offset + index);
  }

  /** Where {@code pattern} first stands at {@code from} or behind it, or -1. */
  public int indexOf(Bytes pattern, int from) {
    int last = offset + size - pattern.size;
    for (int at = offset + from; at <= last; at++) {
      int same = 0;
      while (same < pattern.size && array[at + same] == pattern.array[pattern.offset + same]) {
        same++;
      }
      if (same == pattern.size) {
        return at - offset;
      }
    }
    return -1;
  }

  /** The bytes from {@code from} up to and without {@code to}, sharing this array. */
  public Bytes slice(int from, int to) {
    Objects.checkFromToIndex(from, to, size);
    return from == 0 && to == size ? this : new Bytes(array, offset + from, to - from);
  }

  /** The bytes from {@code from} on, sharing this array. */
  public Bytes from(int from) {
    return slice(from, size);
  }

  /** The same bytes, holding no more memory than they need. */
  public Bytes compact() {
    return array.length == size ? this : owning(toArray());
  }

  public boolean startsWith(Bytes prefix) {
    return size >= prefix.size && slice(0, prefix.size).equals(prefix);
  }

  /** A copy that the caller may write to. */
  public byte[] toArray() {
    return Arrays.copyOfRange(array, offset, offset + size);
  }

  public String toHex() {
    return HEX.formatHex(array, offset, offset + size);
  }

  public void writeTo(OutputStream out) throws IOException {
    out.write(array, offset, size);
  }

  public InputStream inputStream() {
    return new ByteArrayInputStream(array, offset, size);
  }

  /** The array behind these bytes, for readers in this package that promise not to write. */
  byte[] backing() {
    return array;
  }

  /** Where these bytes begin in {@link #backing}. */
  int backingOffset() {
    return offset;
  }

  @Override
  public int compareTo(Bytes that) {
    return Arrays.compareUnsigned(
        array, offset, offset + size, that.array, that.offset, that.offset + that.size);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that
        && Arrays.equals(
            array, offset, offset + size, that.array, that.offset, that.offset + that.size);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + size; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  /** Hex, cut short where it would be long. */
  @Override
  public String toString() {
    return size <= 64 ? toHex() : slice(0, 60).toHex() + "… (" + size + " bytes)";
  }
}
