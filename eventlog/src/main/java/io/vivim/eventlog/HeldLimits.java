package io.vivim.eventlog;

/**
 * How much may wait.
 *
 * @param eventsPerSource events of one delivering peer
 * @param bytesPerSource their headers and payloads
 * @param events events in all
 * @param bytes their headers and payloads
 */
public record HeldLimits(int eventsPerSource, long bytesPerSource, int events, long bytes) {
  public static final HeldLimits DEFAULT =
      new HeldLimits(4096, 16L * 1024 * 1024, 16_384, 64L * 1024 * 1024);

  public HeldLimits {
    if (eventsPerSource < 1 || bytesPerSource < 1 || events < 1 || bytes < 1) {
      throw new IllegalArgumentException("nothing could wait");
    }
  }
}
