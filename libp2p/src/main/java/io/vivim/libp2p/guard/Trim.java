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
   * The links that go, in this order: idle ones before others, then those that are worth less, then
   * those that peers have made, then the newest. So nobody drives out old links by making new ones.
   */
  public static List<Candidate> choose(List<Candidate> links, HostLimits.Marks marks) {
    if (links.size() <= marks.high()) {
      return List.of();
    }
    return links.stream()
        .filter(each -> !each.isProtected() && each.age() >= marks.grace().toNanos())
        .sorted(
            Comparator.comparing((Candidate each) -> each.streams() > 0)
                .thenComparingInt(Candidate::value)
                .thenComparing(Candidate::isDialled)
                .thenComparingLong(Candidate::age)
                .thenComparing(Candidate::id, Comparator.reverseOrder()))
        .limit(links.size() - marks.low())
        .toList();
  }
}
