package io.vivim.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class VarintTest {
  @TestFactory
  Stream<DynamicTest> goodVarintsHaveTheirValueAndSize() {
    return Vector.tests(
        "varint",
        "valid",
        c -> {
          Bytes in = Bytes.fromHex(c.text("hex"));
          long value = Varint.decode(in);
          assertThat(value).isEqualTo(Long.parseLong(c.text("value")));
          assertThat(Varint.read(in.inputStream(), 0)).isEqualTo(value);
          assertThat(Varint.size(value)).isEqualTo((int) c.number("size"));
          assertThat(Varint.encode(value)).isEqualTo(in.slice(0, (int) c.number("size")));
        });
  }

  @TestFactory
  Stream<DynamicTest> badVarintsAreRefusedWithTheirReason() {
    return Vector.tests(
        "varint",
        "invalid",
        c -> {
          Bytes in = Bytes.fromHex(c.text("hex"));
          assertThatThrownBy(() -> Varint.decode(in))
              .isInstanceOfSatisfying(
                  RefusedException.class,
                  e -> assertThat(e.refusal()).isEqualTo(Vector.refusal(c)));
        });
  }

  @TestFactory
  Stream<DynamicTest> badVarintsOfAStreamAreRefusedForTheSameReason() {
    return Vector.tests(
        "varint",
        "invalid",
        c -> {
          Bytes in = Bytes.fromHex(c.text("hex"));
          if (in.isEmpty()) {
            assertThat(Varint.read(in.inputStream(), 0)).isEqualTo(-1);
            return;
          }
          assertThatThrownBy(() -> Varint.read(in.inputStream(), 0))
              .isInstanceOfSatisfying(
                  RefusedException.class,
                  e -> assertThat(e.refusal()).isEqualTo(Vector.refusal(c)));
        });
  }

  @Property
  void everyValueIsReadBack(@ForAll @LongRange(min = 0) long value)
      throws RefusedException, IOException {
    Bytes written = Varint.encode(value);
    assertThat(written.size()).isEqualTo(Varint.size(value));
    assertThat(Varint.decode(written)).isEqualTo(value);
    assertThat(Varint.decode(Bytes.concat(Bytes.fromHex("ff"), written), 1)).isEqualTo(value);
    assertThat(Varint.read(written.inputStream(), 0)).isEqualTo(value);
  }

  @Property
  void arbitraryBytesAreRefusedOrBeginWithAVarint(@ForAll byte[] bytes) {
    Laws.varint(Bytes.copyOf(bytes));
  }

  @Test
  void aNegativeNumberCannotBeWritten() {
    assertThatThrownBy(() -> Varint.encode(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void offsetsCountFromTheBeginningOfTheStream() {
    assertThatThrownBy(() -> Varint.read(Bytes.fromHex("8000").inputStream(), 100))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal()).isEqualTo(new Refusal(Reason.VARINT, 100)));
    assertThatThrownBy(() -> Varint.read(Bytes.fromHex("8181").inputStream(), 100))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal()).isEqualTo(new Refusal(Reason.TRUNCATED, 102)));
  }
}
