package io.vivim.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Compares with the JDK's own UTF-8. */
final class Utf8Test {
  private static final int[] TELLING_BYTES = {
    0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed,
    0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff
  };

  private static final CharsetDecoder JDK = UTF_8.newDecoder();

  private static int jdkFirstInvalid(byte[] in) {
    ByteBuffer bytes = ByteBuffer.wrap(in);
    boolean wrong = JDK.reset().decode(bytes, CharBuffer.allocate(in.length), true).isError();
    return wrong ? bytes.position() : -1;
  }

  private static void compare(byte[] in) {
    int first = Utf8.firstInvalid(in, 0, in.length);
    if (first != jdkFirstInvalid(in)) {
      assertThat(first).as(Bytes.copyOf(in).toHex()).isEqualTo(jdkFirstInvalid(in));
    }
  }

  @Test
  void everySequenceOfUpToFiveTellingBytesIsJudgedAsTheJdkDoes() {
    int base = TELLING_BYTES.length;
    for (int size = 0; size <= TestSize.pick(4, 5); size++) {
      for (int i = 0; i < Math.pow(base, size); i++) {
        byte[] in = new byte[size];
        int rest = i;
        for (int at = 0; at < size; at++) {
          in[at] = (byte) TELLING_BYTES[rest % base];
          rest /= base;
        }
        compare(in);
      }
    }
  }

  @Test
  void everyCodePointIsValidAndHasItsSize() {
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      String text = Character.toString(point);
      boolean surrogate = point >= 0xd800 && point <= 0xdfff;
      if (Utf8.isWellFormed(text) == surrogate) {
        assertThat(Utf8.isWellFormed(text)).as("%x", point).isNotEqualTo(surrogate);
      }
      if (!surrogate && Utf8.size(text) != text.getBytes(UTF_8).length) {
        assertThat(Utf8.size(text)).as("%x", point).isEqualTo(text.getBytes(UTF_8).length);
      }
    }
  }

  @Property
  void textsAreOrderedAsTheirBytes(@ForAll("texts") String a, @ForAll("texts") String b) {
    Bytes left = Bytes.utf8(a);
    Bytes right = Bytes.utf8(b);
    assertThat(Integer.signum(Utf8.compareBytes(a, b)))
        .isEqualTo(Integer.signum(left.compareTo(right)));
    int bySize = Integer.compare(left.size(), right.size());
    assertThat(Integer.signum(Utf8.compareKeys(a, b)))
        .isEqualTo(bySize != 0 ? bySize : Integer.signum(left.compareTo(right)));
    assertThat(Utf8.size(a)).isEqualTo(left.size());
    assertThat(Utf8.firstInvalid(left.toArray(), 0, left.size())).isEqualTo(-1);
  }

  @Property
  void damagedTextsAreJudgedAsTheJdkDoes(@ForAll("damaged") Bytes bytes) {
    compare(bytes.toArray());
  }

  @Provide
  Arbitrary<String> texts() {
    return AnyIpld.texts();
  }

  @Provide
  Arbitrary<Bytes> damaged() {
    return Mutation.of(AnyIpld.texts().map(Bytes::utf8));
  }

  @Property
  void aTextIsWellFormedIfTheJdkCanEncodeIt(@ForAll char[] chars) {
    String text = new String(chars);
    assertThat(Utf8.isWellFormed(text)).isEqualTo(UTF_8.newEncoder().canEncode(text));
  }
}
