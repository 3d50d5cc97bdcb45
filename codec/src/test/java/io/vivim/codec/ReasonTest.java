package io.vivim.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.testvectors.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ReasonTest {
  @ParameterizedTest
  @EnumSource
  void thePageForOtherLanguagesSaysWhatTheReasonMeans(Reason reason) throws IOException {
    String root = Objects.requireNonNull(System.getProperty("vivim.root"));
    assertThat(Files.readString(Path.of(root, "test-vectors", "README.md")))
        .contains("\n| `" + reason.code() + "` | ");
  }

  @Test
  void everyReasonThatBytesAloneCanGiveHasAVector() {
    Set<String> met =
        Stream.of("dag-cbor", "dag-json", "cid", "varint", "multibase", "multihash", "car")
            .flatMap(subject -> Vectors.load(subject).cases("invalid").stream())
            .map(c -> c.text("reason"))
            .collect(Collectors.toSet());
    Set<Reason> needLargeInput = EnumSet.of(Reason.TOO_MANY_ITEMS, Reason.UNEXPECTED_KIND);
    assertThat(met)
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(EnumSet.copyOf(needLargeInput)).stream()
                .map(Reason::code)
                .toList());
  }

  @Test
  void aRefusalIsWrittenAsInTheVectors() {
    assertThat(new Refusal(Reason.KEY_ORDER, 7)).hasToString("key-order at 7");
    assertThat(new RefusedException(Reason.KEY_ORDER, 7))
        .hasMessageStartingWith("key-order at 7: ");
    assertThat(new RefusedException(Reason.KEY_ORDER, 7).getStackTrace()).isEmpty();
  }
}
