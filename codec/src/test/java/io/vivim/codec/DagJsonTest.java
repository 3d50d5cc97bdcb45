package io.vivim.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class DagJsonTest {
  @TestFactory
  Stream<DynamicTest> goodTextsHaveTheirValueAndTheirCanonicalText() {
    return Vector.tests(
        "dag-json",
        "valid",
        c -> {
          Ipld value = DagJson.decode(Seeds.input(c), Limits.BLOCK).orThrow();
          assertThat(DagCbor.encode(value)).isEqualTo(Bytes.fromHex(c.text("dagCborHex")));
          if (c.has("unsayable")) {
            assertThatThrownBy(() -> DagJson.encode(value))
                .isInstanceOfSatisfying(
                    RefusedException.class,
                    e -> assertThat(e.reason().code()).isEqualTo(c.text("unsayable")));
          } else {
            assertThat(DagJson.encode(value)).isEqualTo(c.text("canonical"));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> badTextsAreRefusedWithTheirReason() {
    return Vector.tests(
        "dag-json",
        "invalid",
        c ->
            assertThat(DagJson.decode(Seeds.input(c), Limits.BLOCK))
                .isEqualTo(new Decoded.Refused<>(Vector.refusal(c))));
  }

  @TestFactory
  Stream<DynamicTest> floatsAreSpelledAsEcmaScriptDoes() {
    return Vector.tests(
        "dag-json",
        "floats",
        c -> {
          double value = Double.longBitsToDouble(Long.parseUnsignedLong(c.text("bits"), 16));
          assertThat(DagJson.floatText(value)).isEqualTo(c.text("text"));
          assertThat(DagJson.decode(c.text("text"))).isEqualTo(new Decoded.Value<>(Ipld.of(value)));
        });
  }

  @Property
  void everyFloatIsReadBackExactlyAndNoDigitCanBeLeftOut(@ForAll long bits) {
    double value = Double.longBitsToDouble(bits);
    if (!Double.isFinite(value)) {
      return;
    }
    String text = DagJson.floatText(value);
    assertThat(DagJson.decode(text)).isEqualTo(new Decoded.Value<>(Ipld.of(value)));
    String digits = text.replaceAll("e.*|[-.]", "").replaceAll("^0+|0+$", "");
    if (digits.length() > 1) {
      BigDecimal shorter =
          new BigDecimal(value).round(new MathContext(digits.length() - 1, RoundingMode.HALF_EVEN));
      assertThat(shorter.doubleValue()).isNotEqualTo(value);
    }
  }

  @Property
  void decodingWhatWasEncodedGivesTheValue(@ForAll(supplier = AnyIpld.class) Ipld value) {
    String text;
    try {
      text = DagJson.encode(value);
    } catch (RefusedException e) {
      assertThat(e.reason()).isEqualTo(Reason.RESERVED_KEY);
      return;
    }
    // A text may be several times as long as the block that says the same.
    Limits roomy = new Limits(8 * Limits.MAX_BLOCK_BYTES, Limits.MAX_DEPTH, Limits.MAX_ITEMS);
    assertThat(DagJson.decode(Bytes.utf8(text), roomy)).isEqualTo(new Decoded.Value<>(value));
  }

  @Property
  void mutatedTextsAreRefusedOrHaveACanonicalText(@ForAll("mutated") Bytes bytes) {
    Laws.dagJson(bytes);
  }

  @Property
  void arbitraryBytesAreRefusedOrHaveACanonicalText(@ForAll byte[] bytes) {
    Laws.dagJson(Bytes.copyOf(bytes));
  }

  @Provide
  Arbitrary<Bytes> mutated() {
    return Mutation.of(AnyIpld.values().map(DagJsonTest::textOrEmpty));
  }

  private static Bytes textOrEmpty(Ipld value) {
    try {
      return Bytes.utf8(DagJson.encode(value));
    } catch (RefusedException e) {
      return Bytes.EMPTY;
    }
  }

  @Test
  void keysAreSortedByBytesWhichIsNotTheOrderOfJavaOrOfDagCbor() throws RefusedException {
    Ipld map =
        IpldMap.of(
            Map.of(
                "\uff61",
                Ipld.of(1),
                "\ud800\udc00",
                Ipld.of(2),
                "b",
                Ipld.of(3),
                "aa",
                Ipld.NULL));
    assertThat(DagJson.encode(map))
        .isEqualTo("{\"aa\":null,\"b\":3,\"\uff61\":1,\"\ud800\udc00\":2}");
  }

  @Test
  void nestingIsThatOfTheValueAndNotOfItsText() {
    Limits two = new Limits(100, 2, 100);
    for (String text :
        List.of(
            "[[1]]",
            "[{\"bytes\":\"\"}]",
            "[[{\"/\":\"bafkqaaa\"}]]",
            "[[{\"/\":{\"bytes\":\"\"}}]]")) {
      assertThat(DagJson.decode(Bytes.utf8(text), two)).as(text).isInstanceOf(Decoded.Value.class);
    }
    for (String text :
        List.of(
            "[[[]]]",
            "[[{}]]",
            "[[{\"bytes\":\"\"}]]",
            "[[{\"/\":1}]]",
            "[{\"/\":{\"a\":1}}]",
            "[{\"a\":{\"bytes\":\"\"}}]",
            "[{\"/\":[{\"bytes\":\"\"}]}]",
            "[[{\"/\":{\"/\":{\"bytes\":\"\"}}}]]")) {
      assertThat(Laws.refusalOf(DagJson.decode(Bytes.utf8(text), two)).map(Refusal::reason))
          .as(text)
          .contains(Reason.TOO_DEEP);
    }
  }

  @Test
  void whiteSpaceAndTheOrderOfKeysDoNotMatter() {
    assertThat(DagJson.decode(" {\"b\" : 1 ,\r\n\t\"a\":[ ] } "))
        .isEqualTo(DagJson.decode("{\"a\":[],\"b\":1}"));
  }

  @Test
  void aMapThatWouldReadAsALinkCannotBeWritten() {
    Ipld map = IpldMap.of(Map.of("/", Ipld.of("x"), "a", Ipld.listOf()));
    assertThatThrownBy(() -> DagJson.encode(Ipld.listOf(map)))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.RESERVED_KEY));
  }

  @Test
  void everyByteThatIsNoTextIsRefusedAtItsPlace() {
    byte[] latin = "[\"\u00e9\"]".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(DagJson.decode(Bytes.copyOf(latin), Limits.BLOCK))
        .isEqualTo(new Decoded.Refused<>(new Refusal(Reason.UTF8, 2)));
  }
}
