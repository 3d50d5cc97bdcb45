package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.did.DidException;
import io.vivim.did.DidKey;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.Scope;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Snapshot;
import io.vivim.store.Store;
import io.vivim.store.StoreView;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody reads: what they wrote, what those published whom they follow, and what is in the
 * circles in which they take part, the newest first. Nobody takes part in a circle because others
 * say so. docs/spec/state.md.
 */
public final class Feed {
  /** Follows that are gone by; of more the newest. */
  private static final int MAX_SOURCES = 1000;

  private static final Bytes FRIEND = ViewRows.kind("friend");

  private final Store store;
  private final Definitions definitions;
  private final int mostLooks;

  Feed(Store store, Definitions definitions) {
    this(store, definitions, Merging.MAX_LOOKS);
  }

  Feed(Store store, Definitions definitions, int mostLooks) {
    this.store = store;
    this.definitions = definitions;
    this.mostLooks = mostLooks;
  }

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
      Disclosure disclosure = new Disclosure(view);
      Sight sight = new Sight(disclosure, reader);
      Set<String> followed =
          followed(
              new Merging(view, entities, sight, MAX_SOURCES, null, MAX_SOURCES),
              disclosure.sectionsOf(reader),
              whose);
      Merging merging = new Merging(view, entities, sight, mostLooks, after, limit);
      for (DidKey person : people(whose, followed)) {
        merging.take(StateKeys.key(StateKeys.FEED_OF, person.publicKey()), entity -> true);
      }
      for (LogScope scope : disclosure.scopesOf(Reader.of(whose, now))) {
        if (!scope.isPublic() && sight.maySee(scope) && takesPart(view, whose, scope, followed)) {
          merging.take(
              StateKeys.key(StateKeys.FEED, StateKeys.hash(scope.text())),
              entity -> entity.scope().equals(scope));
        }
      }
      return merging.page();
    }
  }

  /** What somebody follows: DIDs of people, and ids of circles. */
  private static Set<String> followed(Merging merging, List<Bytes> sections, DidKey whose) {
    Query follows = Query.ofKind("follow").by(whose);
    sections.forEach(
        section -> merging.take(follows.prefix(section), each -> each.kind().equals("follow")));
    Set<String> targets = new LinkedHashSet<>();
    for (Entity follow : merging.page().entities()) {
      if (follow.fields().get("target") instanceof Ipld.Text target) {
        targets.add(target.value());
      }
    }
    return targets;
  }

  private static Set<DidKey> people(DidKey whose, Set<String> followed) {
    Set<DidKey> people = new LinkedHashSet<>(List.of(whose));
    followed.stream().flatMap(target -> did(target).stream()).forEach(people::add);
    return people;
  }

  private static Optional<DidKey> did(String text) {
    try {
      return Optional.of(DidKey.parse(text));
    } catch (DidException e) {
      return Optional.empty();
    }
  }

  /** Whether somebody has a hand in a scope: it is theirs, or a circle that they follow or use. */
  private static boolean takesPart(
      StoreView view, DidKey whose, LogScope scope, Set<String> followed) {
    Optional<String> circle = Scope.parse(scope.text()).map(Scope::circle).map(EventId::toString);
    if (!scope.isCircle() || circle.filter(followed::contains).isPresent()) {
      return true;
    }
    Bytes own = Query.ALL.by(whose).prefix(Sections.of(scope));
    KeyRange all = KeyRange.startingWith(own);
    // A friendship is owned by both sides, and may be the other one's doing.
    KeyRange friends = KeyRange.startingWith(Bytes.concat(own, FRIEND));
    return isAny(view, KeyRange.of(all.from(), friends.from()))
        || isAny(view, all.startingAt(friends.to().orElseThrow()));
  }

  private static boolean isAny(StoreView view, KeyRange range) {
    try (Scan scan = view.scan(range)) {
      return scan.next();
    }
  }
}
