package io.vivim.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.testvectors.VectorCase;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class CidTest {
  private static final String ABC = "bafkreif2pall7dybz7vecqka3zo24irdwabwdi4wc55jznaq75q7eaavvu";

  private static Cid read(VectorCase c) throws RefusedException {
    return c.has("text") ? Cid.parse(c.text("text")) : Cid.decode(Bytes.fromHex(c.text("hex")));
  }

  @TestFactory
  Stream<DynamicTest> goodCidsHaveTheirParts() {
    return Vector.tests(
        "cid",
        "valid",
        c -> {
          Cid cid = read(c);
          assertThat(cid.bytes()).isEqualTo(Bytes.fromHex(c.text(c.has("text") ? "bytes" : "hex")));
          assertThat(cid).hasToString(c.text("canonical"));
          assertThat(cid.version()).isEqualTo((int) c.number("version"));
          assertThat(cid.codec()).isEqualTo(Long.parseLong(c.text("codec")));
          assertThat(cid.multihash().code()).isEqualTo(Long.parseLong(c.text("hash")));
          assertThat(cid.multihash().digest()).isEqualTo(Bytes.fromHex(c.text("digest")));
          assertThat(Cid.parse(c.text("canonical"))).isEqualTo(cid);
        });
  }

  @TestFactory
  Stream<DynamicTest> badCidsAreRefusedWithTheirReason() {
    return Vector.tests(
        "cid",
        "invalid",
        c ->
            assertThatThrownBy(() -> read(c))
                .isInstanceOfSatisfying(
                    RefusedException.class,
                    e -> assertThat(e.refusal()).isEqualTo(Vector.refusal(c))));
  }

  @Property
  void everyCidIsReadBackFromItsBytesAndFromItsText(@ForAll("cids") Cid cid)
      throws RefusedException {
    assertThat(Cid.decode(cid.bytes())).isEqualTo(cid);
    assertThat(Cid.parse(cid.toString())).isEqualTo(cid);
    Cid first = Cid.read(Bytes.concat(cid.bytes(), Bytes.fromHex("abcd")));
    assertThat(first).isEqualTo(cid);
    assertThat(first.size()).isEqualTo(cid.size());
  }

  @Property
  void mutatedBytesAreRefusedOrAreTheirOwnCid(@ForAll("mutated") Bytes bytes)
      throws RefusedException {
    Laws.cidBinary(bytes);
  }

  @Property
  void arbitraryTextsAreRefusedOrAreACid(@ForAll String text) throws RefusedException {
    Laws.cidText(text);
    Laws.cidText("b" + text);
  }

  @Provide
  Arbitrary<Cid> cids() {
    return AnyIpld.cids();
  }

  @Provide
  Arbitrary<Bytes> mutated() {
    return Mutation.of(AnyIpld.cids().map(Cid::bytes));
  }

  @Test
  void theCidOfRawBytesIsTheOneThatEveryToolComputes() {
    assertThat(Cid.ofRaw(Bytes.utf8("abc"))).hasToString(ABC);
  }

  @Test
  void aVersion1CidHasATextInEveryBaseAndVersion0HasOne() throws RefusedException {
    Cid cid = Cid.parse(ABC);
    assertThat(Cid.parse(cid.toString(Multibase.BASE36))).isEqualTo(cid);
    assertThat(cid.toString(Multibase.BASE16)).isEqualTo("f" + cid.bytes().toHex());
    Cid old = AnyIpld.v0(Bytes.utf8("abc"));
    assertThat(old.toString()).startsWith("Qm").hasSize(46);
    assertThatThrownBy(() -> old.toString(Multibase.BASE32))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aTextBeyondTheLimitIsRefusedUnread() {
    assertThatThrownBy(() -> Cid.parse("b" + "a".repeat(Cid.MAX_CID_CHARS)))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e ->
                assertThat(e.refusal())
                    .isEqualTo(new Refusal(Reason.TOO_LARGE, Cid.MAX_CID_CHARS)));
  }

  @Test
  void codecsAreNamedAsInTheTable() throws RefusedException {
    assertThat(Cid.parse(ABC).codecName()).isEqualTo("raw");
    assertThat(Cid.ofDagCbor(Bytes.EMPTY).codecName()).isEqualTo("dag-cbor");
    assertThat(Cid.v1(0x3fffff, Multihash.sha256(Bytes.EMPTY)).codecName()).isEqualTo("0x3fffff");
  }

  @Test
  void cidsAreOrderedByTheirBytes() {
    Cid a = Cid.ofRaw(Bytes.utf8("a"));
    Cid b = Cid.ofDagCbor(Bytes.utf8("a"));
    assertThat(a).isLessThan(b).isEqualByComparingTo(Cid.ofRaw(Bytes.utf8("a")));
  }
}
