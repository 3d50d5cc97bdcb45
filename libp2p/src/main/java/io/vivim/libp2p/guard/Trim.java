package io.vivim.libp2p.guard;

import java.util.Comparator;
import java.util.List;

/** Which links go when there are too many. The same input always gives the same answer. */
public final class Trim {
  private Trim() {}

  /**
   * A link, as far as it matters here.
   *
   * @param id tells it from all others; of two alike the later one goes first
   * @param value what its peer is worth
   * @param streams that are open on it
   * @param age in nanoseconds
   */
  public record Candidate(
      long id, int value, int streams, boolean isDialled, boolean isProtected, long age) {}

  /**
   * The links that go, in this order: those that are worth less before others, then those that
   * peers have made, then idle ones, then the newest. So nobody drives out by new links what we
   * have dialled or hold dear, nor old links on which something is spoken.
   */
  public static List<Candidate> choose(List<Candidate> links, HostLimits.Marks marks) {
    if (links.size() <= marks.high()) {
      return List.of();
    }
    return links.stream()
        .filter(each -> !each.isProtected() && each.age() >= marks.grace().toNanos())
        .sorted(
            Comparator.comparingInt(Candidate::value)
                .thenComparing(Candidate::isDialled)
                .thenComparing(each -> each.streams() > 0)
                .thenComparingLong(Candidate::age)
                .thenComparing(Candidate::id, Comparator.reverseOrder()))
        .limit(links.size() - marks.low())
        .toList();
  }
}
