package io.vivim.node.ledger;

import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.LogReader;
import io.vivim.search.Change;
import io.vivim.search.SearchError;
import io.vivim.search.SearchException;
import io.vivim.search.SearchIndex;
import io.vivim.search.SearchOptions;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.EntityName;
import io.vivim.statemachine.FollowedState;
import io.vivim.store.Snapshot;
import io.vivim.store.Store;
import io.vivim.store.StoreView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a search index up with the log, in a thread of its own at low priority, which the log never
 * waits for. It reads the log from where the index is, and puts each entity that something happened
 * to into the index as it is now; so it may do so twice, and a crash costs nothing but time.
 *
 * <p>Where the index fails, it is opened again from what is durable of it, and made anew where that
 * does not help. The log goes on meanwhile.
 */
final class SearchFollower implements AutoCloseable {
  /** Events that are read at once; they are all in memory for that time. */
  private static final int CHUNK_EVENTS = 128;

  /** Failures without progress after which the index is made anew. */
  private static final int MAX_FAILURES = 2;

  private static final long MAX_PAUSE_SECONDS = 64;

  private final Store store;
  private final Path folder;
  private final SearchOptions options;
  private final Consumer<Throwable> faults;
  private final Thread thread;

  /** A permit stands for news. */
  private final Semaphore bell = new Semaphore(0);

  private final CountDownLatch closing = new CountDownLatch(1);

  /** Written by the follower's thread, and by who starts it before it runs. */
  private volatile @Nullable SearchIndex index;

  private String origin = "";

  /** Is told what position the index has come to for good. */
  private LongConsumer passed = position -> {};

  /** The last position of the log when the index was begun; the follower's thread's. */
  private long begunAt;

  /** Failures since the last batch was applied; the follower's thread's. */
  private int failures;

  /**
   * @param store with the log and the state, which stays open until this is closed
   * @param folder of the index
   * @param faults is told why the index failed; by any thread
   */
  SearchFollower(Store store, Path folder, SearchOptions options, Consumer<Throwable> faults) {
    this.store = store;
    this.folder = folder;
    this.options = options;
    this.faults = faults;
    this.thread = options.threads().newThread(this::run);
  }

  /**
   * Opens the index of a log, made where there is none, and begins to follow.
   *
   * @param listener is told to which position nothing will be asked for again, by any thread
   */
  void start(String log, LongConsumer listener) {
    origin = log;
    passed = listener;
    try {
      index = open();
    } catch (SearchException e) {
      faults.accept(e);
    }
    thread.start();
  }

  /** There is news in the log, or something to be looked after. */
  void wake() {
    if (bell.availablePermits() == 0) {
      bell.release();
    }
  }

  /**
   * The index as far as it has come.
   *
   * @throws SearchException while there is none
   */
  SearchIndex index() {
    SearchIndex known = index;
    if (known == null) {
      throw new SearchException(SearchError.CLOSED, "there is no search index right now", null);
    }
    return known;
  }

  private SearchIndex open() {
    long head = new LogReader(store).head();
    SearchIndex opened = SearchIndex.open(folder, options, origin);
    begunAt = opened.position() == 0 ? head : 0;
    if (opened.position() <= head && !hasLost(store, opened.position())) {
      return opened;
    }
    // The log was put back to what it was once, or the state forgot what changed meanwhile.
    opened.close();
    SearchIndex.discard(folder);
    begunAt = head;
    return SearchIndex.open(folder, options, origin);
  }

  /** Whether something that changed behind a position is no longer told. */
  private boolean hasLost(StoreView view, long position) {
    return new FollowedState(view, new LogEvents(new LogReader(view))).forgottenTo()
        > Math.max(position, begunAt);
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void run() {
    try {
      while (!isClosing()) {
        try {
          SearchIndex known = index;
          SearchIndex current = known == null ? open() : known;
          index = current;
          follow(current);
        } catch (RuntimeException e) {
          failed(e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      letGo();
    }
  }

  private void follow(SearchIndex current) throws InterruptedException {
    while (!isClosing()) {
      bell.drainPermits();
      boolean isBehind = true;
      while (isBehind && !isClosing()) {
        isBehind = step(current);
        failures = 0;
      }
      bell.acquire();
    }
  }

  /** Applies what some events changed; whether there are more. */
  private boolean step(SearchIndex current) {
    try (Snapshot view = store.snapshot()) {
      LogReader log = new LogReader(view);
      FollowedState state = new FollowedState(view, new LogEvents(log));
      long head = log.head();
      long from = current.position();
      if (hasLost(view, from)) {
        // Where it is opened again, it is made anew.
        throw new SearchException(
            SearchError.FAILED, "the search index is too far behind the log", null);
      }
      long last = Math.min(head, from + CHUNK_EVENTS);
      Set<EntityName> changed = new LinkedHashSet<>();
      if (from < last) {
        for (AppendedEvent event : log.between(from + 1, last)) {
          changed.add(EntityName.of(event.event()));
        }
      }
      // What changed without an event coming is told at the position of the next one.
      Set<EntityName> refolded = state.refolded(from, last == head ? head + 1 : last);
      changed.removeAll(refolded);
      List<Change> changes = new ArrayList<>();
      changed.forEach(name -> changes.add(change(state, name)));
      refolded.forEach(name -> addAnew(state, name, changes));
      current.apply(last, changes);
      passed.accept(current.durableTo());
      return last < head;
    }
  }

  private static Change change(FollowedState state, EntityName name) {
    Optional<Entity> entity = state.entity(name).filter(each -> !each.isGone());
    return entity.isPresent()
        ? new Change.Put(EntityDocument.of(entity.get(), state.tags(entity.get())))
        : new Change.Remove(name.shortened());
  }

  /** What was folded anew may have been so since something of it was erased. */
  private static void addAnew(FollowedState state, EntityName name, List<Change> changes) {
    if (state.hasErased(name)) {
      changes.add(new Change.Expunge(name.shortened()));
    }
    changes.add(change(state, name));
  }

  /** Tells of a failure, lets go of the index, and waits before it is tried again. */
  private void failed(RuntimeException e) throws InterruptedException {
    if (isClosing()) {
      return;
    }
    faults.accept(e);
    letGo();
    failures++;
    if (failures >= MAX_FAILURES
        && e instanceof SearchException known
        && known.error() != SearchError.IN_USE) {
      try {
        SearchIndex.discard(folder);
      } catch (SearchException again) {
        faults.accept(again);
      }
    }
    long pause = Math.min(MAX_PAUSE_SECONDS, 1L << Math.min(failures - 1, Integer.SIZE - 2));
    closing.await(pause, TimeUnit.SECONDS);
  }

  private void letGo() {
    SearchIndex known = index;
    index = null;
    if (known != null) {
      try {
        known.close();
      } catch (SearchException e) {
        faults.accept(e);
      }
    }
  }

  /** Makes what was applied durable, closes the index and ends the thread. */
  @Override
  public void close() {
    closing.countDown();
    bell.release();
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
