package io.vivim.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class MultibaseTest {
  private static final String PREFIXES = "0fFbBcCvVtTkKzmMuU";

  @TestFactory
  Stream<DynamicTest> goodTextsHaveTheirBytesAndBase() {
    return Vector.tests(
        "multibase",
        "valid",
        c -> {
          String text = c.text("text");
          Bytes bytes = Multibase.decode(text);
          assertThat(bytes).isEqualTo(Bytes.fromHex(c.text("bytes")));
          assertThat(Multibase.of(text).tableName()).isEqualTo(c.text("base"));
          assertThat(Multibase.of(text).encode(bytes).equals(text)).isEqualTo(c.flag("canonical"));
        });
  }

  @TestFactory
  Stream<DynamicTest> badTextsAreRefusedWithTheirReason() {
    return Vector.tests(
        "multibase",
        "invalid",
        c ->
            assertThatThrownBy(() -> Multibase.decode(c.text("text")))
                .isInstanceOfSatisfying(
                    RefusedException.class,
                    e -> assertThat(e.refusal()).isEqualTo(Vector.refusal(c))));
  }

  @Property
  void everyBaseReadsBackWhatItWrites(@ForAll("prefixes") char prefix, @ForAll("bytes") Bytes bytes)
      throws RefusedException {
    String text = Multibase.of(String.valueOf(prefix)).encode(bytes);
    assertThat(text.charAt(0)).isEqualTo(prefix);
    assertThat(Multibase.decode(text)).isEqualTo(bytes);
  }

  @Property
  void changedTextsAreRefusedOrWrittenAgain(@ForAll("changed") String text)
      throws RefusedException {
    Laws.multibase(text);
  }

  @Property
  void arbitraryTextsAreRefusedOrWrittenAgain(
      @ForAll("prefixes") char prefix, @ForAll String digits) throws RefusedException {
    Laws.multibase(prefix + digits);
    Laws.multibase(digits);
  }

  @Provide
  Arbitrary<Character> prefixes() {
    return Arbitraries.chars().with(PREFIXES.toCharArray());
  }

  @Provide
  Arbitrary<Bytes> bytes() {
    return AnyIpld.bytes(100);
  }

  @Provide
  Arbitrary<String> changed() {
    Arbitrary<Bytes> texts =
        prefixes().flatMap(prefix -> bytes().map(bytes -> Bytes.utf8(written(prefix, bytes))));
    return Mutation.of(texts).map(text -> new String(text.toArray(), UTF_8));
  }

  private static String written(char prefix, Bytes bytes) {
    try {
      return Multibase.of(String.valueOf(prefix)).encode(bytes);
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aTextBeyondTheLimitOfItsBaseIsRefusedUnread() throws RefusedException {
    String longest = "z" + "1".repeat(Multibase.MAX_RADIX_CHARS - 1);
    assertThat(Multibase.decode(longest).size()).isEqualTo(Multibase.MAX_RADIX_CHARS - 1);
    for (String tooLong : List.of(longest + "1", "k" + "0".repeat(Multibase.MAX_RADIX_CHARS))) {
      assertThatThrownBy(() -> Multibase.decode(tooLong))
          .isInstanceOfSatisfying(
              RefusedException.class,
              e ->
                  assertThat(e.refusal())
                      .isEqualTo(new Refusal(Reason.TOO_LARGE, Multibase.MAX_RADIX_CHARS)));
    }
    assertThatThrownBy(() -> Multibase.decode("f" + "0".repeat(Multibase.MAX_CHARS)))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e ->
                assertThat(e.refusal())
                    .isEqualTo(new Refusal(Reason.TOO_LARGE, Multibase.MAX_CHARS)));
  }
}
