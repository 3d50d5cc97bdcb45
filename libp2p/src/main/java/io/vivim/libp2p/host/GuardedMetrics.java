package io.vivim.libp2p.host;

import io.vivim.libp2p.guard.Refusal;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.StreamException;
import io.vivim.libp2p.link.UpgradeException;
import java.time.Duration;
import java.util.Optional;

/** Somebody who counts, and whose failures are not the host's. */
record GuardedMetrics(HostMetrics counter) implements HostMetrics {
  @Override
  public void refused(Refusal why) {
    Listeners.guarded(() -> counter.refused(why));
  }

  @Override
  public void linked(Direction direction, Duration took) {
    Listeners.guarded(() -> counter.linked(direction, took));
  }

  @Override
  public void notLinked(Direction direction, UpgradeException.Reason why) {
    Listeners.guarded(() -> counter.notLinked(direction, why));
  }

  @Override
  public void ended(Direction direction, LinkEnd.Cause cause) {
    Listeners.guarded(() -> counter.ended(direction, cause));
  }

  @Override
  public void violated(Violation rule) {
    Listeners.guarded(() -> counter.violated(rule));
  }

  @Override
  public void opened(Direction direction, String protocol) {
    Listeners.guarded(() -> counter.opened(direction, protocol));
  }

  @Override
  public void closed(
      Direction direction, String protocol, Optional<StreamException.Cause> brokenBy) {
    Listeners.guarded(() -> counter.closed(direction, protocol, brokenBy));
  }

  @Override
  public void read(String protocol, long bytes) {
    Listeners.guarded(() -> counter.read(protocol, bytes));
  }

  @Override
  public void wrote(String protocol, long bytes) {
    Listeners.guarded(() -> counter.wrote(protocol, bytes));
  }
}
