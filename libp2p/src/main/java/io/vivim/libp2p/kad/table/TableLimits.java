package io.vivim.libp2p.kad.table;

import java.time.Duration;

/**
 * Whom a routing table holds.
 *
 * @param bucket peers that have equally many bits in common with us; the specification's k
 * @param spare peers that wait for a place in a full bucket
 * @param bucketOfNeighbourhood peers of one {@link Neighbourhood} in a bucket
 * @param ofNeighbourhood the same in the whole table
 * @param trusted how long after it was heard of a peer need not be asked whether it is there,
 *     before another one takes its place or it is told to others
 */
public record TableLimits(
    int bucket, int spare, int bucketOfNeighbourhood, int ofNeighbourhood, Duration trusted) {
  public static final TableLimits DEFAULT = new TableLimits(20, 20, 2, 3, Duration.ofMinutes(10));

  public TableLimits {
    if (bucket < 1 || spare < 0 || bucketOfNeighbourhood < 1 || ofNeighbourhood < 1) {
      throw new IllegalArgumentException("no table can be kept like this");
    }
  }
}
