package io.vivim.libp2p.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DerTest {
  private static DerReader reader(String hex) {
    return new DerReader(Bytes.fromHex(hex));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 0x7f, 0x80, 0xff, 0x100, 0x1234, 0xffff})
  void elementsOfEverySizeAreReadBack(int size) throws DerException {
    Bytes content = Bytes.owning(new byte[size]);
    Bytes element = Der.element(Der.OCTET_STRING, content);

    DerReader in = new DerReader(element);
    assertThat(in.content(Der.OCTET_STRING)).isEqualTo(content);
    in.end();
    assertThat(in.tag()).isEqualTo(DerReader.NONE);
    assertThat(new DerReader(element).element(Der.OCTET_STRING)).isEqualTo(element);
  }

  @Test
  void longerElementsAreNotWritten() {
    Bytes content = Bytes.owning(new byte[Der.MAX_LENGTH + 1]);

    assertThatThrownBy(() -> Der.sequence(content)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "04",
        "0401",
        "020100",
        "0480",
        "04800000",
        "048100",
        "04817f" + "00",
        "0481",
        "048200ff",
        "0482",
        "048201",
        "0482ffff00",
        "0483000001" + "00",
        "048400000001" + "00",
        "04ff00"
      })
  void lengthsHaveOneFormAndTagsAreThoseAskedFor(String hex) {
    assertThatThrownBy(() -> reader(hex).content(Der.OCTET_STRING))
        .isInstanceOf(DerException.class);
  }

  @Test
  void theEndIsTheEnd() throws DerException {
    DerReader in = reader("040000");
    in.content(Der.OCTET_STRING);

    assertThatThrownBy(in::end).isInstanceOf(DerException.class);
  }

  @Test
  void bitsAreWholeBytes() throws DerException {
    assertThat(reader("0302" + "00ab").bits()).isEqualTo(Bytes.fromHex("ab"));
    assertThatThrownBy(() -> reader("0302" + "01ab").bits()).isInstanceOf(DerException.class);
    assertThatThrownBy(() -> reader("0300").bits()).isInstanceOf(DerException.class);
  }

  private static Instant time(int tag, String text) throws DerException {
    return DerTime.read(new DerReader(Der.element(tag, Bytes.utf8(text))));
  }

  @Test
  void timesAreReadByTheirCentury() throws DerException {
    assertThat(time(Der.UTC_TIME, "500101000000Z")).isEqualTo("1950-01-01T00:00:00Z");
    assertThat(time(Der.UTC_TIME, "491231235959Z")).isEqualTo("2049-12-31T23:59:59Z");
    assertThat(time(Der.GENERALIZED_TIME, "40960101133000Z")).isEqualTo("4096-01-01T13:30:00Z");
    assertThat(time(Der.GENERALIZED_TIME, "20280229010203Z")).isEqualTo("2028-02-29T01:02:03Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "20270229000000Z",
        "20271301000000Z",
        "20270101240000Z",
        "20270101000060Z",
        "20270101000000",
        "202701010000Z",
        "20270101000000.5Z",
        "20270101000000+0100",
        "2027010100000-Z",
        "270101000000Z"
      })
  void otherTimesAreRefused(String text) {
    assertThatThrownBy(() -> time(Der.GENERALIZED_TIME, text)).isInstanceOf(DerException.class);
  }

  @Test
  void aTimeIsNoNumber() {
    assertThatThrownBy(() -> time(Der.INTEGER, "270101000000Z")).isInstanceOf(DerException.class);
  }
}
