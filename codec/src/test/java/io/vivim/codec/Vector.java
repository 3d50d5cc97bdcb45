package io.vivim.codec;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vivim.testvectors.VectorCase;
import io.vivim.testvectors.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Makes a test of each case of a list of vectors. */
final class Vector {
  /** What a test does with its case. */
  interface Check {
    void on(VectorCase c) throws Exception;
  }

  private Vector() {}

  static Stream<DynamicTest> tests(String subject, String list, Check check) {
    return Vectors.load(subject).cases(list).stream()
        .map(c -> dynamicTest(c.toString(), () -> check.on(c)));
  }

  /** The refusal that an invalid case asks for. */
  static Refusal refusal(VectorCase c) {
    Reason reason =
        Stream.of(Reason.values())
            .filter(known -> known.code().equals(c.text("reason")))
            .findFirst()
            .orElseThrow();
    return new Refusal(reason, c.number("offset"));
  }
}
