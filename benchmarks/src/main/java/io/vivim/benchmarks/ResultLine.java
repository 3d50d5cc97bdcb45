package io.vivim.benchmarks;

import io.vivim.benchmarks.log.Figure;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** The line of JSON that a benchmark ends with: its first case, and the others inside. */
final class ResultLine {
  private static final MathContext RATE_DIGITS = new MathContext(6);
  private static final MathContext RATIO_DIGITS = new MathContext(4);

  /**
   * One case.
   *
   * @param bar the member that says what the ratio has to reach; empty where there is none
   */
  private record Line(String name, Score score, String bar) {}

  private final String bench;
  private final List<Line> lines = new ArrayList<>();

  ResultLine(String bench) {
    this.bench = bench;
  }

  /** Adds a case's score; the first bears the benchmark's own name. */
  ResultLine add(String name, Score score) {
    lines.add(new Line(lines.isEmpty() ? bench : bench + "/" + name, score, ""));
    return this;
  }

  /** Adds a figure, which bears its own name even in front. */
  ResultLine add(Figure figure) {
    String bar =
        switch (figure.bar().kind()) {
          case NONE -> "";
          case AT_LEAST -> "\"least\":" + number(figure.bar().ratio(), RATIO_DIGITS);
          case AT_MOST -> "\"most\":" + number(figure.bar().ratio(), RATIO_DIGITS);
        };
    Score score = new Score(figure.rate(), figure.limit(), figure.ratio());
    lines.add(new Line(bench + "/" + figure.name(), score, bar));
    return this;
  }

  @Override
  public String toString() {
    StringBuilder json = new StringBuilder("{").append(members(lines.get(0)));
    for (int i = 1; i < lines.size(); i++) {
      json.append(i == 1 ? ",\"cases\":[" : ",");
      json.append('{').append(members(lines.get(i))).append('}');
    }
    return json.append(lines.size() > 1 ? "]}" : "}").toString();
  }

  private static String members(Line line) {
    String members =
        String.join(
            ",",
            "\"bench\":\"" + line.name() + "\"",
            "\"rate\":" + number(line.score().rate(), RATE_DIGITS),
            "\"limit\":" + number(line.score().limit(), RATE_DIGITS),
            "\"ratio\":" + number(line.score().ratio(), RATIO_DIGITS));
    return line.bar().isEmpty() ? members : members + "," + line.bar();
  }

  private static String number(double value, MathContext digits) {
    return new BigDecimal(value, digits).stripTrailingZeros().toPlainString();
  }
}
