package io.vivim.libp2p.kad.store;

import java.time.Duration;

/**
 * What is kept for others, and for how long.
 *
 * @param records in all; the oldest make room
 * @param recordBytes of all keys and values together
 * @param recordsOfPeer that one peer may have kept here
 * @param recordLife after which a record that was not put again is forgotten
 * @param providers of all keys together; the oldest make room
 * @param providersOfKey of one key; the oldest make room
 * @param keysOfProvider that one peer may say that it provides
 * @param addresses of a provider that are remembered
 * @param providerLife after which a provider that has not said so again is forgotten
 */
public record StoreLimits(
    int records,
    long recordBytes,
    int recordsOfPeer,
    Duration recordLife,
    int providers,
    int providersOfKey,
    int keysOfProvider,
    int addresses,
    Duration providerLife) {
  private static final long MIB = 1 << 20;

  public static final StoreLimits DEFAULT =
      new StoreLimits(
          65_536, 64 * MIB, 1024, Duration.ofDays(2), 65_536, 256, 4096, 8, Duration.ofDays(2));
}
