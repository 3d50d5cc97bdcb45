package io.vivim.did.ucan;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Ipld;
import io.vivim.testvectors.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text is a selector, tokens or a command, or is refused. */
final class UcanTextFuzz {
  static Stream<byte[]> seeds() {
    return Stream.of("selectorSyntax", "texts", "commands")
        .flatMap(list -> Vectors.load("ucan").cases(list).stream())
        .map(each -> each.text("text").getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void aTextIsRefusedOrRead(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      new Evaluation().select(Selector.parse(text), Ipld.listOf(Ipld.NULL));
    } catch (UcanException | Evaluation.OutOfSteps e) {
      // Refused, as most texts are.
    }
    try {
      TokenText.decodeAll(text);
      Command.parse(text);
    } catch (UcanException e) {
      // Refused, as most texts are.
    }
  }
}
