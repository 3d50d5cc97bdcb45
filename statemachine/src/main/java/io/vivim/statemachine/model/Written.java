package io.vivim.statemachine.model;

import io.vivim.codec.Ipld;

/**
 * A value that somebody wrote, or took away where it is null.
 *
 * @param value never {@code NULL} for a value that is there; a field cannot hold null
 */
public record Written(Stamp stamp, Ipld value) implements Comparable<Written> {
  boolean isThere() {
    return !value.equals(Ipld.NULL);
  }

  @Override
  public int compareTo(Written that) {
    return stamp.compareTo(that.stamp);
  }

  Ipld encode() {
    return Ipld.listOf(stamp.encode(), value);
  }

  /** With its event alone, from which the rest of the stamp follows. */
  Ipld form() {
    return Ipld.listOf(Ipld.of(stamp.event().cid()), value);
  }
}
