package io.vivim.libp2p.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vivim.codec.Bytes;
import io.vivim.testvectors.VectorCase;
import io.vivim.testvectors.Vectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;

/** Makes a test of each case of a list of vectors, or a seed for fuzzing. */
final class PeerVectors {
  /** What a test does with its case. */
  interface Check {
    void on(VectorCase c) throws Exception;
  }

  private PeerVectors() {}

  static Stream<DynamicTest> tests(String subject, String list, Check check) {
    return Vectors.load(subject).cases(list).stream()
        .map(c -> dynamicTest(c.toString(), () -> check.on(c)));
  }

  static Stream<byte[]> seeds(String subject, String list, String field) {
    return Vectors.load(subject).cases(list).stream().map(c -> hex(c, field).toArray());
  }

  static Bytes hex(VectorCase c, String field) {
    return Bytes.fromHex(c.text(field));
  }

  static void assertRefused(ThrowingCallable call, String reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PeerException.class, e -> assertThat(e.reason().code()).isEqualTo(reason));
  }
}
