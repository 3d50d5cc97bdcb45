package io.vivim.libp2p.dial;

import java.time.Duration;

/**
 * How much is dialled at once, and how patiently.
 *
 * @param dials peers that are dialled at the same time
 * @param attempts addresses tried or looked up at the same time, of all peers together
 * @param attemptsPerPeer those of one peer
 * @param addressesPerPeer addresses that count in one dial, looked up ones among them
 * @param stagger how long an attempt has before the next one begins beside it
 * @param deadline of a dial, from its start until there is a link
 * @param firstBackOff how long an address rests after its first failure; then twice as long each
 *     time
 * @param longestBackOff and no longer than this
 * @param backOffPeers peers of which failures are remembered
 */
public record DialLimits(
    int dials,
    int attempts,
    int attemptsPerPeer,
    int addressesPerPeer,
    Duration stagger,
    Duration deadline,
    Duration firstBackOff,
    Duration longestBackOff,
    int backOffPeers) {
  public static final DialLimits DEFAULT =
      new DialLimits(
          512,
          128,
          8,
          32,
          Duration.ofMillis(250),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofMinutes(5),
          1024);
}
