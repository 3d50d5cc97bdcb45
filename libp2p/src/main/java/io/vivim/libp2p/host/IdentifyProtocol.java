package io.vivim.libp2p.host;

import io.vivim.codec.Bytes;
import io.vivim.codec.Varint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Identify and its push: one message with its length before it, then the end of the stream. */
final class IdentifyProtocol {
  static final String ASK = "/ipfs/id/1.0.0";
  static final String PUSH = "/ipfs/id/push/1.0.0";

  private static final int BITS_A_BYTE = 7;
  private static final int MAX_LENGTH_BYTES = 3;

  private IdentifyProtocol() {}

  static void send(Stream stream, Bytes message) throws IOException {
    try (OutputStream out = stream.output()) {
      Varint.write(message.size(), out);
      out.write(message.toArray());
    }
  }

  static Identity receive(Stream stream) throws IOException {
    InputStream in = stream.input();
    int size = length(in);
    byte[] message = in.readNBytes(size);
    if (message.length < size) {
      throw new ProtocolException("an identify message that ends early");
    }
    return Identity.decode(Bytes.owning(message), stream.peer());
  }

  private static int length(InputStream in) throws IOException {
    int size = 0;
    for (int i = 0; i < MAX_LENGTH_BYTES; i++) {
      int next = in.read();
      if (next < 0) {
        throw new ProtocolException("no identify message");
      }
      size |= (next & 0x7f) << (BITS_A_BYTE * i);
      if (next < 0x80) {
        break;
      }
      if (i == MAX_LENGTH_BYTES - 1) {
        throw new ProtocolException("an identify message that is too long");
      }
    }
    if (size > Identity.MAX_MESSAGE_BYTES) {
      throw new ProtocolException("an identify message that is too long");
    }
    return size;
  }
}
