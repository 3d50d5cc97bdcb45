package io.vivim.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Base32Test {
  /** RFC 4648, section 10, in lower case as multibase writes it. */
  @ParameterizedTest
  @CsvSource({
    "'', '', ''",
    "f, my======, co======",
    "fo, mzxq====, cpng====",
    "foo, mzxw6===, cpnmu===",
    "foob, mzxw6yq=, cpnmuog=",
    "fooba, mzxw6ytb, cpnmuoj1",
    "foobar, mzxw6ytboi======, cpnmuoj1e8======"
  })
  void theFiguresOfTheRfcAreMet(String text, String plain, String hex) {
    byte[] bytes = Bytes.utf8(text).toArray();
    assertThat(Base32.PLAIN.encodePadded(bytes)).isEqualTo(plain);
    assertThat(Base32.HEX.encodePadded(bytes)).isEqualTo(hex);
    assertThat(Base32.PLAIN.encode(bytes)).isEqualTo(plain.replace("=", ""));
    assertThat(Base32.PLAIN.decode(plain)).isEqualTo(bytes);
    assertThat(Base32.HEX.decode(hex)).isEqualTo(bytes);
  }

  @Property
  void digitsAreTheNumberOfTheBytesInBase32(@ForAll byte[] bytes) {
    String digits = Base32.HEX.encode(bytes);
    // Padded with zero bits to whole digits, the bytes are one big number, and Java's own digits
    // up to v are those of the hex alphabet.
    int padding = digits.length() * 5 - bytes.length * 8;
    String number = new BigInteger(1, bytes).shiftLeft(padding).toString(32);
    assertThat(digits.replaceFirst("^0+", "")).isEqualTo(number.equals("0") ? "" : number);
    assertThat(padding).isBetween(0, 4);
    assertThat(Base32.HEX.decode(digits)).isEqualTo(bytes);
    assertThat(Base32.PLAIN.decode(Base32.PLAIN.encode(bytes))).isEqualTo(bytes);
  }

  @Test
  void foreignDigitsAreNoBytes() {
    for (String text : new String[] {"0", "1", "8", "9", "-", " ", "a=b", "\u212a", "\u0131"}) {
      assertThatThrownBy(() -> Base32.PLAIN.decode(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
