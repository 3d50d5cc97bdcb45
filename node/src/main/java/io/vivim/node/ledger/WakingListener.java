package io.vivim.node.ledger;

import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.Evidence;
import io.vivim.eventlog.LogListener;
import java.util.List;

/** Wakes a follower when the log grows, and tells another listener everything. */
record WakingListener(LogListener told, SearchFollower follower) implements LogListener {
  @Override
  public void appended(List<AppendedEvent> events) {
    follower.wake();
    told.appended(events);
  }

  @Override
  public void evidence(List<Evidence> found) {
    told.evidence(found);
  }

  @Override
  public void purgeFailed(Throwable cause) {
    told.purgeFailed(cause);
  }

  @Override
  public void failed(Throwable cause) {
    told.failed(cause);
  }
}
