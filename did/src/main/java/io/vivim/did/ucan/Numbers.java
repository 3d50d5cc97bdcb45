package io.vivim.did.ucan;

import io.vivim.codec.Ipld;
import java.math.BigDecimal;

/**
 * Compares integers and floats as the numbers they are, exactly, whichever way they are spelled.
 */
final class Numbers {
  private Numbers() {}

  static boolean isNumber(Ipld value) {
    return value instanceof Ipld.Int || value instanceof Ipld.Float64;
  }

  /** The order of two numbers; only for values that {@link #isNumber} says are. */
  static int compare(Ipld a, Ipld b) {
    if (a instanceof Ipld.Int x) {
      return b instanceof Ipld.Int y
          ? x.asBigInteger().compareTo(y.asBigInteger())
          : compare(x, ((Ipld.Float64) b).value());
    }
    double x = ((Ipld.Float64) a).value();
    // Adding zero makes -0.0 the same as 0.0.
    return b instanceof Ipld.Float64 y
        ? Double.compare(x + 0.0, y.value() + 0.0)
        : -compare((Ipld.Int) b, x);
  }

  private static int compare(Ipld.Int a, double b) {
    if (IntegerRange.contains(a)) {
      return Double.compare((double) a.asLong(), b + 0.0);
    }
    // Beyond 2^53 every double is whole, and below it every double is nearer to zero than this.
    return Math.abs(b) <= UcanLimits.MAX_INTEGER
        ? a.asBigInteger().signum()
        : a.asBigInteger().compareTo(new BigDecimal(b).toBigInteger());
  }
}
