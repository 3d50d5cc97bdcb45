package io.vivim.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.testvectors.VectorCase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class DagCborTest {
  @TestFactory
  Stream<DynamicTest> goodBytesHaveTheirTextAndTheirCidAndAreEncodedAgain() {
    return Vector.tests(
        "dag-cbor",
        "valid",
        c -> {
          Bytes bytes = Bytes.fromHex(c.text("hex"));
          Ipld value = DagCbor.decode(bytes).orThrow();
          assertThat(DagJson.encode(value)).isEqualTo(c.text("dagJson"));
          assertThat(DagCbor.encode(value)).isEqualTo(bytes);
          assertThat(DagCbor.cidOf(value)).hasToString(c.text("cid"));
        });
  }

  @TestFactory
  Stream<DynamicTest> badBytesAreRefusedWithTheirReason() {
    return Vector.tests(
        "dag-cbor",
        "invalid",
        c ->
            assertThat(DagCbor.decode(Bytes.fromHex(c.text("hex"))))
                .isEqualTo(new Decoded.Refused<>(Vector.refusal(c))));
  }

  @TestFactory
  Stream<DynamicTest> theSlowReferenceFindsTheSameFaults() {
    return Vector.tests("dag-cbor", "invalid", DagCborTest::slowlyRefused);
  }

  private static void slowlyRefused(VectorCase c) {
    assertThat(SlowDagCbor.refusalOf(Bytes.fromHex(c.text("hex")).toArray(), Limits.BLOCK))
        .isEqualTo(Optional.of(Vector.refusal(c)));
  }

  @Property
  void decodingWhatWasEncodedGivesTheValue(@ForAll(supplier = AnyIpld.class) Ipld value) {
    assertThat(DagCbor.decode(DagCbor.encode(value))).isEqualTo(new Decoded.Value<>(value));
  }

  @Property
  void bytesThatStandInsideOthersAreReadTheSame(@ForAll(supplier = AnyIpld.class) Ipld value) {
    Bytes encoded = DagCbor.encode(value);
    Bytes framed = Bytes.concat(Bytes.fromHex("ffff"), encoded, Bytes.fromHex("00"));
    assertThat(DagCbor.decode(framed.slice(2, 2 + encoded.size())))
        .isEqualTo(new Decoded.Value<>(value));
  }

  @Property
  void mutatedBytesAreRefusedOrEncodeToThemselves(@ForAll("mutated") Bytes bytes) {
    Laws.dagCbor(bytes);
  }

  @Property
  void arbitraryBytesAreRefusedOrEncodeToThemselves(@ForAll byte[] bytes) {
    Laws.dagCbor(Bytes.copyOf(bytes));
  }

  @Property
  void everyBeginningOfAValueIsTruncated(@ForAll("small") Bytes bytes) {
    for (int size = 0; size < bytes.size(); size++) {
      assertThat(DagCbor.decode(bytes.slice(0, size)))
          .isEqualTo(new Decoded.Refused<>(new Refusal(Reason.TRUNCATED, size)));
    }
  }

  @Provide
  Arbitrary<Bytes> mutated() {
    return Mutation.of(AnyIpld.values().map(DagCbor::encode));
  }

  @Provide
  Arbitrary<Bytes> small() {
    return AnyIpld.values().map(DagCbor::encode).filter(bytes -> bytes.size() < 200);
  }

  @Test
  void aStreamIsReadToItsEndAndNoFurtherThanTheLimit() throws IOException {
    Limits limits = new Limits(4, 10, 10);
    Bytes fits = Bytes.fromHex("83010203");
    assertThat(DagCbor.decode(fits.inputStream(), limits))
        .isEqualTo(new Decoded.Value<>(Ipld.listOf(Ipld.of(1), Ipld.of(2), Ipld.of(3))));
    assertThat(DagCbor.decode(Bytes.fromHex("8401020304").inputStream(), limits))
        .isEqualTo(new Decoded.Refused<>(new Refusal(Reason.TOO_LARGE, 4)));
    assertThat(DagCbor.decode(Bytes.fromHex("830102").inputStream(), limits))
        .isEqualTo(new Decoded.Refused<>(new Refusal(Reason.TRUNCATED, 3)));
  }

  @Test
  void encodingLeavesTheStreamOpen() throws IOException {
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() throws IOException {
            throw new IOException("closed");
          }
        };
    DagCbor.encode(Ipld.of("a"), out);
    assertThat(Bytes.copyOf(out.toByteArray())).isEqualTo(Bytes.fromHex("6161"));
  }

  @Test
  void whatNobodyWouldReadBackIsNotWritten() throws Exception {
    Ipld deepest = nested(Limits.MAX_DEPTH);
    assertThat(DagCbor.decode(DagCbor.encode(deepest))).isEqualTo(new Decoded.Value<>(deepest));
    assertThat(DagJson.decode(DagJson.encode(deepest))).isEqualTo(new Decoded.Value<>(deepest));

    Ipld tooDeep = nested(200_000);
    assertThatThrownBy(() -> DagCbor.encode(tooDeep)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> DagJson.encode(tooDeep))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_DEEP));
  }

  private static Ipld nested(int depth) {
    Ipld value = Ipld.NULL;
    for (int i = 0; i < depth; i++) {
      value = i % 2 == 0 ? Ipld.listOf(value) : IpldMap.builder().put("a", value).build();
    }
    return value;
  }
}
