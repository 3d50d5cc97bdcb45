package io.vivim.libp2p.mdns;

import io.vivim.codec.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes one message; the form stands at {@link DnsMessage}. */
final class DnsWriter {
  /** A response, by whoever knows. */
  private static final int ANSWERING = 0x8400;

  private static final int INTERNET = 1;

  /** What others take, too. */
  private static final int SECONDS_TO_LIVE = 120;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private DnsWriter() {}

  static Bytes write(DnsMessage message) {
    DnsWriter writer = new DnsWriter();
    writer.number(0);
    writer.number(message.isResponse() ? ANSWERING : 0);
    writer.number(message.questions().size());
    // What was asked for is the answer, and the rest is additional.
    int answers = Math.min(1, message.records().size());
    writer.number(answers);
    writer.number(0);
    writer.number(message.records().size() - answers);
    message.questions().forEach(writer::question);
    message.records().forEach(writer::record);
    return Bytes.owning(writer.out.toByteArray());
  }

  private void question(DnsMessage.Question question) {
    name(question.name());
    number(question.type());
    number(INTERNET);
  }

  private void record(DnsMessage.Entry record) {
    name(record.name());
    number(record.type());
    number(INTERNET);
    number(0);
    number(SECONDS_TO_LIVE);
    DnsWriter data = new DnsWriter();
    if (record.type() == DnsMessage.PTR) {
      data.name(record.target());
    }
    for (Bytes text : record.texts()) {
      data.octet(text.size());
      data.out.writeBytes(text.toArray());
    }
    number(data.out.size());
    out.writeBytes(data.out.toByteArray());
  }

  private void name(String name) {
    for (String label : name.split("\\.", -1)) {
      byte[] bytes = label.getBytes(StandardCharsets.ISO_8859_1);
      octet(bytes.length);
      out.writeBytes(bytes);
    }
    if (!name.isEmpty()) {
      octet(0);
    }
  }

  private void number(int value) {
    octet(value >> 8);
    octet(value);
  }

  private void octet(int value) {
    out.write(value);
  }
}
