package io.vivim.node.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class MarksTest {
  private final Marks marks = new Marks(new SecureRandom());
  private final Bytes row = Bytes.utf8("the key of a row");

  @Test
  void aMarkIsGoodForItsQuestionAndItsServerAlone() {
    String mark = marks.seal(row, "who");
    assertThat(marks.open(mark, "who")).contains(row);
    assertThat(marks.open(mark, "what")).isEmpty();
    assertThat(new Marks(new SecureRandom()).open(mark, "who")).isEmpty();
  }

  @Test
  void aMarkTellsNothingOfItsRow() {
    String mark = marks.seal(row, "who");
    assertThat(mark).doesNotContain(row.toHex());
    assertThat(marks.seal(row, "who")).isNotEqualTo(mark);
  }

  @Test
  void whatIsNoMarkIsNone() {
    String mark = marks.seal(row, "who");
    for (String text : new String[] {"", "0", "xy", "00", mark.substring(2), mark + "00"}) {
      assertThat(marks.open(text, "who")).as(text).isEmpty();
    }
  }
}
