package io.vivim.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class DagCborWriterTest {
  /** Writes with a writer and may break its rules. */
  private interface Steps {
    void on(DagCborWriter writer) throws IOException;
  }

  private static Bytes written(Steps steps) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DagCborWriter writer = DagCborWriter.onto(out)) {
      steps.on(writer);
    }
    return Bytes.copyOf(out.toByteArray());
  }

  private static void assertDefect(Steps steps) {
    assertThatIllegalStateException().isThrownBy(() -> written(steps));
  }

  @Test
  void everyKindIsWrittenInItsCanonicalForm() throws IOException {
    Cid cid = Cid.ofRaw(Bytes.EMPTY);
    Bytes written =
        written(
            w ->
                w.map(2)
                    .key("b")
                    .list(7)
                    .nul()
                    .bool(true)
                    .integer(-500)
                    .integer(Ipld.of(BigInteger.ONE.shiftLeft(64).negate()))
                    .float64(1.0)
                    .bytes(Bytes.fromHex("00ff").slice(1, 2))
                    .link(cid)
                    .end()
                    .key("aa")
                    .text("\u00e9")
                    .end());
    assertThat(written.toHex())
        .isEqualTo(
            "a26162"
                + "87f6f53901f33bfffffffffffffffffb3ff000000000000041ffd82a582500"
                + cid.bytes().toHex()
                + "62616162c3a9");
  }

  @Property
  void aValueWrittenPieceByPieceIsTheEncodedValue(@ForAll(supplier = AnyIpld.class) Ipld value)
      throws IOException {
    assertThat(written(w -> w.list(2).value(value).value(value).end()))
        .isEqualTo(DagCbor.encode(Ipld.listOf(value, value)));
  }

  @Test
  void keysOutOfOrderAreADefect() {
    assertDefect(w -> w.map(2).key("b").nul().key("a").nul().end());
    assertDefect(w -> w.map(2).key("aa").nul().key("b").nul().end());
    assertDefect(w -> w.map(2).key("a").nul().key("a").nul().end());
  }

  @Test
  void keysOfAnInnerMapHaveAnOrderOfTheirOwn() throws IOException {
    assertThat(
            written(
                    w ->
                        w.map(2)
                            .key("b")
                            .map(1)
                            .key("a")
                            .nul()
                            .end()
                            .key("c")
                            .list(1)
                            .map(1)
                            .key("a")
                            .nul()
                            .end()
                            .end()
                            .end())
                .toHex())
        .isEqualTo("a26162a16161f6616381a16161f6");
  }

  @Test
  void fewerEntriesThanAnnouncedAreADefect() {
    assertDefect(w -> w.list(2).nul().end());
    assertDefect(w -> w.map(2).key("a").nul().end());
  }

  @Test
  void moreEntriesThanAnnouncedAreADefect() {
    assertDefect(w -> w.list(1).nul().nul().end());
    assertDefect(w -> w.list(0).list(0).end().end());
    assertDefect(w -> w.map(1).key("a").nul().key("b").nul().end());
  }

  @Test
  void listsAndMapsThatAreNotEndedAreADefect() {
    assertDefect(w -> w.list(0));
    assertDefect(w -> w.map(1).key("a").list(0).end());
  }

  @Test
  void endingWhatWasNotBegunIsADefect() {
    assertDefect(DagCborWriter::end);
    assertDefect(w -> w.list(0).end().end());
  }

  @Test
  void aSecondValueIsADefect() {
    assertDefect(w -> w.nul().nul());
    assertDefect(w -> w.list(0).end().list(0).end());
    assertDefect(w -> w.integer(1).link(Cid.ofRaw(Bytes.EMPTY)));
  }

  @Test
  void noValueAtAllIsADefect() {
    assertDefect(w -> {});
  }

  @Test
  void aKeyOutsideOfAMapAndAMapEntryWithoutAKeyAreDefects() {
    assertDefect(w -> w.key("a"));
    assertDefect(w -> w.list(1).key("a").end());
    assertDefect(w -> w.map(1).nul().end());
    assertDefect(w -> w.map(1).link(Cid.ofRaw(Bytes.EMPTY)).end());
    assertDefect(w -> w.map(1).integer(Ipld.of(Ipld.Int.MIN)).end());
    assertDefect(w -> w.map(2).key("a").key("b").end());
    assertDefect(w -> w.map(1).key("a").end());
  }

  @Test
  void aFloatThatIsNotFiniteIsADefect() {
    assertDefect(w -> w.float64(Double.NaN));
    assertDefect(w -> w.float64(Double.NEGATIVE_INFINITY));
  }

  @Test
  void aSurrogateThatStandsAloneIsADefectInTextsOfEverySize() {
    for (String lone : List.of("\ud800", "a\udc00b", "\udc00\ud800")) {
      for (int size : new int[] {0, 600, 5000}) {
        String text = "x".repeat(size) + lone;
        assertDefect(w -> w.text(text));
        assertDefect(w -> w.map(1).key(text).nul().end());
      }
    }
  }

  @Test
  void anAnnouncedSizeBelowZeroIsADefect() {
    assertDefect(w -> w.list(-1).end());
    assertDefect(w -> w.map(-1).end());
  }
}
