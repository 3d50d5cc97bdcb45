package io.vivim.eventlog;

import io.vivim.events.RawEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The queues between callers, checkers and the writer. Arrivals are checked by many threads at once
 * and come to the writer in the order in which they were submitted, so that what was sent causes
 * first need not wait for its causes.
 *
 * <p>All arrivals between their submission and their acknowledgement count against one bound, in
 * number and in bytes, so that no queue needs a bound of its own and a slow disk is felt by the
 * caller.
 */
final class Intake {
  /** What a checker claims at once. */
  private static final int CLAIM_EVENTS = 32;

  /** How long checked arrivals wait at most for more to share their commit. */
  private static final long MAX_GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final int maxEvents;
  private final long maxBytes;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition toCheck = lock.newCondition();
  private final Condition toWrite = lock.newCondition();
  private final Condition checked = lock.newCondition();

  // All below is guarded by the lock.
  private final ArrayDeque<Arrival> unclaimed = new ArrayDeque<>();
  private final ArrayDeque<Arrival> inOrder = new ArrayDeque<>();
  private CompletableFuture<Void> whenRoom = new CompletableFuture<>();
  private int events;

  /** Arrivals in order that are checked, and how many of them the writer waits for. */
  private int checkedEvents;

  private int wanted;
  private long bytes;

  private boolean isClosed;
  private boolean isNudged;
  private @Nullable Throwable failure;
  private boolean isAbandoned;

  Intake(int maxEvents, long maxBytes) {
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
  }

  /** Takes an event in, after waiting for room. */
  CompletionStage<Outcome> submit(RawEvent raw, Source source) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!isClosed && !hasRoom(raw)) {
        room.await();
      }
      return enter(raw, source);
    } finally {
      lock.unlock();
    }
  }

  /** Takes an event in where there is room now. */
  Optional<CompletionStage<Outcome>> trySubmit(RawEvent raw, Source source) {
    lock.lock();
    try {
      return isClosed || hasRoom(raw) ? Optional.of(enter(raw, source)) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Completes when it is worth trying again. */
  CompletionStage<Void> whenRoom() {
    lock.lock();
    try {
      if (isClosed || hasRoomForMore()) {
        return CompletableFuture.completedFuture(null);
      }
      return whenRoom.minimalCompletionStage();
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoom(RawEvent raw) {
    // One event always fits, however large it is, or it could never be told that it is too large.
    return events == 0 || (events < maxEvents && bytes + raw.size() <= maxBytes);
  }

  private boolean hasRoomForMore() {
    return events <= maxEvents / 2 && bytes <= maxBytes / 2;
  }

  private CompletionStage<Outcome> enter(RawEvent raw, Source source) {
    Arrival arrival = new Arrival(raw, source);
    // Between a failure and the writer's word on it, arrivals wait for that.
    if (isAbandoned || (isClosed && failure == null)) {
      arrival.acknowledgement().completeExceptionally(whyClosed());
      return arrival.acknowledgement();
    }
    events++;
    bytes += arrival.bytes();
    unclaimed.add(arrival);
    inOrder.add(arrival);
    toCheck.signal();
    return arrival.acknowledgement();
  }

  private Throwable whyClosed() {
    return failure != null ? failure : new IllegalStateException("the log is closed");
  }

  /** The next arrivals to check, after waiting for some; none when all is over. */
  List<Arrival> claim() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (unclaimed.isEmpty() && !isClosed) {
        toCheck.await();
      }
      List<Arrival> claimed = new ArrayList<>(CLAIM_EVENTS);
      while (claimed.size() < CLAIM_EVENTS && !unclaimed.isEmpty()) {
        claimed.add(unclaimed.remove());
      }
      return claimed;
    } finally {
      lock.unlock();
    }
  }

  /** These were checked. */
  void checked(List<Arrival> arrivals) {
    lock.lock();
    try {
      arrivals.forEach(Arrival::setChecked);
      checkedEvents += arrivals.size();
      checked.signalAll();
      if (isReady()) {
        toWrite.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isHeadChecked() {
    Arrival head = inOrder.peek();
    return head != null && head.isChecked();
  }

  /**
   * The next checked arrivals in order, after waiting for some, for a nudge or for so long; nothing
   * when all is over.
   *
   * @throws IllegalStateException where a checker failed
   */
  Optional<List<Arrival>> drain(int most, long waitMillis) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      awaitToWrite(1, TimeUnit.MILLISECONDS.toNanos(waitMillis));
      if (isHeadChecked()) {
        awaitToWrite(most, MAX_GATHER_NANOS);
      }
      isNudged = false;
      requireNoFailure();
      List<Arrival> drained = new ArrayList<>();
      while (drained.size() < most && isHeadChecked()) {
        drained.add(inOrder.remove());
      }
      checkedEvents -= drained.size();
      return drained.isEmpty() && isOver() ? Optional.empty() : Optional.of(drained);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until so many can be written, or all that are in, or for a nudge or for so long. */
  private void awaitToWrite(int many, long nanos) throws InterruptedException {
    wanted = many;
    long left = nanos;
    while (!isReady() && !isNudged && left > 0 && !isOver()) {
      left = toWrite.awaitNanos(left);
    }
  }

  private boolean isReady() {
    return isHeadChecked() && checkedEvents >= Math.min(wanted, inOrder.size());
  }

  private boolean isOver() {
    return failure != null || (isClosed && inOrder.isEmpty());
  }

  private void requireNoFailure() {
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    } else if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  /** A checker or the writer can go on no longer, and neither can the rest. */
  void fail(Throwable cause) {
    lock.lock();
    try {
      failure = cause;
      isClosed = true;
      room.signalAll();
      toCheck.signalAll();
      toWrite.signalAll();
      checked.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until an arrival that a checker has claimed is checked. */
  void awaitChecked(Arrival arrival) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!arrival.isChecked()) {
        requireNoFailure();
        checked.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes the writer look at what waits for its time. */
  void nudge() {
    lock.lock();
    try {
      isNudged = true;
      toWrite.signal();
    } finally {
      lock.unlock();
    }
  }

  /** These were acknowledged and count no longer. */
  void acknowledged(Collection<Arrival> arrivals) {
    CompletableFuture<Void> hasRoomNow = null;
    lock.lock();
    try {
      events -= arrivals.size();
      bytes -= arrivals.stream().mapToLong(Arrival::bytes).sum();
      room.signalAll();
      if (hasRoomForMore()) {
        hasRoomNow = whenRoom;
        whenRoom = new CompletableFuture<>();
      }
    } finally {
      lock.unlock();
    }
    complete(hasRoomNow);
  }

  private static void complete(@Nullable CompletableFuture<Void> waiting) {
    if (waiting != null) {
      waiting.complete(null);
    }
  }

  /** Takes nothing more in; what is in goes on to its end. */
  void close() {
    CompletableFuture<Void> waiting;
    lock.lock();
    try {
      isClosed = true;
      room.signalAll();
      toCheck.signalAll();
      toWrite.signalAll();
      waiting = whenRoom;
    } finally {
      lock.unlock();
    }
    complete(waiting);
  }

  /** Takes out all that is in, for a log that can go on no longer. */
  List<Arrival> abandon(Throwable cause) {
    fail(cause);
    close();
    lock.lock();
    try {
      isAbandoned = true;
      List<Arrival> left = new ArrayList<>(inOrder);
      inOrder.clear();
      unclaimed.clear();
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** How many arrivals are in. */
  int size() {
    lock.lock();
    try {
      return events;
    } finally {
      lock.unlock();
    }
  }
}
