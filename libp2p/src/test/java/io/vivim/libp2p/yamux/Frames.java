package io.vivim.libp2p.yamux;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Frames as bytes, and outputs as texts that tests can compare. */
final class Frames {
  static final int SYN = FrameHeader.SYN;
  static final int ACK = FrameHeader.ACK;
  static final int FIN = FrameHeader.FIN;
  static final int RST = FrameHeader.RST;

  private Frames() {}

  static Bytes header(FrameHeader.Type type, int flags, long stream, long length) {
    ByteBuffer out = ByteBuffer.allocate(FrameHeader.HEADER_BYTES);
    new FrameHeader(type, flags, stream, length).writeTo(out);
    return Bytes.copyOf(out.array());
  }

  static Bytes update(int flags, long stream, long delta) {
    return header(FrameHeader.Type.WINDOW_UPDATE, flags, stream, delta);
  }

  static Bytes data(int flags, long stream, Bytes payload) {
    return Bytes.concat(header(FrameHeader.Type.DATA, flags, stream, payload.size()), payload);
  }

  static Bytes data(int flags, long stream, String payload) {
    return data(flags, stream, Bytes.utf8(payload));
  }

  static Bytes zeros(int flags, long stream, int size) {
    return data(flags, stream, Bytes.owning(new byte[size]));
  }

  static Bytes ping(int flags, long value) {
    return header(FrameHeader.Type.PING, flags, 0, value);
  }

  static Bytes goAway(long code) {
    return header(FrameHeader.Type.GO_AWAY, 0, 0, code);
  }

  /** What a machine asks for as it takes all of an input. */
  static List<YamuxOutput> receive(Yamux yamux, ByteBuffer in, long now) {
    List<YamuxOutput> outputs = new ArrayList<>();
    do {
      outputs.addAll(yamux.receive(in, now));
    } while (in.hasRemaining());
    return outputs;
  }

  /** All that outputs send, as the peer receives it. */
  static Bytes sent(List<YamuxOutput> outputs) {
    List<Bytes> parts = new ArrayList<>();
    for (YamuxOutput output : outputs) {
      if (output instanceof YamuxOutput.Send send) {
        ByteBuffer header = ByteBuffer.allocate(FrameHeader.HEADER_BYTES);
        send.header().writeTo(header);
        parts.add(Bytes.owning(header.array()));
        parts.add(bytesOf(send.payload()));
      }
    }
    return Bytes.concat(parts.toArray(Bytes[]::new));
  }

  static Bytes bytesOf(ByteBuffer view) {
    byte[] bytes = new byte[view.remaining()];
    view.duplicate().get(bytes);
    return Bytes.owning(bytes);
  }

  /** Each output in a few words, such as {@code send DATA ACK 2 5} or {@code Incoming 1}. */
  static List<String> words(List<YamuxOutput> outputs) {
    return outputs.stream().map(Frames::words).toList();
  }

  private static String words(YamuxOutput output) {
    if (output instanceof YamuxOutput.Send send) {
      FrameHeader header = send.header();
      String flags = flagsOf(header.flags());
      return "send " + header.type() + flags + " " + header.stream() + " " + header.length();
    }
    if (output instanceof YamuxOutput.Data data) {
      return "Data " + data.stream() + " " + UTF_8.decode(data.bytes().duplicate());
    }
    String name = output.getClass().getSimpleName();
    String fields = output.toString().substring(name.length()).replaceAll("\\w+=|[\\[\\],]", " ");
    return (name + fields).strip().replaceAll(" +", " ");
  }

  static String flagsOf(int flags) {
    return ((flags & SYN) != 0 ? " SYN" : "")
        + ((flags & ACK) != 0 ? " ACK" : "")
        + ((flags & FIN) != 0 ? " FIN" : "")
        + ((flags & RST) != 0 ? " RST" : "");
  }
}
