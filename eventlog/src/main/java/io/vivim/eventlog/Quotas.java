package io.vivim.eventlog;

/**
 * How much a node takes.
 *
 * @param eventsPerSigner events of one signer in the log, removals excepted
 * @param removalsPerSigner removals by one signer, so that nobody is kept from removing
 * @param peerEventsPerSecond events that a peer may have checked in the long run
 * @param peerBurstEvents events that a peer may have checked at once
 * @param maxLogBytes bytes of events in the whole log
 */
public record Quotas(
    long eventsPerSigner,
    long removalsPerSigner,
    long peerEventsPerSecond,
    long peerBurstEvents,
    long maxLogBytes) {

  /** Room for a busy person's lifetime from each signer, and no limit for what is on the disk. */
  public static final Quotas DEFAULT =
      new Quotas(10_000_000, 100_000, 20_000, 200_000, Long.MAX_VALUE);

  public Quotas {
    if (eventsPerSigner < 0
        || removalsPerSigner < 0
        || peerEventsPerSecond < 1
        || peerBurstEvents < 1
        || maxLogBytes < 0) {
      throw new IllegalArgumentException("a quota below nothing");
    }
  }
}
