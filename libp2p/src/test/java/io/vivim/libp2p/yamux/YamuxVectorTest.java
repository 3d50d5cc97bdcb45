package io.vivim.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vivim.codec.Bytes;
import io.vivim.testvectors.Vectors;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class YamuxVectorTest {
  @TestFactory
  Stream<DynamicTest> headersAreReadAndWritten() {
    return Vectors.load("yamux").cases("valid").stream()
        .map(
            c ->
                dynamicTest(
                    c.toString(),
                    () -> {
                      Bytes hex = Bytes.fromHex(c.text("hex"));
                      FrameHeader header =
                          new FrameHeader(
                              FrameHeader.Type.valueOf(
                                  c.text("type").toUpperCase(Locale.ROOT).replace('-', '_')),
                              (int) c.number("flags"),
                              c.number("stream"),
                              c.number("length"));
                      assertThat(new FrameReader().next(ByteBuffer.wrap(hex.toArray())))
                          .isEqualTo(header);
                      ByteBuffer written = ByteBuffer.allocate(FrameHeader.HEADER_BYTES);
                      header.writeTo(written);
                      assertThat(Bytes.copyOf(written.array())).isEqualTo(hex);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> connectionsEndForTheirReason() {
    return Vectors.load("yamux").cases("invalid").stream()
        .map(
            c ->
                dynamicTest(
                    c.toString(),
                    () -> {
                      YamuxEnd end = YamuxEnd.valueOf(c.text("reason"));
                      Yamux yamux = Yamux.listener(YamuxLimits.DEFAULT, 0);
                      ByteBuffer in = ByteBuffer.wrap(Bytes.fromHex(c.text("hex")).toArray());
                      List<String> outputs = Frames.words(Frames.receive(yamux, in, 0));
                      assertThat(outputs.subList(outputs.size() - 2, outputs.size()))
                          .containsExactly("send GO_AWAY 0 " + end.code(), "Ended " + end);
                    }));
  }
}
