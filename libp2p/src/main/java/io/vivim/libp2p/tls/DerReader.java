package io.vivim.libp2p.tls;

import io.vivim.codec.Bytes;

/**
 * Walks over DER elements that stand side by side; the caller says what it expects and enters what
 * it wants to see the inside of.
 *
 * <p>It is strict: lengths have one form, and there is nothing behind the end. Nothing is copied
 * and nothing recurses, whatever the lengths claim.
 */
final class DerReader {
  /** What {@link #tag} says where there is nothing more. */
  static final int NONE = -1;

  private final Bytes bytes;
  private int at;

  DerReader(Bytes bytes) {
    this.bytes = bytes;
  }

  /** The tag of the next element, or {@link #NONE}. */
  int tag() {
    return at == bytes.size() ? NONE : bytes.at(at);
  }

  /** The next element, whose tag has to be this one, with its head. */
  Bytes element(int tag) throws DerException {
    int from = at;
    content(tag);
    return bytes.slice(from, at);
  }

  /** What is in the next element, whose tag has to be this one. */
  Bytes content(int tag) throws DerException {
    if (tag() != tag) {
      throw new DerException("another element");
    }
    at++;
    int length = length();
    if (length > bytes.size() - at) {
      throw new DerException("cut off");
    }
    at += length;
    return bytes.slice(at - length, at);
  }

  /** A reader inside of the next element. */
  DerReader enter(int tag) throws DerException {
    return new DerReader(content(tag));
  }

  /** The next element as bits, of which no byte has fewer than eight. */
  Bytes bits() throws DerException {
    Bytes content = content(Der.BIT_STRING);
    if (content.isEmpty() || content.at(0) != 0) {
      throw new DerException("a broken number of bytes");
    }
    return content.from(1);
  }

  /** Insists that there is nothing more. */
  void end() throws DerException {
    if (at != bytes.size()) {
      throw new DerException("something behind the end");
    }
  }

  private int length() throws DerException {
    int first = next();
    if (first < 0x80) {
      return first;
    }
    int length =
        switch (first) {
          case 0x81 -> next();
          case 0x82 -> next() << 8 | next();
          default -> throw new DerException("a length of another form");
        };
    boolean shortest = length >= (first == 0x81 ? 0x80 : 0x100);
    if (!shortest) {
      throw new DerException("a length not in its shortest form");
    }
    return length;
  }

  private int next() throws DerException {
    if (at == bytes.size()) {
      throw new DerException("cut off");
    }
    return bytes.at(at++);
  }
}
