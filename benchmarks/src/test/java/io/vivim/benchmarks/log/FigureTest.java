package io.vivim.benchmarks.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
  @Test
  void itsTextIsReadBackAsTheSame() {
    for (Figure figure :
        List.of(
            new Figure("h2/flat", 0.5, 0.25, Figure.Bar.NONE),
            new Figure("h2/flat", 1.5e-3, 2, Figure.Bar.atLeast(0.6)),
            new Figure("h2/memory-mib", 900, 1024, Figure.Bar.atMost(1)))) {
      assertThat(Figure.parse(figure.toString())).contains(figure);
    }
  }

  @Test
  void otherLinesTellNoFigure() {
    assertThat(Figure.parse("")).isEmpty();
    assertThat(Figure.parse("this is no figure")).isEmpty();
    assertThat(Figure.parse("name 1 2")).isEmpty();
  }

  @Test
  void aBarIsReachedFromItsOwnSideAlone() {
    assertThat(new Figure("x", 60, 100, Figure.Bar.atLeast(0.6)).isGood()).isTrue();
    assertThat(new Figure("x", 59, 100, Figure.Bar.atLeast(0.6)).isGood()).isFalse();
    assertThat(new Figure("x", 100, 100, Figure.Bar.atMost(1)).isGood()).isTrue();
    assertThat(new Figure("x", 101, 100, Figure.Bar.atMost(1)).isGood()).isFalse();
    assertThat(new Figure("x", 0, 100, Figure.Bar.NONE).isGood()).isTrue();
    assertThat(new Figure("x", 0, 0, Figure.Bar.atMost(1)).isGood()).isFalse();
  }
}
