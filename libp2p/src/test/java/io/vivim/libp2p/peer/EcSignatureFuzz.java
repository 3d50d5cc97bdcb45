package io.vivim.libp2p.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import java.math.BigInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading a signature of two numbers. */
final class EcSignatureFuzz {
  static Stream<byte[]> seeds() {
    BigInteger large = BigInteger.ONE.shiftLeft(520).subtract(BigInteger.ONE);
    return Stream.concat(
            Stream.of(
                    new EcSignature(BigInteger.ONE, BigInteger.TEN),
                    new EcSignature(BigInteger.valueOf(128), BigInteger.valueOf(-1)),
                    new EcSignature(large, large))
                .map(EcSignature::encode),
            Stream.of("30060201010201", "300702010102020001", "3081060201010201ff", "3080")
                .map(Bytes::fromHex))
        .map(Bytes::toArray);
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrIsWrittenAgain(byte[] input) {
    Bytes bytes = Bytes.copyOf(input);
    EcSignature.decode(bytes)
        .ifPresent(signature -> assertThat(signature.encode()).isEqualTo(bytes));
  }
}
