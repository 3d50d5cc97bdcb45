package io.vivim.anchors;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.store.Commits;
import io.vivim.store.Store;
import io.vivim.store.StoreView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Brings the newest checkpoint of each log to each anchor, again and again. Whoever builds blocks
 * tells of checkpoints and never waits; all else is done by the one thread that calls {@link
 * #work}. A later checkpoint vouches for all that came before it, so none but the newest counts.
 *
 * <p>A crash within a step leaves the anchoring as it was before the step, which is made again.
 */
public final class Anchors {
  /** The logs of one builder that are followed; those beyond are not anchored. */
  public static final int MAX_LOGS = 4096;

  /** Larger checkpoints are not anchored. */
  public static final int MAX_NOTE_BYTES = 16 * 1024;

  /** Anchorings that wait for one anchor at a time. */
  public static final int MAX_PENDING = 256;

  private static final int MOST_STEPS_AT_ONCE = 8;
  private static final int PAGE = 256;

  private final List<Anchor> anchors;
  private final Map<String, Anchor> byName;
  private final Duration every;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final AnchorRows rows;

  /** By the origin of its log; told by any thread. */
  private final Map<String, Told> newest = new ConcurrentHashMap<>();

  private record Told(String origin, long size, Bytes note) {}

  private Anchors(
      AnchorRows rows,
      List<Anchor> anchors,
      Duration every,
      InstantSource clock,
      RandomGenerator random) {
    this.rows = rows;
    this.anchors = List.copyOf(anchors);
    this.byName = anchors.stream().collect(Collectors.toMap(Anchor::name, each -> each));
    this.every = every;
    this.clock = clock;
    this.random = random;
  }

  /** Sees to it that a store is laid out for anchors, before anything else writes to it. */
  public static void prepare(Store store) {
    AnchorRows.prepare(store);
  }

  /**
   * Anchors that go on where they were, in a store that is prepared; nobody is asked anything yet.
   *
   * @param commits where each step is kept
   * @param every how long one anchor is left alone about one log
   */
  public static Anchors open(
      StoreView store,
      Commits commits,
      List<Anchor> anchors,
      Duration every,
      InstantSource clock,
      RandomGenerator random) {
    return new Anchors(new AnchorRows(store, commits), anchors, every, clock, random);
  }

  /**
   * Tells of a checkpoint, which may be one that was told before; comes back at once. For any
   * thread.
   *
   * @param note as its builder signed it
   */
  public void follow(String origin, long size, Bytes note) {
    boolean isKnown = newest.containsKey(origin);
    if (note.size() > MAX_NOTE_BYTES || (!isKnown && newest.size() >= MAX_LOGS)) {
      return;
    }
    newest.merge(
        origin,
        new Told(origin, size, note.compact()),
        (had, told) -> told.size() > had.size() ? told : had);
  }

  /** What is anchored of a note. */
  public static Bytes digest(Bytes note) {
    return Multihash.sha256(note).digest();
  }

  /**
   * Begins what is to be begun and makes the steps that are due, one after another. May wait for
   * networks. For one thread, as are all that follow.
   */
  public void work() {
    List<Anchoring> pending = rows.pending();
    anchors.forEach(anchor -> begin(anchor, pending));
    for (Anchoring anchoring : rows.pending()) {
      Anchor anchor = byName.get(anchoring.subject().anchor());
      if (anchor != null) {
        walk(anchor, anchoring);
      }
    }
  }

  /** While an anchor is down it gets no more to do: once it is back, the newest counts. */
  private void begin(Anchor anchor, List<Anchoring> pending) {
    List<Anchoring> waiting =
        pending.stream().filter(each -> each.subject().anchor().equals(anchor.name())).toList();
    if (waiting.stream().anyMatch(each -> each.faults() > 0)) {
      return;
    }
    int room = (anchor.oneAtATime() ? 1 : MAX_PENDING) - waiting.size();
    Iterator<Told> logs = newest.values().iterator();
    while (room > 0 && logs.hasNext()) {
      room -= beginIfDue(anchor, logs.next()) ? 1 : 0;
    }
  }

  private boolean beginIfDue(Anchor anchor, Told told) {
    Instant now = clock.instant();
    boolean isDue =
        rows.latest(anchor.name(), told.origin())
            .map(last -> last.subject().size() < told.size() && isOver(last.begun(), now))
            .orElse(true);
    if (isDue) {
      Anchoring.Subject subject =
          new Anchoring.Subject(
              anchor.name(), anchor.fileEnding(), told.origin(), told.size(), told.note());
      rows.begin(Course.begin(rows.last() + 1, subject, now));
    }
    return isDue;
  }

  private boolean isOver(Instant begun, Instant now) {
    return !now.isBefore(begun.plus(every)) || Course.isByAClockAhead(begun, now);
  }

  /** Steps that are to follow at once do, up to a limit. */
  private void walk(Anchor anchor, Anchoring from) {
    Anchoring at = from;
    for (int i = 0; i < MOST_STEPS_AT_ONCE && at.isDue(clock.instant()); i++) {
      at = Course.after(at, step(anchor, at), clock.instant(), random);
      rows.keep(at);
    }
  }

  /** One adapter's defect, or a library's, is no reason to leave the others alone. */
  private Step step(Anchor anchor, Anchoring at) {
    try {
      return anchor.step(digest(at.subject().note()), at.proof(), clock.instant());
    } catch (RuntimeException | Error e) {
      return new Step.Fault(AnchorFault.DEFECT, e.toString());
    }
  }

  /**
   * Makes the next step of all that is pending due now, and that of what has failed where nothing
   * later of its log went to its anchor; for the anchors that are here.
   */
  public void again() {
    long from = 1;
    for (List<Anchoring> page = page(from, PAGE); !page.isEmpty(); page = page(from, PAGE)) {
      page.stream()
          .filter(each -> byName.containsKey(each.subject().anchor()))
          .filter(each -> each.state() == Anchoring.State.PENDING || isLatest(each))
          .forEach(each -> rows.keep(Course.again(each, clock.instant())));
      from = page.get(page.size() - 1).number() + 1;
    }
  }

  private boolean isLatest(Anchoring each) {
    return rows.latest(each.subject().anchor(), each.subject().origin())
        .filter(latest -> latest.number() == each.number())
        .isPresent();
  }

  /**
   * Anchorings in the order in which they began.
   *
   * @param from the lowest number
   * @param most so many
   */
  public List<Anchoring> page(long from, int most) {
    return rows.page(from, most);
  }

  /** The anchoring of a number. */
  public Optional<Anchoring> get(long number) {
    return rows.get(number);
  }
}
