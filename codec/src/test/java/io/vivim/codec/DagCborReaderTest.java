package io.vivim.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.DagCborReader.Token;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class DagCborReaderTest {
  private static DagCborReader over(Ipld value) throws RefusedException {
    return DagCborReader.over(DagCbor.encode(value), Limits.BLOCK);
  }

  @Test
  void tokensComeInOrderWithTheirValuesAndOffsets() throws RefusedException {
    Cid cid = Cid.ofRaw(Bytes.EMPTY);
    Ipld value =
        IpldMap.builder()
            .put("l", Ipld.listOf(Ipld.NULL, Ipld.TRUE, Ipld.of(-7), Ipld.of(2.5)))
            .put("m", IpldMap.EMPTY)
            .put("t", Ipld.of("é"))
            .put("bb", Ipld.of(Bytes.fromHex("0102")))
            .put("cc", Ipld.of(cid))
            .build();
    DagCborReader reader = over(value);
    reader.expect(Token.MAP);
    assertThat(reader.offset()).isZero();
    reader.expect(Token.KEY);
    assertThat(reader.text()).isEqualTo("l");
    assertThat(reader.isText("l")).isTrue();
    assertThat(reader.isText("m")).isFalse();
    assertThat(reader.isText("")).isFalse();
    assertThat(reader.isText("ll")).isFalse();
    reader.expect(Token.LIST);
    assertThat(reader.offset()).isEqualTo(3);
    reader.expect(Token.NULL);
    reader.expect(Token.BOOL);
    reader.expect(Token.INT);
    assertThat(reader.integer()).isEqualTo(Ipld.of(-7));
    reader.expect(Token.FLOAT);
    assertThat(reader.floatValue()).isEqualTo(2.5);
    reader.expect(Token.END);
    reader.expect(Token.KEY);
    reader.expect(Token.MAP);
    reader.expect(Token.END);
    reader.expect(Token.KEY);
    reader.expect(Token.TEXT);
    assertThat(reader.text()).isEqualTo("é");
    reader.expect(Token.KEY);
    assertThat(reader.text()).isEqualTo("bb");
    reader.expect(Token.BINARY);
    assertThat(reader.bytes()).isEqualTo(Bytes.fromHex("0102"));
    reader.expect(Token.KEY);
    reader.expect(Token.LINK);
    assertThat(reader.link()).isEqualTo(cid);
    reader.expect(Token.END);
    reader.expect(Token.END);
    assertThat(reader.next()).isEqualTo(Token.END);
  }

  @Test
  void integersBeyondALongAreGivenWhole() throws RefusedException {
    for (BigInteger number : List.of(Ipld.Int.MAX, Ipld.Int.MIN, BigInteger.ONE.shiftLeft(63))) {
      DagCborReader reader = over(Ipld.of(number));
      reader.expect(Token.INT);
      assertThat(reader.integer().asBigInteger()).isEqualTo(number);
      assertThat(reader.integer().fitsLong()).isFalse();
    }
  }

  @Test
  void anUnexpectedKindIsRefusedWhereItStands() throws RefusedException {
    DagCborReader reader = over(Ipld.listOf(Ipld.of("a"), Ipld.of(1)));
    reader.expect(Token.LIST);
    reader.expect(Token.TEXT);
    assertThatThrownBy(() -> reader.expect(Token.TEXT))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal()).isEqualTo(new Refusal(Reason.UNEXPECTED_KIND, 3)));
  }

  @Test
  void aLinkIsNotTakenForBytesNorBytesForALink() throws RefusedException {
    Bytes cidBytes = Bytes.concat(Bytes.fromHex("00"), Cid.ofRaw(Bytes.EMPTY).bytes());
    DagCborReader reader = over(Ipld.listOf(Ipld.of(Cid.ofRaw(Bytes.EMPTY)), Ipld.of(cidBytes)));
    reader.expect(Token.LIST);
    assertThat(reader.next()).isEqualTo(Token.LINK);
    assertThat(reader.next()).isEqualTo(Token.BINARY);
  }

  @Test
  void wrongBytesAreRefusedBeforeTheFirstToken() {
    assertThatThrownBy(() -> DagCborReader.over(Bytes.fromHex("8201"), Limits.BLOCK))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal()).isEqualTo(new Refusal(Reason.TRUNCATED, 2)));
  }

  @Test
  void aPartCanBeReadAsATree() throws RefusedException {
    Ipld inner = IpldMap.builder().put("x", Ipld.listOf(Ipld.of(1))).build();
    DagCborReader reader = over(Ipld.listOf(inner, Ipld.of(2)));
    reader.expect(Token.LIST);
    assertThat(reader.readValue()).isEqualTo(inner);
    reader.expect(Token.INT);
    reader.expect(Token.END);
  }

  @Property
  void aValueWithinBytesIsReadInItsPlace(
      @ForAll(supplier = AnyIpld.class) Ipld inner, @ForAll(supplier = AnyIpld.class) Ipld behind)
      throws RefusedException {
    Ipld bytes = Ipld.of(DagCbor.encode(inner));
    DagCborReader reader = over(IpldMap.builder().put("a", bytes).put("b", behind).build());
    reader.expect(Token.MAP);
    reader.expect(Token.KEY);
    reader.expect(Token.BINARY);
    reader.enterBytes();
    assertThat(reader.readValue()).isEqualTo(inner);
    reader.expect(Token.END);
    reader.expect(Token.KEY);
    assertThat(reader.readValue()).isEqualTo(behind);
    reader.expect(Token.END);
    reader.expect(Token.END);
  }

  @Property
  void offsetsOfAListsValuesAreWhereTheirBytesBegin(
      @ForAll(supplier = AnyIpld.class) Ipld first, @ForAll(supplier = AnyIpld.class) Ipld second)
      throws RefusedException {
    List<Long> offsets = new ArrayList<>();
    DagCborReader reader = over(Ipld.listOf(first, second, Ipld.NULL));
    reader.expect(Token.LIST);
    reader.readValue();
    reader.readValue();
    reader.expect(Token.NULL);
    offsets.add(reader.offset());
    assertThat(offsets)
        .containsExactly(1L + DagCbor.encode(first).size() + DagCbor.encode(second).size());
  }

  /** More words than are kept, some of which stand in each other's place. */
  @Property(tries = 200)
  void aWordIsTheTextWhateverWordsCameBefore(
      @ForAll @StringLength(max = 40) @Chars({'a', 'b', 'é', '語'}) List<String> texts) {
    for (String text : texts) {
      DagCborReader reader = DagCborReader.overOwn(DagCbor.encode(Ipld.of(text)));
      reader.next();
      assertThat(reader.word()).isEqualTo(text);
      assertThat(reader.word()).isEqualTo(reader.text());
    }
  }
}
