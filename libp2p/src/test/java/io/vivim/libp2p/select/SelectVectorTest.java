package io.vivim.libp2p.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vivim.codec.Bytes;
import io.vivim.testvectors.Vectors;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class SelectVectorTest {
  @TestFactory
  Stream<DynamicTest> messagesAreReadAndWritten() {
    return Vectors.load("multistream").cases("valid").stream()
        .map(
            c ->
                dynamicTest(
                    c.toString(),
                    () -> {
                      Bytes hex = Bytes.fromHex(c.text("hex"));
                      assertThat(new MessageReader().next(ByteBuffer.wrap(hex.toArray())))
                          .hasValue(c.text("text"));
                      assertThat(Message.encode(c.text("text"))).isEqualTo(hex);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> badMessagesAreRefusedForTheirReason() {
    return Vectors.load("multistream").cases("invalid").stream()
        .map(
            c ->
                dynamicTest(
                    c.toString(),
                    () -> {
                      ByteBuffer in = ByteBuffer.wrap(Bytes.fromHex(c.text("hex")).toArray());
                      assertThatThrownBy(() -> new MessageReader().next(in))
                          .isInstanceOfSatisfying(
                              BadMessageException.class,
                              e ->
                                  assertThat(e.error())
                                      .isEqualTo(SelectError.valueOf(c.text("reason"))));
                    }));
  }
}
