package io.vivim.libp2p.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProtobufTest {
  private static final int LIMIT = 1 << 20;

  private static ProtobufReader at(String hex) throws WireException {
    ProtobufReader reader = ProtobufReader.of(Bytes.fromHex(hex), LIMIT);
    reader.next();
    return reader;
  }

  @ParameterizedTest
  @CsvSource({
    "0800, 0",
    "0801, 1",
    "08ac02, 300",
    "08ffffffffffffffff7f, 9223372036854775807",
    "08ffffffffffffffffff01, -1"
  })
  void numbersAreReadAndWrittenWithSixtyFourBits(String hex, long value) throws WireException {
    assertThat(at(hex).varint()).isEqualTo(value);
    assertThat(new ProtobufWriter().varint(1, value).toBytes()).isEqualTo(Bytes.fromHex(hex));
  }

  @ParameterizedTest
  @CsvSource({
    "08, truncated, 1",
    "0880, truncated, 2",
    "0a, truncated, 1",
    "0a0161ff, truncated, 4",
    "0a0261, truncated, 3",
    "0affffffff0761, truncated, 7",
    "0affffffffffffffffff0161, truncated, 12",
    "0900000000000000, truncated, 8",
    "0d000000, truncated, 4",
    "088000, varint, 1",
    "0aff0061, varint, 1",
    "08ffffffffffffffffff02, varint, 1",
    "08ffffffffffffffffffff01, varint, 1",
    "8800, varint, 0",
    "00, field-number, 0",
    "0700, field-number, 0",
    "808080808001, field-number, 0",
    "0b0c, wire-type, 0",
    "0c, wire-type, 0",
    "0e00, wire-type, 0",
    "08010f00, wire-type, 2"
  })
  void whatIsMalformedIsRefusedWhereverItIsSkipped(String hex, String reason, int offset) {
    assertThatThrownBy(() -> walk(Bytes.fromHex(hex)))
        .isInstanceOfSatisfying(
            WireException.class,
            e -> {
              assertThat(e.reason().code()).isEqualTo(reason);
              assertThat(e.offset()).isEqualTo(offset);
            });
  }

  private static int walk(Bytes message) throws WireException {
    ProtobufReader reader = ProtobufReader.of(message, LIMIT);
    int fields = 0;
    while (reader.next()) {
      fields++;
    }
    return fields;
  }

  @Test
  void unknownFieldsOfEveryTypeAreSkipped() throws WireException {
    Bytes message =
        Bytes.fromHex("1901020304050607081d0102030420ac022a0361626308017a00f8ffffff0f01");
    assertThat(walk(message)).isEqualTo(7);
    ProtobufReader reader = ProtobufReader.of(message, LIMIT);
    long found = 0;
    while (reader.next()) {
      if (reader.field() == 1) {
        found = reader.varint();
      }
    }
    assertThat(found).isEqualTo(1);
    assertThat(reader.field()).isEqualTo((1 << 29) - 1);
  }

  @Test
  void aMessageBeyondTheLimitIsRefusedUnread() {
    assertReason(WireReason.TOO_LARGE, () -> ProtobufReader.of(Bytes.fromHex("0801"), 1));
  }

  @Test
  void aKnownFieldHasItsType() {
    assertReason(WireReason.FIELD_TYPE, () -> at("0801").bytes());
    assertReason(WireReason.FIELD_TYPE, () -> at("0a00").varint());
    assertReason(WireReason.FIELD_TYPE, () -> at("0b0c").bytes());
    assertReason(WireReason.FIELD_TYPE, () -> at("0d00000000").string());
  }

  @Test
  void aFieldThatMayBeThereOnceIsNotTakenTwice() throws WireException {
    ProtobufReader reader = at("080108027a007a00");
    assertThat(reader.once().varint()).isEqualTo(1);
    assertThat(reader.next()).isTrue();
    assertReason(WireReason.REPEATED_FIELD, reader::once);
    assertThat(reader.varint()).isEqualTo(2);
    assertThat(reader.next()).isTrue();
    assertThat(reader.once().bytes()).isEqualTo(Bytes.EMPTY);
    assertThat(reader.next()).isTrue();
    assertReason(WireReason.REPEATED_FIELD, reader::once);
  }

  @Test
  void textsAreUtf8() throws WireException {
    assertThat(at("0a06c3bc62c3bc72").string()).isEqualTo("übür");
    assertReason(WireReason.UTF8, () -> at("0a02c328").string());
    assertReason(WireReason.UTF8, () -> at("0a03eda080").string());
  }

  @Test
  void aValueIsTakenOnce() throws WireException {
    ProtobufReader reader = at("0801");
    assertThat(reader.varint()).isEqualTo(1);
    assertThatThrownBy(reader::varint).isInstanceOf(IllegalStateException.class);
    ProtobufReader fresh = ProtobufReader.of(Bytes.fromHex("0801"), LIMIT);
    assertThatThrownBy(fresh::varint).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void fieldsAreWrittenInTheOrderOfTheirNumbers() {
    ProtobufWriter writer = new ProtobufWriter().varint(2, 1).varint(2, 2);
    assertThatThrownBy(() -> writer.varint(1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ProtobufWriter().varint(0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ProtobufWriter().varint(1 << 29, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void whatIsWrittenIsReadBack(
      @ForAll @IntRange(min = 1, max = (1 << 29) - 2) int field,
      @ForAll long number,
      @ForAll byte[] bytes)
      throws WireException {
    Bytes value = Bytes.copyOf(bytes);
    Bytes inner = new ProtobufWriter().bytes(field, value).toBytes();
    Bytes message = new ProtobufWriter().varint(field, number).bytes(field + 1, inner).toBytes();
    ProtobufReader reader = ProtobufReader.of(message, LIMIT);
    assertThat(reader.next()).isTrue();
    assertThat(reader.field()).isEqualTo(field);
    assertThat(reader.varint()).isEqualTo(number);
    assertThat(reader.next()).isTrue();
    ProtobufReader within = ProtobufReader.of(reader.bytes(), LIMIT);
    assertThat(within.next()).isTrue();
    assertThat(within.bytes()).isEqualTo(value);
    assertThat(within.next()).isFalse();
    assertThat(reader.next()).isFalse();
  }

  @Property
  void arbitraryBytesAreRefusedOrAreWrittenAgain(@ForAll byte[] bytes) {
    ProtobufFuzz.law(Bytes.copyOf(bytes));
  }

  private static void assertReason(WireReason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(WireException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
