package io.vivim.libp2p.mdns;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.wire.WireException;
import io.vivim.libp2p.wire.WireReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads one message; the form stands at {@link DnsMessage}. */
final class DnsReader {
  private static final int MAX_QUESTIONS = 64;
  private static final int MAX_RECORDS = 256;
  private static final int MAX_NAME_BYTES = 255;
  private static final int POINTER = 0xc0;
  private static final int RESPONSE = 0x8000;

  /** Bits of the flags that are 0 in all messages of interest: what it is, and how it went. */
  private static final int OPERATION_AND_FAULT = 0x780f;

  private final Bytes bytes;
  private int at;

  DnsReader(Bytes bytes) {
    this.bytes = bytes;
  }

  DnsMessage read() throws WireException {
    if (bytes.size() > DnsMessage.MAX_BYTES) {
      throw new WireException(WireReason.TOO_LARGE, DnsMessage.MAX_BYTES);
    }
    int unusedId = number();
    int flags = number();
    if ((flags & OPERATION_AND_FAULT) != 0) {
      throw new WireException(WireReason.VALUE, 2);
    }
    int questionCount = number();
    int recordCount = number() + number() + number();
    if (questionCount > MAX_QUESTIONS || recordCount > MAX_RECORDS) {
      throw new WireException(WireReason.TOO_LARGE, at);
    }
    List<DnsMessage.Question> questions = new ArrayList<>();
    for (int i = 0; i < questionCount; i++) {
      String name = name();
      questions.add(new DnsMessage.Question(name, number()));
      skip(2);
    }
    List<DnsMessage.Entry> records = new ArrayList<>();
    for (int i = 0; i < recordCount; i++) {
      records.add(record());
    }
    if (at != bytes.size()) {
      throw new WireException(WireReason.TOO_LARGE, at);
    }
    return new DnsMessage((flags & RESPONSE) != 0, questions, records);
  }

  private DnsMessage.Entry record() throws WireException {
    String name = name();
    int type = number();
    // Its class, and for how long it holds.
    skip(2 + 4);
    int size = number();
    int end = at + size;
    skip(size);
    int behind = at;
    at = end - size;
    String target = type == DnsMessage.PTR ? name() : "";
    List<Bytes> texts = type == DnsMessage.TXT ? texts(end) : List.of();
    boolean isWhole = type != DnsMessage.PTR || at == end;
    if (!isWhole) {
      throw new WireException(WireReason.TRUNCATED, at);
    }
    at = behind;
    return new DnsMessage.Entry(name, type, target, texts);
  }

  private List<Bytes> texts(int end) throws WireException {
    List<Bytes> texts = new ArrayList<>();
    while (at < end) {
      int size = octet();
      if (size > end - at) {
        throw new WireException(WireReason.TRUNCATED, at);
      }
      texts.add(bytes.slice(at, at + size).compact());
      at += size;
    }
    return texts;
  }

  /** A name in small letters, since large ones mean the same. */
  private String name() throws WireException {
    StringBuilder name = new StringBuilder();
    int behind = -1;
    int before = at;
    for (int size = octet(); size != 0; size = octet()) {
      if ((size & POINTER) == POINTER) {
        int target = (size & ~POINTER) << 8 | octet();
        behind = behind < 0 ? at : behind;
        // Always farther back, and so never in circles.
        if (target >= before) {
          throw new WireException(WireReason.VALUE, at);
        }
        before = target;
        at = target;
      } else if ((size & POINTER) != 0 || name.length() + size >= MAX_NAME_BYTES) {
        throw new WireException(WireReason.TOO_LARGE, at);
      } else {
        if (size > bytes.size() - at) {
          throw new WireException(WireReason.TRUNCATED, at);
        }
        byte[] label = bytes.slice(at, at + size).toArray();
        name.append(name.length() == 0 ? "" : ".");
        name.append(new String(label, StandardCharsets.ISO_8859_1));
        at += size;
      }
    }
    at = behind < 0 ? at : behind;
    return name.toString().toLowerCase(Locale.ROOT);
  }

  private int octet() throws WireException {
    if (at >= bytes.size()) {
      throw new WireException(WireReason.TRUNCATED, bytes.size());
    }
    return bytes.at(at++);
  }

  private int number() throws WireException {
    int high = octet();
    return high << 8 | octet();
  }

  private void skip(int size) throws WireException {
    if (size > bytes.size() - at) {
      throw new WireException(WireReason.TRUNCATED, bytes.size());
    }
    at += size;
  }
}
