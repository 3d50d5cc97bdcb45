package io.vivim.did.ucan;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;

/** Refuses integers that not every reader of a token holds exactly. */
final class IntegerRange {
  private IntegerRange() {}

  static boolean contains(Ipld.Int number) {
    return number.fitsLong()
        && number.asLong() <= UcanLimits.MAX_INTEGER
        && number.asLong() >= -UcanLimits.MAX_INTEGER;
  }

  /** Looks at every integer inside {@code value}, which stands at {@code where}. */
  static void check(Ipld value, String where) throws UcanException {
    if (value instanceof Ipld.Int number && !contains(number)) {
      throw new UcanException(UcanReason.INTEGER_RANGE, where);
    }
    if (value instanceof Ipld.Sequence list) {
      for (Ipld each : list.values()) {
        check(each, where);
      }
    }
    if (value instanceof IpldMap map) {
      for (String key : map.keys()) {
        check(map.get(key).orElseThrow(), where);
      }
    }
  }
}
