package io.vivim.libp2p.kad.router;

import io.vivim.libp2p.kad.table.TableLimits;
import java.time.Duration;

/**
 * How a router looks for things and keeps its table (libp2p specifications, "kad-dht"); the names
 * in brackets are theirs.
 *
 * @param table whom it knows; the size of a bucket is also how many keep a value, and how many
 *     peers are named in an answer (k)
 * @param parallel peers that one lookup asks at the same time (alpha)
 * @param askedPerLookup peers that one lookup asks in all, whatever others name
 * @param namedPerLookup peers that one lookup remembers
 * @param falseNames by how many those that a peer named and that have not answered may outnumber
 *     those that have
 * @param checks peers that are asked at the same time whether they are there
 * @param addresses of a peer that are taken from others
 * @param times how long things take
 */
public record KadParams(
    TableLimits table,
    int parallel,
    int askedPerLookup,
    int namedPerLookup,
    int falseNames,
    int checks,
    int addresses,
    Times times) {
  public static final KadParams DEFAULT =
      new KadParams(TableLimits.DEFAULT, 10, 300, 2000, 3, 32, 8, Times.DEFAULT);

  /**
   * How long things take.
   *
   * @param tick from one look at what is due to the next
   * @param request in which a peer has to answer
   * @param lookup in which something has to be found
   * @param refresh from one look for peers in a part of the space to the next
   * @param republish from one time that others are told what we have to the next
   */
  public record Times(
      Duration tick, Duration request, Duration lookup, Duration refresh, Duration republish) {
    public static final Times DEFAULT =
        new Times(
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(22));
  }

  public KadParams {
    if (parallel < 1 || askedPerLookup < 1 || namedPerLookup < table.bucket()) {
      throw new IllegalArgumentException("nothing can be found like this");
    }
  }

  /** The specification's k. */
  int near() {
    return table.bucket();
  }

  public KadParams withTable(TableLimits other) {
    return new KadParams(
        other, parallel, askedPerLookup, namedPerLookup, falseNames, checks, addresses, times);
  }

  public KadParams withTimes(Times other) {
    return new KadParams(
        table, parallel, askedPerLookup, namedPerLookup, falseNames, checks, addresses, other);
  }
}
