package io.vivim.libp2p.discovery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait until the next look: each time twice as long, less up to a half of it by chance,
 * so that those who lost their peers together do not come back together.
 */
final class Patience {
  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private Duration next;

  Patience(DiscoverySettings settings, RandomGenerator random) {
    this.first = settings.first();
    this.longest = settings.longest();
    this.random = random;
    this.next = first;
  }

  /** The next one; longer than the one before, until it is the longest. */
  Duration next() {
    Duration full = next;
    Duration twice = full.multipliedBy(2);
    next = twice.compareTo(longest) > 0 ? longest : twice;
    return full.minusNanos((long) (random.nextDouble() * (full.toNanos() / 2.0)));
  }

  /** It is worth looking soon again. */
  void reset() {
    next = first;
  }
}
