package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.Ipld;
import io.vivim.codec.RefusedException;
import io.vivim.did.DidKey;
import io.vivim.did.SignatureVerifier;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventFacts;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.statemachine.model.Written;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** A state in memory, folded from a list of events as a log would bring them. */
final class TestState implements EventSource {
  private static final Authority AUTHORITY = new Authority(SignatureVerifier.create());

  private final Store store = Stores.inMemory();
  private final Map<EventId, DecodedEvent> log = new HashMap<>();
  private final Map<String, List<EventId>> places = new HashMap<>();
  private final StateMachine machine;
  private long position;

  private TestState(int mostElementBytes) {
    StateMachine.prepare(store);
    machine = new StateMachine(store, this, AUTHORITY, mostElementBytes);
  }

  static TestState fold(List<List<DecodedEvent>> batches) {
    return fold(batches, Entities.MAX_ELEMENT_BYTES);
  }

  /**
   * A state with rows for single elements of a field as soon as they come to more than so many
   * bytes.
   */
  static TestState fold(List<List<DecodedEvent>> batches, int mostElementBytes) {
    TestState state = new TestState(mostElementBytes);
    batches.forEach(state::take);
    return state;
  }

  void take(List<DecodedEvent> events) {
    List<DecodedEvent> forks = new ArrayList<>();
    Map<String, List<EventId>> taken = new HashMap<>();
    for (DecodedEvent event : events) {
      checkGrants(event, events);
      List<EventId> there = taken.computeIfAbsent(placeOf(event), p -> new ArrayList<>());
      if (!there.isEmpty() || places.containsKey(placeOf(event))) {
        forks.add(event);
      }
      there.add(event.id());
    }
    position += events.size();
    Batch batch = Batch.named("test");
    machine.fold(new Changes(events, List.of(), forks, position), batch);
    store.commit(batch, Durability.LAZY);
    events.forEach(event -> log.put(event.id(), event));
    taken.forEach(
        (place, ids) -> places.computeIfAbsent(place, p -> new ArrayList<>()).addAll(ids));
  }

  /** The generator lets nothing in that the rules at ingest refuse; ours have to agree. */
  private void checkGrants(DecodedEvent event, List<DecodedEvent> batch) {
    Map<EventId, DecodedEvent> known = new HashMap<>(log);
    batch.forEach(each -> known.put(each.id(), each));
    Optional<EventFacts> first =
        event.header().prevVersion().isEmpty()
            ? Optional.empty()
            : Optional.ofNullable(known.get(event.entity())).map(EventFacts::of);
    List<EventFacts> cited =
        event.header().auth().stream().map(known::get).map(EventFacts::of).toList();
    List<EventFacts> heads =
        event.header().prevVersion().stream().map(known::get).map(EventFacts::of).toList();
    assertThat(AUTHORITY.judge(event, heads, first, cited).broken()).as("%s", event).isEmpty();
  }

  private static String placeOf(DecodedEvent event) {
    EventHeader header = event.header();
    return placeOf(header.signer(), event.logScope(), header.seq());
  }

  private static String placeOf(DidKey signer, LogScope scope, long seq) {
    return signer + " " + scope + " " + seq;
  }

  @Override
  public Optional<DecodedEvent> find(EventId event) {
    return Optional.ofNullable(log.get(event));
  }

  @Override
  public List<EventId> at(DidKey signer, LogScope scope, long seq) {
    return places.getOrDefault(placeOf(signer, scope, seq), List.of());
  }

  State state() {
    return new State(store, this);
  }

  /** All rows of the state, those apart that tell followers how it came to be. */
  Map<Bytes, Bytes> rows() {
    Map<Bytes, Bytes> rows = new TreeMap<>();
    try (Scan scan = store.scan(StateKeys.all())) {
      while (scan.next()) {
        rows.put(scan.key().compact(), scan.value().compact());
      }
    }
    rows.keySet().removeIf(key -> key.startsWith(StateKeys.table(StateKeys.REFOLDED)));
    return rows;
  }

  /** Holds everything against what the reference says of the same events. */
  void assertIs(ReferenceFold expected) {
    for (DecodedEvent event : log.values()) {
      Optional<String> ground =
          store
              .get(StateKeys.history(EntityName.of(event), event.header().timestamp(), event.id()))
              .flatMap(Verdict::decode)
              .map(verdict -> verdict.ground().code());
      assertThat(ground)
          .as("ground of %s %s", event, event.payload())
          .isEqualTo(Optional.of(expected.reason(event.id()).orElse("counts")));
    }
    EntityReader reader = new EntityReader(store, new Definitions(this::find));
    Map<ReferenceLog.Name, ReferenceFold.Entity> found = new HashMap<>();
    try (Scan scan = store.scan(KeyRange.startingWith(StateKeys.table(StateKeys.ENTITY)))) {
      while (scan.next()) {
        EntityState state = EntityRows.decode(store, scan.key(), scan.value());
        if (state.isThere()) {
          ReferenceFold.Entity entity = shown(reader.shown(state));
          found.put(new ReferenceLog.Name(entity.scope(), entity.id()), entity);
        }
      }
    }
    expected
        .entities()
        .forEach((name, entity) -> assertThat(found.get(name)).as("%s", name).isEqualTo(entity));
    assertThat(found.keySet()).isEqualTo(expected.entities().keySet());
  }

  private static ReferenceFold.Entity shown(Entity entity) {
    Map<String, List<Ipld>> conflicts = new TreeMap<>();
    entity
        .conflicts()
        .forEach((name, all) -> conflicts.put(name, all.stream().map(Written::value).toList()));
    return new ReferenceFold.Entity(
        entity.id(),
        entity.scope(),
        entity.kind(),
        new TreeSet<>(entity.owners().stream().map(DidKey::toString).toList()),
        entity.created(),
        entity.updated(),
        new HashSet<>(entity.parents().stream().map(TestState::cid).toList()),
        entity.heads(),
        entity.model(),
        entity.fields(),
        conflicts);
  }

  private static Cid cid(String text) {
    try {
      return Cid.parse(text);
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }
}
