package io.vivim.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class MultihashTest {
  @TestFactory
  Stream<DynamicTest> goodMultihashesHaveTheirParts() {
    return Vector.tests(
        "multihash",
        "valid",
        c -> {
          Bytes in = Bytes.fromHex(c.text("hex"));
          Multihash hash = Multihash.read(in, 0);
          assertThat(hash.code()).isEqualTo(Long.parseLong(c.text("code")));
          assertThat(hash.digest()).isEqualTo(Bytes.fromHex(c.text("digest")));
          assertThat(hash.size()).isEqualTo((int) c.number("size"));
          assertThat(hash.encode()).isEqualTo(in.slice(0, hash.size()));
          if (c.has("verdict")) {
            assertThat(verdict(hash.matches(Bytes.fromHex(c.text("input")))))
                .isEqualTo(c.text("verdict"));
          }
        });
  }

  private static String verdict(Optional<Boolean> matches) {
    return matches
        .map(match -> match ? "match" : Reason.DIGEST_MISMATCH.code())
        .orElse(Reason.HASH_UNKNOWN.code());
  }

  @TestFactory
  Stream<DynamicTest> badMultihashesAreRefusedWithTheirReason() {
    return Vector.tests(
        "multihash",
        "invalid",
        c ->
            assertThatThrownBy(() -> Multihash.read(Bytes.fromHex(c.text("hex")), 0))
                .isInstanceOfSatisfying(
                    RefusedException.class,
                    e -> assertThat(e.refusal()).isEqualTo(Vector.refusal(c))));
  }

  @Property
  void everyMultihashIsReadBack(
      @ForAll @LongRange(min = 0) long code, @ForAll("digests") Bytes digest)
      throws RefusedException {
    Multihash hash = new Multihash(code, digest);
    assertThat(hash.encode().size()).isEqualTo(hash.size());
    assertThat(Multihash.read(Bytes.concat(Bytes.fromHex("00"), hash.encode()), 1)).isEqualTo(hash);
  }

  @Property
  void aDigestProvesItsBytesAndNoOthers(
      @ForAll("digests") Bytes data, @ForAll("digests") Bytes other) {
    assertThat(Multihash.sha256(data).matches(data)).contains(true);
    assertThat(Multihash.sha256(data).matches(other)).contains(data.equals(other));
  }

  @Provide
  Arbitrary<Bytes> digests() {
    return AnyIpld.bytes(Multihash.MAX_DIGEST_BYTES);
  }

  @Test
  void allBytesOrNone() throws RefusedException {
    Bytes encoded = Multihash.sha256(Bytes.utf8("abc")).encode();
    assertThat(Multihash.decode(encoded)).isEqualTo(Multihash.sha256(Bytes.utf8("abc")));
    assertThatThrownBy(() -> Multihash.decode(Bytes.concat(encoded, Bytes.fromHex("00"))))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e ->
                assertThat(e.refusal())
                    .isEqualTo(new Refusal(Reason.TRAILING_BYTES, encoded.size())));
  }

  @Test
  void noMultihashHasALongerDigestThanTheLimit() {
    Bytes tooLong = Bytes.copyOf(new byte[Multihash.MAX_DIGEST_BYTES + 1]);
    assertThatThrownBy(() -> new Multihash(Multihash.IDENTITY, tooLong))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void functionsAreNamedAsInTheTable() {
    assertThat(new Multihash(Multihash.SHA2_256, Bytes.EMPTY).functionName()).isEqualTo("sha2-256");
    assertThat(new Multihash(0x3fffff, Bytes.EMPTY).functionName()).isEqualTo("0x3fffff");
  }
}
