package io.vivim.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Cid;
import io.vivim.did.DidKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventDecoder;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.Scope;
import io.vivim.events.Tag;
import io.vivim.events.Timestamp;
import io.vivim.store.Snapshot;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The index finds what a look at every single event finds. */
class FilterTest {
  private static final int EVENTS = 80;

  static LongStream seeds() {
    return LongStream.range(0, TestSize.pick(60, 5000));
  }

  /** One log serves many filters, since making it is what takes the time. */
  private static final int FILTERS = 40;

  @ParameterizedTest
  @MethodSource("seeds")
  void theIndexAgreesWithALookAtEveryEvent(long seed) throws Exception {
    try (TestLog here = new TestLog(Stores.inMemory())) {
      here.giveAll(History.of(seed, EVENTS));
      List<DecodedEvent> all = new ArrayList<>();
      for (long position = 1; position <= here.log.head().position(); position++) {
        all.add(here.log.at(position).orElseThrow().event());
      }
      Random random = new Random(seed);
      for (int i = 0; i < FILTERS; i++) {
        Filter filter = anyFilter(all, random);
        List<EventId> expected = dumb(filter, all);

        assertThat(paged(here.log, filter, 1 + random.nextInt(10))).isEqualTo(expected);
        assertThat(here.log.count(filter)).isEqualTo(expected.size());
      }
    }
  }

  private static List<EventId> paged(EventLog log, Filter filter, int limit) {
    List<EventId> found = new ArrayList<>();
    @Nullable PageMark mark = null;
    do {
      Page page = log.query(filter, mark, limit);
      assertThat(page.events().size()).isLessThanOrEqualTo(limit);
      page.events().forEach(event -> found.add(event.id()));
      mark = page.next().map(next -> PageMark.parse(next.toString()).orElseThrow()).orElse(null);
    } while (mark != null);
    return found;
  }

