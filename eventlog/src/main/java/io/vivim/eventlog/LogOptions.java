package io.vivim.eventlog;

import io.vivim.events.EventLimits;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What a log is run by.
 *
 * @param clock this node's wall clock
 * @param maxClockDrift how far an event's clock may run ahead of it
 * @param admission whose events are taken
 * @param grants whether an event may do what it does
 * @param hook what goes into each commit beside the events
 * @param held how much may wait
 * @param checkers how many threads check signatures
 * @param maxInFlight events between submission and acknowledgement
 * @param maxInFlightBytes their headers and payloads
 */
public record LogOptions(
    InstantSource clock,
    Duration maxClockDrift,
    Admission admission,
    Grants grants,
    CommitHook hook,
    HeldLimits held,
    int checkers,
    int maxInFlight,
    long maxInFlightBytes) {

  private static final int MAX_IN_FLIGHT = 4096;
  private static final long MAX_IN_FLIGHT_BYTES = 16L * 1024 * 1024;

  public LogOptions {
    // The appender remembers what was appended for as long as anything can be under way.
    if (maxInFlight + held.events() > Appender.MAX_LATELY) {
      throw new IllegalArgumentException("more in flight or waiting than is remembered");
    }
  }

  /** Everyone's events within the default quotas, checked on all cores. */
  public static LogOptions defaults(InstantSource clock) {
    return new LogOptions(
        clock,
        EventLimits.MAX_CLOCK_DRIFT,
        Admission.open(Quotas.DEFAULT),
        Grants.structural(),
        CommitHook.NONE,
        HeldLimits.DEFAULT,
        Runtime.getRuntime().availableProcessors(),
        MAX_IN_FLIGHT,
        MAX_IN_FLIGHT_BYTES);
  }

  public LogOptions withAdmission(Admission value) {
    return new LogOptions(
        clock, maxClockDrift, value, grants, hook, held, checkers, maxInFlight, maxInFlightBytes);
  }

  public LogOptions withHook(CommitHook value) {
    return new LogOptions(
        clock,
        maxClockDrift,
        admission,
        grants,
        value,
        held,
        checkers,
        maxInFlight,
        maxInFlightBytes);
  }

  public LogOptions withGrants(Grants value) {
    return new LogOptions(
        clock,
        maxClockDrift,
        admission,
        value,
        hook,
        held,
        checkers,
        maxInFlight,
        maxInFlightBytes);
  }

  public LogOptions withHeld(HeldLimits value) {
    return new LogOptions(
        clock,
        maxClockDrift,
        admission,
        grants,
        hook,
        value,
        checkers,
        maxInFlight,
        maxInFlightBytes);
  }

  public LogOptions withInFlight(int events, long bytes) {
    return new LogOptions(
        clock, maxClockDrift, admission, grants, hook, held, checkers, events, bytes);
  }
}
