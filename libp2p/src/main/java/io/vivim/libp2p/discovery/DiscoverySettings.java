package io.vivim.libp2p.discovery;

import java.time.Duration;

/**
 * How many peers a host is to have, and how patiently they are looked for.
 *
 * @param wanted peers; with as many links nobody is looked for
 * @param dials that are under way at the same time
 * @param first how long to wait after a look that found too few; then twice as long each time
 * @param longest and no longer than this, less up to a half by chance
 */
public record DiscoverySettings(int wanted, int dials, Duration first, Duration longest) {
  public static final DiscoverySettings DEFAULT =
      new DiscoverySettings(16, 8, Duration.ofSeconds(1), Duration.ofMinutes(5));
}
