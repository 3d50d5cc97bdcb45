package io.vivim.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreTest {
  @Test
  void theMedianOfAnOddCountIsTheMiddleValueWhateverTheOrder() {
    assertThat(Score.median(9, 1, 5)).isEqualTo(5);
  }

  @Test
  void theMedianOfAnEvenCountIsTheMeanOfTheTwoInTheMiddle() {
    assertThat(Score.median(8, 1, 100, 4)).isEqualTo(6);
  }

  @Test
  void nothingHasNoMedian() {
    assertThatThrownBy(Score::median).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theRatioIsTheMedianOfThePairsRatiosAndNotTheRatioOfTheMedians() {
    Score score =
        Score.of(List.of(new Score.Pair(10, 10), new Score.Pair(60, 20), new Score.Pair(40, 40)));

    assertThat(score).isEqualTo(new Score(40, 20, 1));
  }
}
