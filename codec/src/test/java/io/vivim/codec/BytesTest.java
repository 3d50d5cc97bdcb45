package io.vivim.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class BytesTest {
  @Test
  void laterChangesToTheSourceDoNotShow() {
    byte[] source = {1, 2, 3};
    Bytes whole = Bytes.copyOf(source);
    Bytes part = Bytes.copyOf(source, 1, 3);
    source[1] = 9;
    assertThat(whole).isEqualTo(Bytes.fromHex("010203"));
    assertThat(part).isEqualTo(Bytes.fromHex("0203"));
  }

  @Test
  void changesToWhatIsHandedOutDoNotShow() throws IOException {
    Bytes bytes = Bytes.fromHex("010203");
    bytes.toArray()[0] = 9;
    bytes.slice(1, 3).toArray()[0] = 9;
    byte[] read = bytes.inputStream().readAllBytes();
    read[0] = 9;
    assertThat(bytes).isEqualTo(Bytes.fromHex("010203"));
  }

  @Property
  void aSliceIsTheSameAsACopyOfThePart(
      @ForAll @Size(max = 40) byte[] array, @ForAll int a, @ForAll int b) throws IOException {
    int from = Math.floorMod(a, array.length + 1);
    int to = from + Math.floorMod(b, array.length - from + 1);
    Bytes slice = Bytes.copyOf(array).slice(from, to);
    Bytes copy = Bytes.copyOf(array, from, to);
    assertThat(slice).isEqualTo(copy).hasSameHashCodeAs(copy).isEqualByComparingTo(copy);
    assertThat(slice.compact()).isEqualTo(copy);
    assertThat(slice.size()).isEqualTo(to - from);
    assertThat(slice.toArray()).isEqualTo(copy.toArray());
    assertThat(slice.toHex()).isEqualTo(HexFormat.of().formatHex(array, from, to));
    assertThat(slice.inputStream().readAllBytes()).isEqualTo(copy.toArray());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    slice.writeTo(out);
    assertThat(out.toByteArray()).isEqualTo(copy.toArray());
    for (int i = 0; i < slice.size(); i++) {
      assertThat(slice.at(i)).isEqualTo(array[from + i] & 0xff);
    }
  }

  @Test
  void aSliceHasNoBytesBeyondItsEnds() {
    Bytes slice = Bytes.fromHex("01020304").slice(1, 3);
    assertThatThrownBy(() -> slice.at(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> slice.at(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> slice.slice(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> slice.from(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void compactBytesLetGoOfTheArrayTheyWereCutFrom() {
    Bytes slice = Bytes.copyOf(new byte[1000]).slice(10, 20);
    assertThat(slice.backing()).hasSize(1000);
    assertThat(slice.compact().backing()).hasSize(10);
  }

  @Property
  void hexIsReadBackInEitherCase(@ForAll byte[] array) {
    Bytes bytes = Bytes.copyOf(array);
    assertThat(Bytes.fromHex(bytes.toHex())).isEqualTo(bytes);
    assertThat(Bytes.fromHex(bytes.toHex().toUpperCase(Locale.ROOT))).isEqualTo(bytes);
  }

  @Test
  void whatIsNotHexIsNoBytes() {
    for (String text : new String[] {"0", "0g", "0x00", " 00", "00 "}) {
      assertThatThrownBy(() -> Bytes.fromHex(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Property
  void theOrderIsThatOfTheHexDigits(@ForAll byte[] a, @ForAll byte[] b) {
    Bytes left = Bytes.copyOf(a);
    Bytes right = Bytes.copyOf(b);
    assertThat(Integer.signum(left.compareTo(right)))
        .isEqualTo(Integer.signum(left.toHex().compareTo(right.toHex())));
    assertThat(left.equals(right)).isEqualTo(left.compareTo(right) == 0);
  }

  @Property
  void joinedBytesBeginWithTheFirstAndGoOnWithTheNext(@ForAll byte[] a, @ForAll byte[] b) {
    Bytes left = Bytes.copyOf(a);
    Bytes joined = Bytes.concat(left, Bytes.copyOf(b));
    assertThat(joined.startsWith(left)).isTrue();
    assertThat(joined.from(left.size())).isEqualTo(Bytes.copyOf(b));
    assertThat(left.startsWith(joined)).isEqualTo(b.length == 0);
  }

  @Test
  void longBytesAreCutShortForPeople() {
    assertThat(Bytes.copyOf(new byte[64])).hasToString("00".repeat(64));
    assertThat(Bytes.copyOf(new byte[65])).hasToString("00".repeat(60) + "… (65 bytes)");
  }
}