  /** Pages of few looks end where they end in a log that never had anything hidden. */
  @Test
  void whatIsHiddenEndsNoPage() throws Exception {
    Author author = new Author(7);
    List<DecodedEvent> all = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      Scope scope = i % 5 == 0 ? Scope.PUBLIC : Scope.PRIVATE;
      String type = i % 2 == 0 ? "memory:create" : "acu:create";
      all.add(author.sign(author.event(type).tag("about", "tea"), scope));
    }
    DidKey did = author.key().did();
    Filter.Builder each = Filter.builder().scopes(Set.of(LogScope.PUBLIC));
    for (Filter filter :
        List.of(
            each.build(),
            each.types(Set.of("memory:create")).build(),
            each.authors(Set.of(did)).build(),
            each.tag("about", Set.of("tea")).build(),
            each.signers(Set.of(did)).build())) {
      List<List<EventId>> pages = pagesOfFewLooks(all, filter);
      assertThat(pages).hasSizeGreaterThan(1);
      assertThat(pages)
          .isEqualTo(
              pagesOfFewLooks(
                  all.stream().filter(event -> event.logScope().isPublic()).toList(), filter));
    }
  }

  private static List<List<EventId>> pagesOfFewLooks(List<DecodedEvent> events, Filter filter)
      throws Exception {
    Store store = Stores.inMemory();
    try (TestLog here = new TestLog(store)) {
      here.giveAll(events);
      List<List<EventId>> pages = new ArrayList<>();
      Optional<PageMark> mark = Optional.empty();
      do {
        try (Snapshot snapshot = store.snapshot()) {
          Page page =
              new FilterScan(snapshot, new EventDecoder(), filter, 20)
                  .page(mark.orElse(null), EVENTS);
          pages.add(page.events().stream().map(AppendedEvent::id).toList());
          mark = page.next();
        }
      } while (mark.isPresent());
      return pages;
    }
  }

  /** The reference: deliberately dumb. */
  private static List<EventId> dumb(Filter filter, List<DecodedEvent> all) {
    List<DecodedEvent> found = new ArrayList<>();
    for (DecodedEvent event : all) {
      boolean matches = true;
      if (!filter.ids().isEmpty() && !filter.ids().contains(event.id())) {
        matches = false;
      }
      if (!filter.authors().isEmpty() && !filter.authors().contains(event.header().author())) {
        matches = false;
      }
      if (!filter.signers().isEmpty() && !filter.signers().contains(event.header().signer())) {
        matches = false;
      }
      if (!filter.types().isEmpty() && !filter.types().contains(event.header().type().name())) {
        matches = false;
      }
      if (!filter.entityIds().isEmpty() && !filter.entityIds().contains(event.entity())) {
        matches = false;
      }
      if (!filter.scopes().isEmpty() && !filter.scopes().contains(event.logScope())) {
        matches = false;
      }
      Cid parent = event.header().parentId();
      if (!filter.parents().isEmpty() && (parent == null || !filter.parents().contains(parent))) {
        matches = false;
      }
      for (Map.Entry<String, Set<String>> wanted : filter.tags().entrySet()) {
        boolean has = false;
        for (Tag tag : event.tags()) {
          if (tag.name().equals(wanted.getKey())
              && wanted.getValue().contains(tag.values().get(0))) {
            has = true;
          }
        }
        matches = matches && has;
      }
      long time = event.header().timestamp().bits();
      if (time < filter.since().bits() || Long.compareUnsigned(time, filter.until().bits()) > 0) {
        matches = false;
      }
      if (matches) {
        found.add(event);
      }
    }
    found.sort(
        Comparator.comparing((DecodedEvent event) -> event.header().timestamp())
            .reversed()
            .thenComparing(DecodedEvent::id));
    return found.stream().map(DecodedEvent::id).toList();
  }

  private static Filter anyFilter(List<DecodedEvent> all, Random random) {
    Filter.Builder filter = Filter.builder();
    maybe(all, random, event -> event.id(), 8).ifPresent(filter::ids);
    Function<DecodedEvent, DidKey> author = event -> event.header().author();
    maybe(all, random, author, 3).ifPresent(filter::authors);
    Function<DecodedEvent, DidKey> signer = event -> event.header().signer();
    maybe(all, random, signer, 3).ifPresent(filter::signers);
    Function<DecodedEvent, String> type = event -> event.header().type().name();
    maybe(all, random, type, 3).ifPresent(filter::types);
    maybe(all, random, DecodedEvent::entity, 4).ifPresent(filter::entityIds);
    Function<DecodedEvent, LogScope> scope = DecodedEvent::logScope;
    maybe(all, random, scope, 4).ifPresent(filter::scopes);
    List<DecodedEvent> derived =
        all.stream().filter(event -> event.header().parentId() != null).toList();
    Function<DecodedEvent, Cid> parent = event -> event.header().parentId();
    maybe(derived, random, parent, 8).ifPresent(filter::parents);
    List<Tag> tags = all.stream().flatMap(event -> event.tags().stream()).toList();
    if (random.nextInt(4) == 0 && !tags.isEmpty()) {
      Tag tag = tags.get(random.nextInt(tags.size()));
      filter.tag(tag.name(), Set.of(tag.values().get(0), "nothing"));
    }
    if (random.nextInt(4) == 0) {
      filter.since(anyTime(all, random));
    }
    if (random.nextInt(4) == 0) {
      filter.until(anyTime(all, random));
    }
    return filter.build();
  }

  private static Timestamp anyTime(List<DecodedEvent> all, Random random) {
    return all.get(random.nextInt(all.size())).header().timestamp();
  }

  /** A few values that events have, in one of so many filters. */
  private static <T> Optional<Set<T>> maybe(
      List<DecodedEvent> all, Random random, Function<DecodedEvent, T> field, int oneIn) {
    if (all.isEmpty() || random.nextInt(oneIn) != 0) {
      return Optional.empty();
    }
    Set<T> values = new HashSet<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      values.add(field.apply(all.get(random.nextInt(all.size()))));
    }
    return Optional.of(values.stream().collect(Collectors.toSet()));
  }
}
