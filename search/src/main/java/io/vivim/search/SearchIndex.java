package io.vivim.search;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Finds entities by words, tags and embeddings. It follows the log: whoever feeds it says after
 * each batch which position that was, asks {@link #position} where to go on after a start, and need
 * not keep anything else. What is here can always be made again from the log.
 *
 * <p>A change is visible a moment after it was applied ({@link #waitFor}) and durable some time
 * later; a crash in between takes the index back to an earlier position, from which the follower
 * goes on.
 *
 * <p>Safe for many threads; batches are applied one at a time.
 */
public final class SearchIndex implements AutoCloseable {
  private final IndexFolder folder;
  private final SearchOptions options;
  private final Words words;
  private final SeenCache seen = new SeenCache(SeenCache.MAX_BYTES);
  private final OpenedIndex index;
  private final String origin;
  private final PositionWaiters visible;
  private final PositionWaiters expunged;
  private final Upkeep upkeep;

  // All below is guarded by this.
  private long applied;
  private long durable;
  private long changesToCommit;
  private Instant committedAt;

  /** Whether something was applied again at a position that is visible already. */
  private boolean isStale;

  /** The last position with something to expunge. */
  private long expungeTo;

  private boolean owesExpunge;
  private boolean isClosed;
  private @Nullable SearchException failure;

  private SearchIndex(IndexFolder folder, SearchOptions options, Words words, OpenedIndex index) {
    this.folder = folder;
    this.options = options;
    this.words = words;
    this.index = index;
    this.origin = index.found().origin();
    applied = index.found().position();
    durable = applied;
    committedAt = options.clock().instant();
    owesExpunge = index.found().owesExpunge();
    expungeTo = owesExpunge ? applied : 0;
    visible = new PositionWaiters(applied);
    expunged = new PositionWaiters(owesExpunge ? applied - 1 : applied);
    upkeep = new Upkeep(options, this::refresh, this::expunge);
  }

  /**
   * Opens the index in a folder of its own. Where there is none, or one that is damaged or of
   * another version, it is made anew and {@link #position} is 0.
   *
   * @throws SearchException where another process has it open or the disk fails
   */
  public static SearchIndex open(Path folder, SearchOptions options) {
    return open(folder, options, "");
  }

  /**
   * Likewise, and one that was made of another origin is made anew too.
   *
   * @param origin names the log that the index follows
   */
  public static SearchIndex open(Path folder, SearchOptions options, String origin) {
    Words words = new Words();
    IndexFolder home = new IndexFolder(folder);
    SearchIndex opened =
        new SearchIndex(
            home,
            options,
            words,
            home.open(new IndexSettings(words, options.bufferMegabytes()), origin));
    opened.upkeep.start();
    if (opened.owesExpunge()) {
      opened.upkeep.expungeSoon();
    }
    return opened;
  }

  /**
   * Gives up the index in a folder that is not open: the next opening makes it anew.
   *
   * @throws SearchException where the disk fails
   */
  public static void discard(Path folder) {
    try {
      new IndexFolder(folder).markDamaged();
    } catch (IOException e) {
      throw SearchException.of(e);
    }
  }

  /** The position of the last batch; 0 before the first. */
  public synchronized long position() {
    return applied;
  }

  /** The position that a crash right now would go back to. */
  public synchronized long durableTo() {
    return durable;
  }

  /** A search sees everything up to this position. */
  public long indexedTo() {
    return visible.reached();
  }

  /** Done when a search sees everything up to this position; fails if the index ends before. */
  public CompletionStage<Void> waitFor(long position) {
    CompletionStage<Void> seen = visible.await(position);
    if (position <= position() && position > indexedTo()) {
      upkeep.refreshSoon();
    }
    return seen;
  }

  /**
   * Done when nothing is left in the files of what the batches up to this position expunged. (What
   * the disk keeps of files that were deleted is not ours to say.)
   */
  public CompletionStage<Void> waitForExpunged(long position) {
    return expunged.await(position);
  }

  /**
   * Applies what happened to entities up to a position. Of several changes to one entity the last
   * counts. Where this fails, the index has to be opened again and goes on from {@link #durableTo}.
   *
   * @param position no lower than the last batch's; positions may be left out
   */
  public void apply(long position, List<Change> changes) {
    boolean isAwaited;
    boolean expunges;
    synchronized (this) {
      requireOpen();
      if (position < applied) {
        throw new IllegalArgumentException("position " + position + " was applied before");
      }
      Map<Object, Change> last = new LinkedHashMap<>();
      changes.forEach(change -> last.put(change.entity(), change));
      expunges = changes.stream().anyMatch(Change.Expunge.class::isInstance);
      try {
        for (Change change : last.values()) {
          index.change(change);
        }
      } catch (IOException | RuntimeException e) {
        throw failed(e);
      }
      isStale |= position == applied && !changes.isEmpty();
      applied = position;
      changesToCommit += 1 + last.size();
      if (expunges) {
        owesExpunge = true;
        expungeTo = position;
      }
      commitIfDue();
      isAwaited = visible.isAwaited(position);
    }
    if (isAwaited) {
      upkeep.refreshSoon();
    }
    if (expunges) {
      upkeep.expungeSoon();
    } else if (!owesExpunge()) {
      expunged.reach(position);
    }
  }

  /** Makes everything that was applied durable now. */
  public synchronized void commit() {
    requireOpen();
    commitNow();
  }

  /**
   * Makes the index as fast to search as it can be; done when it is. The index does so by itself
   * where it is worth while, once nothing changed from one refresh to the next.
   */
  public CompletionStage<Void> compact() {
    return upkeep.rewrite(this::compactNow);
  }

  /** A failure is remembered, and nobody waits for this. */
  private void compactQuietly() {
    try {
      compactNow();
    } catch (SearchException e) {
      return;
    }
  }

  private void compactNow() {
    try {
      index.compact();
      synchronized (this) {
        requireOpen();
        commitNow();
      }
      index.deleteLeftovers();
    } catch (IOException | RuntimeException e) {
      throw failed(e);
    }
  }

  /** The answer to a question, from what is visible now. */
  public SearchPage search(SearchQuery query) {
    long reached = indexedTo();
    try {
      Answer.Found found = index.ask(searcher -> new Answer(searcher, query, words, seen).find());
      return new SearchPage(found.hits(), found.next(), reached);
    } catch (IOException | RuntimeException e) {
      SearchException said = SearchException.of(e);
      throw said.error() == SearchError.CORRUPT ? failed(said) : said;
    }
  }

  private synchronized boolean owesExpunge() {
    return owesExpunge;
  }

  private void requireOpen() {
    if (failure != null) {
      throw new SearchException(failure.error(), "the search index failed before", failure);
    }
    if (isClosed) {
      throw SearchException.closed();
    }
  }

  private void commitIfDue() {
    boolean isDue =
        changesToCommit >= options.commitChanges()
            || !options.clock().instant().isBefore(committedAt.plus(options.commitEvery()));
    if (isDue && changesToCommit > 0) {
      commitNow();
    }
  }

  private void commitNow() {
    try {
      index.commit(new Progress(origin, applied, owesExpunge));
    } catch (IOException | RuntimeException e) {
      throw failed(e);
    }
    durable = applied;
    changesToCommit = 0;
    committedAt = options.clock().instant();
  }

  /** What upkeep does every so often, and when somebody waits. */
  private void refresh() {
    long target = position();
    boolean wasStale = takeStale();
    try {
      if (wasStale || target > indexedTo()) {
        index.refresh();
        visible.reach(target);
      } else if (upkeep.isResting() && index.isScattered()) {
        upkeep.rewriteQuietly(this::compactQuietly);
      }
      synchronized (this) {
        if (!isClosed && failure == null) {
          commitIfDue();
        }
      }
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  private synchronized boolean takeStale() {
    boolean wasStale = isStale;
    isStale = false;
    return wasStale;
  }

  private void expunge() {
    long target;
    synchronized (this) {
      target = expungeTo;
      if (!owesExpunge || isClosed) {
        return;
      }
    }
    try {
      index.rewrite();
      long clean;
      synchronized (this) {
        // What came meanwhile has its own turn behind this one, and keeps the debt.
        owesExpunge = expungeTo > target;
        clean = owesExpunge ? target : applied;
        commitNow();
      }
      index.deleteLeftovers();
      expunged.reach(clean);
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  /** Remembers that the index cannot go on, unless it was closed anyway, and wakes who waits. */
  private SearchException failed(Exception cause) {
    SearchException said =
        cause instanceof SearchException known ? known : SearchException.of(cause);
    synchronized (this) {
      if (isClosed) {
        return said;
      }
      if (said.error() == SearchError.CORRUPT) {
        markDamaged(said);
      }
      failure = failure == null ? said : failure;
    }
    visible.fail(said);
    expunged.fail(said);
    return said;
  }

  private void markDamaged(SearchException said) {
    try {
      folder.markDamaged();
    } catch (IOException e) {
      said.addSuppressed(e);
    }
  }

  /** Makes what was applied durable and ends all threads; what waits for more fails. */
  @Override
  public void close() {
    synchronized (this) {
      if (isClosed) {
        return;
      }
      try {
        if (failure == null) {
          commitNow();
        }
      } finally {
        isClosed = true;
      }
    }
    try {
      index.close();
    } catch (IOException | RuntimeException e) {
      throw SearchException.of(e);
    } finally {
      upkeep.close();
      visible.fail(SearchException.closed());
      expunged.fail(SearchException.closed());
    }
  }
}
