package io.vivim.libp2p.mdns;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.wire.WireException;
import java.util.List;

/**
 * A message of multicast DNS (RFC 1035, 4; RFC 6762, 18), as far as it matters here.
 *
 * <pre>
 *   header    id 2 | flags 2 | number of questions, answers, authorities, additionals 2 each
 *   question  name | type 2 | class 2
 *   record    name | type 2 | class 2 | seconds 4 | size 2 | data
 *   name      ( 1 to 63 | label )*  then 0, or 11 and 14 bits: goes on there
 * </pre>
 *
 * @param records answers and additionals alike, for nobody agrees on which is which
 */
record DnsMessage(boolean isResponse, List<Question> questions, List<Entry> records) {
  static final int PTR = 12;
  static final int TXT = 16;

  /** Larger ones are not read (RFC 6762, 17). */
  static final int MAX_BYTES = 9000;

  /** Somebody asks for records. */
  record Question(String name, int type) {}

  /**
   * What somebody says of a name.
   *
   * @param target the name that a PTR record points at; else empty
   * @param texts the texts of a TXT record; else none
   */
  record Entry(String name, int type, String target, List<Bytes> texts) {
    static Entry pointer(String name, String target) {
      return new Entry(name, PTR, target, List.of());
    }

    static Entry text(String name, Bytes text) {
      return new Entry(name, TXT, "", List.of(text));
    }

    Entry {
      texts = List.copyOf(texts);
    }
  }

  DnsMessage {
    questions = List.copyOf(questions);
    records = List.copyOf(records);
  }

  /** Asks for what points from a name. */
  static DnsMessage query(String name) {
    return new DnsMessage(false, List.of(new Question(name, PTR)), List.of());
  }

  /** Answers, the first of which is what was asked for. */
  static DnsMessage response(List<Entry> records) {
    return new DnsMessage(true, List.of(), records);
  }

  /** All of these bytes as one message. */
  static DnsMessage decode(Bytes bytes) throws WireException {
    return new DnsReader(bytes).read();
  }

  /** Its bytes, in which no name is cut short. */
  Bytes encode() {
    return DnsWriter.write(this);
  }
}
