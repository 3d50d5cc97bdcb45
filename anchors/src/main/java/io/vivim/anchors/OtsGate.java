package io.vivim.anchors;

import io.vivim.codec.Bytes;

/**
 * What a calendar may answer: the serialised form of OpenTimestamps, with the operations and
 * attestations that calendars use, within limits. The library builds whatever it reads, so this
 * looks first.
 *
 * <pre>
 *   timestamp    (ff item)* item
 *   item         00 tag 8, payload           an attestation
 *                operation timestamp         of what the operation makes of the message
 *   operation    f0 bytes | f1 bytes         append, prepend
 *                02 | 03 | 08                SHA-1, RIPEMD-160, SHA-256
 *   payload      bytes                       of a pending one (83dfe30d2ef90c8e) the calendar's address,
 *                                            bytes; of Bitcoin's (0588960d73d71901) a height, number
 *   bytes        length number, so many
 *   number       seven bits a byte, the lowest first, 80 where more follow
 * </pre>
 */
final class OtsGate {
  /** What the reference client takes from a calendar. */
  static final int MAX_ANSWER_BYTES = 10_000;

  static final int MAX_DEPTH = 256;
  static final int MAX_MESSAGE_BYTES = 4096;
  static final int MAX_ADDRESS_BYTES = 1000;
  static final int MAX_ITEMS = 1024;

  private static final Bytes PENDING = Bytes.fromHex("83dfe30d2ef90c8e");
  private static final Bytes BITCOIN = Bytes.fromHex("0588960d73d71901");
  private static final int TAG_BYTES = 8;
  private static final int MAX_NUMBER_BYTES = 4;

  private static final int FORK = 0xff;
  private static final int ATTESTATION = 0x00;
  private static final int APPEND = 0xf0;
  private static final int PREPEND = 0xf1;
  private static final int SHA1 = 0x02;
  private static final int RIPEMD160 = 0x03;
  private static final int SHA256 = 0x08;
  private static final int SHORT_HASH_BYTES = 20;
  private static final int SHA256_BYTES = 32;

  private final Bytes bytes;
  private int at;
  private int items;

  private OtsGate(Bytes bytes) {
    this.bytes = bytes;
  }

  /** That an answer is not what a calendar may say. */
  private static final class Shut extends Exception {
    private static final long serialVersionUID = 1L;

    Shut() {
      super("no timestamp", null, false, false);
    }
  }

  /** Whether these bytes are a timestamp of a message of 32 bytes, and no more. */
  static boolean isTimestamp(Bytes bytes) {
    return isTimestamp(bytes, SHA256_BYTES);
  }

  /**
   * Whether these bytes are a timestamp of a message, and no more.
   *
   * <p>A message has one attestation at most, and that of the answer none: the library keeps one of
   * several, and cannot put those of different kinds in order.
   *
   * @param messageBytes how long the message is
   */
  static boolean isTimestamp(Bytes bytes, int messageBytes) {
    OtsGate gate = new OtsGate(bytes);
    try {
      gate.timestamp(messageBytes, 0);
      return gate.at == bytes.size();
    } catch (Shut e) {
      return false;
    }
  }

  private void timestamp(int messageBytes, int depth) throws Shut {
    require(depth <= MAX_DEPTH);
    int tag = next();
    int attestations = 0;
    while (tag == FORK) {
      int forked = next();
      attestations += forked == ATTESTATION ? 1 : 0;
      item(forked, messageBytes, depth);
      tag = next();
    }
    attestations += tag == ATTESTATION ? 1 : 0;
    item(tag, messageBytes, depth);
    require(attestations <= (depth == 0 ? 0 : 1));
  }

  private void item(int tag, int messageBytes, int depth) throws Shut {
    items++;
    require(items <= MAX_ITEMS);
    if (tag == ATTESTATION) {
      attestation();
    } else {
      int made = operation(tag, messageBytes);
      require(made <= MAX_MESSAGE_BYTES);
      timestamp(made, depth + 1);
    }
  }

  /** How long what it makes of a message is. */
  private int operation(int tag, int messageBytes) throws Shut {
    return switch (tag) {
      case APPEND, PREPEND -> {
        int length = bytes(MAX_MESSAGE_BYTES).size();
        require(length > 0);
        yield messageBytes + length;
      }
      case SHA1, RIPEMD160 -> SHORT_HASH_BYTES;
      case SHA256 -> SHA256_BYTES;
      default -> throw new Shut();
    };
  }

  private void attestation() throws Shut {
    Bytes tag = take(TAG_BYTES);
    OtsGate payload = new OtsGate(bytes(MAX_ANSWER_BYTES));
    if (tag.equals(PENDING)) {
      Bytes address = payload.bytes(MAX_ADDRESS_BYTES);
      for (int i = 0; i < address.size(); i++) {
        require(isOfAddress(address.at(i)));
      }
      payload.requireEnd();
    } else {
      require(tag.equals(BITCOIN));
      payload.number();
      payload.requireEnd();
    }
  }

  private static boolean isOfAddress(int each) {
    return (each >= 'a' && each <= 'z')
        || (each >= 'A' && each <= 'Z')
        || (each >= '0' && each <= '9')
        || "-._/:".indexOf(each) >= 0;
  }

  private Bytes bytes(int most) throws Shut {
    int length = number();
    require(length <= most);
    return take(length);
  }

  private int number() throws Shut {
    int value = 0;
    for (int i = 0; i < MAX_NUMBER_BYTES; i++) {
      int each = next();
      value |= (each & 0x7f) << (7 * i);
      if (each < 0x80) {
        return value;
      }
    }
    throw new Shut();
  }

  private int next() throws Shut {
    return take(1).at(0);
  }

  private Bytes take(int length) throws Shut {
    require(length <= bytes.size() - at);
    Bytes taken = bytes.slice(at, at + length);
    at += length;
    return taken;
  }

  private void requireEnd() throws Shut {
    require(at == bytes.size());
  }

  private static void require(boolean holds) throws Shut {
    if (!holds) {
      throw new Shut();
    }
  }
}
