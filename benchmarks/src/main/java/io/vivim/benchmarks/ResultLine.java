package io.vivim.benchmarks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** The line of JSON that a benchmark ends with: its first case, and the others inside. */
final class ResultLine {
  private static final MathContext RATE_DIGITS = new MathContext(6);
  private static final MathContext RATIO_DIGITS = new MathContext(4);

  private record Line(String name, Score score) {}

  private final String bench;
  private final List<Line> lines = new ArrayList<>();

  ResultLine(String bench) {
    this.bench = bench;
  }

  /** Adds a case's score; the first bears the benchmark's own name. */
  ResultLine add(String name, Score score) {
    lines.add(new Line(lines.isEmpty() ? bench : bench + "/" + name, score));
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
    return String.join(
        ",",
        "\"bench\":\"" + line.name() + "\"",
        "\"rate\":" + number(line.score().rate(), RATE_DIGITS),
        "\"limit\":" + number(line.score().limit(), RATE_DIGITS),
        "\"ratio\":" + number(line.score().ratio(), RATIO_DIGITS));
  }

  private static String number(double value, MathContext digits) {
    return new BigDecimal(value, digits).stripTrailingZeros().toPlainString();
  }
}
