package io.vivim.libp2p.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes walking over the fields of a message. */
final class ProtobufFuzz {
  static Stream<byte[]> seeds() {
    return Stream.of(
            "", "08ac02", "0a036162630801", "190000000000000000", "1d00000000", "0b0c", "088000")
        .map(hex -> Bytes.fromHex(hex).toArray());
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrIsWrittenAgain(byte[] input) {
    law(Bytes.copyOf(input));
  }

  /** A message is refused within itself, or its numbers and bytes are written as they were read. */
  static void law(Bytes message) {
    Bytes again = Bytes.EMPTY;
    try {
      ProtobufReader reader = ProtobufReader.of(message, 1 << 20);
      while (reader.next()) {
        Bytes field = rewritten(reader);
        int from = message.indexOf(field, again.size());
        assertThat(from).isEqualTo(again.size());
        again = Bytes.concat(again, field);
      }
    } catch (WireException e) {
      assertThat(e.offset()).isBetween(0, message.size());
      return;
    }
    assertThat(again).isEqualTo(message);
  }

  private static Bytes rewritten(ProtobufReader reader) throws WireException {
    try {
      return new ProtobufWriter().varint(reader.field(), reader.varint()).toBytes();
    } catch (WireException e) {
      if (e.reason() != WireReason.FIELD_TYPE) {
        throw e;
      }
      return new ProtobufWriter().bytes(reader.field(), reader.bytes()).toBytes();
    }
  }
}
