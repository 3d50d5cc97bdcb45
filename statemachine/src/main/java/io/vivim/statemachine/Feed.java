package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.did.DidException;
import io.vivim.did.DidKey;
import io.vivim.events.LogScope;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Snapshot;
import io.vivim.store.Store;
import io.vivim.store.StoreView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What somebody reads: what they wrote, what those wrote whom they follow, and what is in their
 * circles, the newest first.
 *
 * <p>Each of these lies in rows of its own, in one order: {@code ~created | entity}. Where an
 * entity stands in that order is its rank, and the cursor of a page is the rank of its last one: so
 * the pages leave out nothing and repeat nothing, whatever comes in between them.
 */
public final class Feed {
  /** Follows that are gone by; of more the newest. */
  private static final int MAX_SOURCES = 1000;

  /** Rows that one page looks at in each source, where many may not be seen. */
  private static final int MAX_LOOKS = 1000;

  private final Store store;
  private final Definitions definitions;
  private final int mostLooks;

  Feed(Store store, Definitions definitions) {
    this(store, definitions, MAX_LOOKS);
  }

  Feed(Store store, Definitions definitions, int mostLooks) {
    this.store = store;
    this.definitions = definitions;
    this.mostLooks = mostLooks;
  }

  /**
   * Where some of it comes from.
   *
   * @param prefix of the rows, in front of the rank
   */
  private record Origin(Bytes prefix, Predicate<EntityState> matches) {}

  /**
   * A page of somebody's feed, as far as the reader sees it.
   *
   * @param now the node's time, since memberships begin and run out
   * @param after where the page before said that it goes on
   * @param limit at least 1
   */
  public EntityPage of(Reader reader, DidKey whose, Instant now, @Nullable Bytes after, int limit) {
    try (Snapshot view = store.snapshot()) {
      EntityReader entities = new EntityReader(view, definitions);
      Sight sight = new Sight(new Disclosure(view), reader);
      Merging merging = new Merging(view, entities, sight, after, limit);
      origins(view, entities, sight, whose, now).forEach(merging::take);
      return merging.page();
    }
  }

  private List<Origin> origins(
      StoreView view, EntityReader entities, Sight sight, DidKey whose, Instant now) {
    Set<DidKey> people = new LinkedHashSet<>(List.of(whose));
    people.addAll(followed(view, entities, sight, whose));
    List<Origin> origins = new ArrayList<>();
    for (DidKey person : people) {
      origins.add(new Origin(StateKeys.key(StateKeys.FEED_OF, person.publicKey()), entity -> true));
    }
    for (LogScope circle : new Disclosure(view).scopesOf(Reader.of(whose, now))) {
      if (circle.isCircle() && sight.maySee(circle)) {
        origins.add(
            new Origin(
                StateKeys.key(StateKeys.FEED, StateKeys.hash(circle.text())),
                entity -> entity.scope().equals(circle)));
      }
    }
    return origins;
  }

  private List<DidKey> followed(StoreView view, EntityReader entities, Sight sight, DidKey whose) {
    Bytes prefix = StateKeys.key(StateKeys.BY_OWNER, whose.publicKey(), ViewRows.kind("follow"));
    List<DidKey> people = new ArrayList<>();
    try (Scan scan = view.scan(KeyRange.startingWith(prefix))) {
      while (people.size() < MAX_SOURCES && scan.next()) {
        entities
            .stateOf(scan.key())
            .filter(follow -> follow.kind().equals("follow"))
            .filter(follow -> sight.maySee(follow.scope()))
            .flatMap(follow -> new Shown(follow, definitions.of(follow)).value("target"))
            .flatMap(Feed::did)
            .ifPresent(people::add);
      }
    }
    return people;
  }

  private static Optional<DidKey> did(Ipld target) {
    try {
      return target instanceof Ipld.Text text
          ? Optional.of(DidKey.parse(text.value()))
          : Optional.empty();
    } catch (DidException e) {
      return Optional.empty();
    }
  }

  /** The entities of the lowest ranks behind a cursor, out of several origins; for one page. */
  private final class Merging {
    private final StoreView view;
    private final EntityReader entities;
    private final Sight sight;
    private final @Nullable Bytes after;
    private final int limit;
    private final NavigableMap<Bytes, EntityState> best = new TreeMap<>();

    /** How far all origins were looked through; null where that is to the end of the page. */
    private @Nullable Bytes frontier;

    Merging(StoreView view, EntityReader entities, Sight sight, @Nullable Bytes after, int limit) {
      this.view = view;
      this.entities = entities;
      this.sight = sight;
      this.after = after;
      this.limit = limit;
    }

    void take(Origin origin) {
      try (Scan scan = view.scan(KeyRange.startingWith(origin.prefix()))) {
        boolean isThere = first(scan, origin.prefix());
        for (int looks = 1; isThere; looks++, isThere = scan.next()) {
          Bytes rank = scan.key().from(origin.prefix().size()).compact();
          if (best.size() == limit && rank.compareTo(best.lastKey()) >= 0) {
            return;
          }
          entities
              .stateOf(scan.key())
              .filter(state -> sight.maySee(state.scope()))
              .filter(origin.matches())
              .ifPresent(state -> best.put(rank, state));
          if (best.size() > limit) {
            best.pollLastEntry();
          }
          if (looks == mostLooks) {
            stopAt(rank);
            return;
          }
        }
      }
    }

    private boolean first(Scan scan, Bytes prefix) {
      if (after == null) {
        return scan.next();
      }
      Bytes last = Bytes.concat(prefix, after);
      return scan.seek(last) && (!scan.key().equals(last) || scan.next());
    }

    private void stopAt(Bytes rank) {
      if (frontier == null || rank.compareTo(frontier) < 0) {
        frontier = rank;
      }
    }

    EntityPage page() {
      Bytes until = frontier;
      NavigableMap<Bytes, EntityState> sure = until == null ? best : best.headMap(until, true);
      List<Entity> shown = sure.values().stream().map(entities::shown).toList();
      Optional<Bytes> next =
          sure.size() == limit ? Optional.of(sure.lastKey()) : Optional.ofNullable(until);
      return new EntityPage(shown, next);
    }
  }
}
