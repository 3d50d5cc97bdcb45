package io.vivim.node.ledger;

import io.vivim.did.SignatureVerifier;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.CommitHook;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Evidence;
import io.vivim.eventlog.Gathered;
import io.vivim.eventlog.LogListener;
import io.vivim.eventlog.LogOptions;
import io.vivim.eventlog.LogReader;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.search.SearchOptions;
import io.vivim.statemachine.Authority;
import io.vivim.statemachine.Changes;
import io.vivim.statemachine.EventSource;
import io.vivim.statemachine.State;
import io.vivim.statemachine.StateMachine;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.KeyRange;
import io.vivim.store.Store;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A log and the state that follows it, in one store: whatever is appended is folded with it. An
 * index for searches may follow both, in files of its own.
 */
public final class Ledger implements AutoCloseable {
  /** Events that one commit folds where the state has fallen behind. */
  private static final int CATCH_UP_EVENTS = 1024;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final EventLog log;
  private final State state;
  private final LongAdder foldCpuNanos;

  private final @Nullable SearchFollower follower;
  private final @Nullable Search search;

  private Ledger(
      EventLog log,
      State state,
      LongAdder foldCpuNanos,
      @Nullable SearchFollower follower,
      @Nullable Search search) {
    this.log = log;
    this.state = state;
    this.foldCpuNanos = foldCpuNanos;
    this.follower = follower;
    this.search = search;
  }

  /**
   * The log in a store and its state, made where there is none. Where the state is behind the log,
   * it catches up first. The store is closed with it, and where it does not open.
   */
  public static Ledger open(Store store, LogOptions options, LogListener listener) {
    return open(store, options, listener, null);
  }

  /**
   * Likewise, with an index for searches; where that does not open, the log does all the same.
   *
   * @param folder of the index, made where there is none
   * @param faults is told why the index failed; by any thread
   */
  public static Ledger openWithSearch(
      Store store,
      LogOptions options,
      LogListener listener,
      Path folder,
      SearchOptions searching,
      Consumer<Throwable> faults) {
    SearchFollower follower = new SearchFollower(store, folder, searching, faults);
    return open(store, options, new WakingListener(listener, follower), follower);
  }

  private static Ledger open(
      Store store, LogOptions options, LogListener listener, @Nullable SearchFollower follower) {
    try {
      EventSource events = new LogEvents(new LogReader(store));
      Authority authority = new Authority(SignatureVerifier.create());
      StateMachine machine = caughtUp(store, authority, position -> {});
      State state = new State(store, events);
      LongAdder foldCpuNanos = new LongAdder();
      LogOptions withState =
          options
              .withGrants(new LogGrants(authority, machine, state))
              .withHook(new Folding(machine, foldCpuNanos));
      EventLog log = EventLog.open(store, withState, listener);
      if (follower == null) {
        return new Ledger(log, state, foldCpuNanos, null, null);
      }
      follower.start(log.head().log().toHex(), machine::passed);
      return new Ledger(log, state, foldCpuNanos, follower, new Search(store, follower));
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** The state in a store, for whoever reads while nobody has the log open. */
  public static State stateIn(Store store) {
    return new State(store, new LogEvents(new LogReader(store)));
  }

  /**
   * Folds all of the log anew. Where the process ended in the middle of it, another call goes on
   * from there, and so does {@link #open}.
   *
   * @param progress is told the last position that is folded, now and then
   * @return the last position
   */
  public static long rebuild(Store store, LongConsumer progress) {
    StateMachine.rebuild(store);
    return caughtUp(store, new Authority(SignatureVerifier.create()), progress).position();
  }

  private static StateMachine caughtUp(Store store, Authority authority, LongConsumer progress) {
    LogReader reader = new LogReader(store);
    StateMachine.prepare(store, reader.forgottenTo());
    StateMachine machine = new StateMachine(store, new LogEvents(reader), authority);
    long head = reader.head();
    if (machine.position() < head) {
      Set<EventId> forks = reader.forks();
      while (machine.position() < head) {
        long last = Math.min(head, machine.position() + CATCH_UP_EVENTS);
        List<DecodedEvent> events =
            reader.between(machine.position() + 1, last).stream()
                .map(AppendedEvent::event)
                .toList();
        List<DecodedEvent> forked =
            events.stream().filter(event -> forks.contains(event.id())).toList();
        Batch batch = Batch.named("state-catch-up");
        machine.fold(new Changes(events, List.of(), forked, last), batch);
        store.commit(batch, last == head ? Durability.SYNC : Durability.LAZY);
        progress.accept(last);
      }
    }
    StateMachine.whole(store);
    return machine;
  }

  /** Folds what comes in, and tells how much work that was. */
  private record Folding(StateMachine machine, LongAdder nanos) implements CommitHook {
    @Override
    public Set<EventId> beforeCommit(Gathered gathered, Batch batch) {
      long begin = cpuNanos();
      Set<EventId> questioned = follow(machine, gathered, batch);
      nanos.add(cpuNanos() - begin);
      return questioned;
    }

    @Override
    public boolean needsPayloads() {
      return true;
    }

    @Override
    public List<KeyRange> copies() {
      return List.of(StateMachine.rows());
    }

    /** Of the calling thread; the time that passes, where nobody counts that. */
    private static long cpuNanos() {
      return THREADS.isCurrentThreadCpuTimeSupported()
          ? THREADS.getCurrentThreadCpuTime()
          : System.nanoTime();
    }
  }

  private static Set<EventId> follow(StateMachine machine, Gathered gathered, Batch batch) {
    List<DecodedEvent> appended = gathered.appended().stream().map(AppendedEvent::event).toList();
    Set<EventId> forks =
        Set.copyOf(
            gathered.evidence().stream()
                .filter(evidence -> evidence.kind() == Evidence.Kind.FORK)
                .map(Evidence::event)
                .toList());
    return machine.fold(
        new Changes(
            appended,
            gathered.restored().stream().map(AppendedEvent::event).toList(),
            appended.stream().filter(event -> forks.contains(event.id())).toList(),
            machine.position() + appended.size()),
        batch);
  }

  public EventLog log() {
    return log;
  }

  public State state() {
    return state;
  }

  /** What finds entities, where it was opened with an index. */
  public Optional<Search> search() {
    return Optional.ofNullable(search);
  }

  /** How much of a core's time folding has taken since it was opened. */
  public long foldCpuNanos() {
    return foldCpuNanos.sum();
  }

  @Override
  public void close() {
    if (follower != null) {
      // Before the store, which it reads.
      follower.close();
    }
    log.close();
  }
}
