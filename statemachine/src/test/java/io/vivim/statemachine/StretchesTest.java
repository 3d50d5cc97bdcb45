package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import org.junit.jupiter.api.Test;

/** Parts of logs that overlap, hold one another or leave gaps. */
final class StretchesTest {
  private static final Bytes LOG = Bytes.utf8("a log");
  private static final Bytes OTHER = Bytes.utf8("another");

  @Test
  void partsThatOverlapAreOne() {
    Stretches some = Stretches.none();
    some.add(LOG, 3, 5);
    some.add(LOG, 10, 12);
    some.add(LOG, 5, 7);
    some.add(LOG, 11, 11);
    assertThat(some.firstFrom(LOG, 1)).isEqualTo(3);
    assertThat(some.contains(LOG, 7)).isTrue();
    assertThat(some.contains(LOG, 8)).isFalse();
    assertThat(some.firstFrom(LOG, 8)).isEqualTo(10);
    assertThat(some.contains(LOG, 12)).isTrue();
    assertThat(some.firstFrom(LOG, 13)).isLessThan(13);
    some.add(LOG, 1, Long.MAX_VALUE);
    assertThat(some.contains(LOG, 8)).isTrue();
  }

  @Test
  void ofALogThatIsNotNamedAllIsInOrNothing() {
    assertThat(Stretches.none().contains(OTHER, 1)).isFalse();
    assertThat(Stretches.none().isEmpty()).isTrue();
    Stretches all = Stretches.all();
    all.add(LOG, 3, 5);
    assertThat(all.contains(LOG, 9)).isTrue();
    assertThat(all.contains(OTHER, 9)).isTrue();
  }

  @Test
  void ofALogThatIsNamedOnlyWhatIsAddedIsIn() {
    Stretches all = Stretches.all();
    all.name(LOG);
    all.add(LOG, 3, 5);
    assertThat(all.contains(LOG, 9)).isFalse();
    assertThat(all.contains(LOG, 4)).isTrue();
    assertThat(all.isEmpty()).isFalse();
  }
}
