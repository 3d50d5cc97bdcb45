package io.vivim.libp2p.gossip.router;

import java.util.List;

/**
 * How messages came to those who were to have them.
 *
 * @param due messages, each for each node that was to have it
 * @param came those that did
 * @param hops by how many steps, in their order
 */
record SimFigures(long due, long came, List<Integer> hops) {
  double delivered() {
    return (double) came / due;
  }

  int hops(double part) {
    return hops.get((int) Math.ceil(part * hops.size()) - 1);
  }

  @Override
  public String toString() {
    return String.format("%.4f %% of %d, 99 %% within %d hops", 100 * delivered(), due, hops(0.99));
  }
}
