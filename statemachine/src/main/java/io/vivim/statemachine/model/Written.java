package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.DagCborReader;
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

  /** What {@link #of} reads again. */
  Bytes bytes() {
    return DagCbor.encode(encode());
  }

  static Written of(Bytes encoded) {
    DagCborReader from = DagCborReader.overOwn(encoded);
    from.next();
    Stamp stamp = Stamp.read(from);
    return new Written(stamp, from.readValue());
  }

  /** With its event alone, from which the rest of the stamp follows. */
  Ipld form() {
    return Ipld.listOf(Ipld.of(stamp.event().cid()), value);
  }
}
