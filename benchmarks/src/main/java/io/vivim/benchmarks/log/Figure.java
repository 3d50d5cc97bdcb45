package io.vivim.benchmarks.log;

import java.util.Optional;

/**
 * Something that was measured, what it is compared with, and the ratio that it has to reach.
 *
 * <p>Its text is {@code name rate limit bar}, the bar {@code >=0.6}, {@code <=1} or {@code -}.
 */
public record Figure(String name, double rate, double limit, Bar bar) {
  private static final int PARTS = 4;

  /** What the ratio has to reach, or not to exceed, or neither. */
  public record Bar(Kind kind, double ratio) {
    public static final Bar NONE = new Bar(Kind.NONE, 0);

    /** On which side of it the ratio has to be. */
    public enum Kind {
      NONE("-"),
      AT_LEAST(">="),
      AT_MOST("<=");

      private final String sign;

      Kind(String sign) {
        this.sign = sign;
      }
    }

    public static Bar atLeast(double ratio) {
      return new Bar(Kind.AT_LEAST, ratio);
    }

    public static Bar atMost(double ratio) {
      return new Bar(Kind.AT_MOST, ratio);
    }

    static Bar parse(String text) {
      for (Kind kind : new Kind[] {Kind.AT_LEAST, Kind.AT_MOST}) {
        if (text.startsWith(kind.sign)) {
          return new Bar(kind, Double.parseDouble(text.substring(kind.sign.length())));
        }
      }
      return NONE;
    }

    @Override
    public String toString() {
      return kind == Kind.NONE ? kind.sign : kind.sign + ratio;
    }
  }

  /** The figure that a line tells, or nothing where it tells something else. */
  public static Optional<Figure> parse(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length != PARTS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Figure(
              parts[0],
              Double.parseDouble(parts[1]),
              Double.parseDouble(parts[2]),
              Bar.parse(parts[3])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  public double ratio() {
    return rate / limit;
  }

  /** Whether the ratio is on the right side of the bar; a ratio that is no number never is. */
  public boolean isGood() {
    return switch (bar.kind()) {
      case NONE -> true;
      case AT_LEAST -> ratio() >= bar.ratio();
      case AT_MOST -> ratio() <= bar.ratio();
    };
  }

  @Override
  public String toString() {
    return name + " " + rate + " " + limit + " " + bar;
  }
}
