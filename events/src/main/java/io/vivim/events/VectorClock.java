package io.vivim.events;

import io.vivim.did.DidKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far an event's past reaches into each signer's log: the highest seq by the signer's DID.
 *
 * <p>No clock has more than {@link EventLimits#MAX_CLOCK_ENTRIES} entries; beyond that it keeps its
 * own entry and the highest seqs, of equal ones those of the lower DID. In a clock of that many an
 * entry that is lower or absent proves nothing.
 */
public final class VectorClock {
  public static final VectorClock EMPTY = new VectorClock(new String[0], new long[0]);

  /** Ascending; all of one length, so this is the order of DAG-CBOR's keys too. */
  private final String[] signers;

  /** The seq of the signer at the same index. */
  private final long[] seqs;

  private VectorClock(String[] signers, long[] seqs) {
    this.signers = signers;
    this.seqs = seqs;
  }

  /**
   * A clock of these entries.
   *
   * @throws IllegalArgumentException for more entries than a clock has, or a seq below 1
   */
  public static VectorClock of(Map<String, Long> entries) {
    TreeMap<String, Long> sorted = new TreeMap<>(entries);
    if (sorted.size() > EventLimits.MAX_CLOCK_ENTRIES
        || sorted.values().stream().anyMatch(seq -> seq < 1)) {
      throw new IllegalArgumentException("no vector clock: " + entries.size() + " entries");
    }
    return new VectorClock(
        sorted.keySet().toArray(String[]::new),
        sorted.values().stream().mapToLong(Long::longValue).toArray());
  }

  /** Takes the arrays over; only for entries that were checked. */
  static VectorClock ofSorted(String[] signers, long[] seqs) {
    return signers.length == 0 ? EMPTY : new VectorClock(signers, seqs);
  }

  /** The clock of an event by {@code signer} at {@code seq} whose causes had these clocks. */
  public static VectorClock after(List<VectorClock> causes, DidKey signer, long seq) {
    return after(causes, signer.toString(), seq);
  }

  static VectorClock after(List<VectorClock> causes, String signer, long seq) {
    VectorClock merged = EMPTY;
    for (VectorClock cause : causes) {
      merged = merged.merge(cause);
    }
    int at = Arrays.binarySearch(merged.signers, signer);
    if (at >= 0) {
      long[] seqs = merged.seqs.clone();
      seqs[at] = seq;
      return new VectorClock(merged.signers, seqs).bounded(signer);
    }
    return merged.merge(new VectorClock(new String[] {signer}, new long[] {seq})).bounded(signer);
  }

  /** The higher seq of every signer in either; not bounded yet. */
  VectorClock merge(VectorClock that) {
    if (signers.length == 0 || equals(that)) {
      return that;
    }
    if (that.signers.length == 0) {
      return this;
    }
    String[] names = new String[signers.length + that.signers.length];
    long[] highest = new long[names.length];
    int size = 0;
    int mine = 0;
    int theirs = 0;
    while (mine < signers.length || theirs < that.signers.length) {
      int order = compareAt(mine, that, theirs);
      names[size] = order <= 0 ? signers[mine] : that.signers[theirs];
      highest[size] = Math.max(order <= 0 ? seqs[mine] : 0, order >= 0 ? that.seqs[theirs] : 0);
      mine += order <= 0 ? 1 : 0;
      theirs += order >= 0 ? 1 : 0;
      size++;
    }
    return new VectorClock(Arrays.copyOf(names, size), Arrays.copyOf(highest, size));
  }

  /** The order of the two names; a clock that has run out comes last. */
  private int compareAt(int mine, VectorClock that, int theirs) {
    if (mine == signers.length) {
      return 1;
    }
    return theirs == that.signers.length ? -1 : signers[mine].compareTo(that.signers[theirs]);
  }

  private VectorClock bounded(String own) {
    if (signers.length <= EventLimits.MAX_CLOCK_ENTRIES) {
      return this;
    }
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < signers.length; i++) {
      if (!signers[i].equals(own)) {
        kept.add(i);
      }
    }
    kept.sort(Comparator.comparingLong((Integer i) -> -seqs[i]).thenComparing(i -> signers[i]));
    TreeMap<String, Long> entries = new TreeMap<>();
    entries.put(own, seqs[Arrays.binarySearch(signers, own)]);
    kept.subList(0, EventLimits.MAX_CLOCK_ENTRIES - 1)
        .forEach(i -> entries.put(signers[i], seqs[i]));
    return of(entries);
  }

  /** How this clock stands to {@code that}, by their entries alone. */
  public ClockOrder compare(VectorClock that) {
    boolean behind = isBehind(that);
    boolean ahead = that.isBehind(this);
    if (behind && ahead) {
      return ClockOrder.CONCURRENT;
    }
    return behind ? ClockOrder.BEFORE : ahead ? ClockOrder.AFTER : ClockOrder.EQUAL;
  }

  /** Whether {@code that} has an entry above this one's. */
  private boolean isBehind(VectorClock that) {
    for (int i = 0; i < that.signers.length; i++) {
      if (that.seqs[i] > seqOf(that.signers[i]).orElse(0)) {
        return true;
      }
    }
    return false;
  }

  /** The seq of a signer, or nothing where the clock has no entry for it. */
  public OptionalLong seqOf(String signer) {
    int at = Arrays.binarySearch(signers, signer);
    return at < 0 ? OptionalLong.empty() : OptionalLong.of(seqs[at]);
  }

  public int size() {
    return signers.length;
  }

  /** Whether entries may have been left out, so that a missing one proves nothing. */
  public boolean isFull() {
    return signers.length == EventLimits.MAX_CLOCK_ENTRIES;
  }

  /** The entries, ascending by DID. */
  public SortedMap<String, Long> entries() {
    TreeMap<String, Long> entries = new TreeMap<>();
    for (int i = 0; i < signers.length; i++) {
      entries.put(signers[i], seqs[i]);
    }
    return entries;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VectorClock that
        && Arrays.equals(seqs, that.seqs)
        && Arrays.equals(signers, that.signers);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(signers) + Arrays.hashCode(seqs);
  }

  @Override
  public String toString() {
    return entries().toString();
  }
}
