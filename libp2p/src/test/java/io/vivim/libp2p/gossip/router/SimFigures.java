package io.vivim.libp2p.gossip.router;

import java.util.List;

/**
 * How messages came to those who were to have them.
 *
 * @param due messages, each for each node that was to have it
 * @param came those that did
 * @param hops by how many steps, in their order: those of the copy that came first
 * @param fewest the steps of the copy that took the fewest, which on links of unlike latency are
 *     less; only told
 */
record SimFigures(long due, long came, List<Integer> hops, List<Integer> fewest) {
  double delivered() {
    return (double) came / due;
  }

  int hops(double part) {
    return within(hops, part);
  }

  private static int within(List<Integer> steps, double part) {
    return steps.get((int) Math.ceil(part * steps.size()) - 1);
  }

  @Override
  public String toString() {
    return String.format(
        "%.4f %% of %d, 99 %% within %d hops (shortest copies: %d)",
        100 * delivered(), due, hops(0.99), within(fewest, 0.99));
  }
}
