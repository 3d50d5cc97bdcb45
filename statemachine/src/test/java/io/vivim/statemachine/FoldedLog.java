package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.did.SignatureVerifier;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Store;
import io.vivim.store.StoreView;
import io.vivim.store.Stores;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A log in memory, and the state that follows it. */
final class FoldedLog implements EventSource, AutoCloseable {
  final Store store = Stores.inMemory();

  /** The values that folding read from the store. */
  final List<Bytes> rowsRead = new ArrayList<>();

  private final Map<EventId, DecodedEvent> events = new LinkedHashMap<>();
  private final Map<Place, List<EventId>> places = new HashMap<>();
  private final StateMachine machine;
  private long reads;

  private record Place(DidKey signer, LogScope scope, long seq) {}

  FoldedLog() {
    StateMachine.prepare(store);
    machine = new StateMachine(noting(store), this, new Authority(SignatureVerifier.create()));
  }

  static FoldedLog of(List<DecodedEvent> history) {
    FoldedLog log = new FoldedLog();
    history.forEach(log::take);
    return log;
  }

  /** The state, for whoever reads it and is counted. */
  StoreView noted() {
    return noting(store);
  }

  private StoreView noting(StoreView view) {
    return new StoreView() {
      @Override
      public Optional<Bytes> get(Bytes key) {
        Optional<Bytes> value = view.get(key);
        reads++;
        rowsRead.add(value.orElse(Bytes.EMPTY));
        return value;
      }

      @Override
      public Scan scan(KeyRange range) {
        reads++;
        return noting(view.scan(range));
      }
    };
  }

  private Scan noting(Scan scan) {
    return new Scan() {
      @Override
      public boolean next() {
        return note(scan.next());
      }

      @Override
      public boolean seek(Bytes key) {
        reads++;
        return note(scan.seek(key));
      }

      private boolean note(boolean isThere) {
        if (isThere) {
          rowsRead.add(scan.value().compact());
        }
        return isThere;
      }

      @Override
      public Bytes key() {
        return scan.key();
      }

      @Override
      public Bytes value() {
        return scan.value();
      }

      @Override
      public void close() {
        scan.close();
      }
    };
  }

  /** Folds an event, all of whose causes are here; what changed by it. */
  Batch take(DecodedEvent event) {
    EventHeader header = event.header();
    Place place = new Place(header.signer(), event.logScope(), header.seq());
    boolean isFork = places.containsKey(place);
    Batch batch = Batch.named("test");
    List<DecodedEvent> added = List.of(event);
    machine.fold(
        new Changes(added, List.of(), isFork ? added : List.of(), machine.position() + 1), batch);
    events.put(event.id(), event);
    places.computeIfAbsent(place, any -> new ArrayList<>()).add(event.id());
    store.commit(batch, Durability.LAZY);
    return batch;
  }

  /** How often the state machine looked something up, in the log or in the state. */
  long reads() {
    return reads;
  }

  State state() {
    return new State(store, this);
  }

  StateDigests digests() {
    return new StateDigests(store, Reader.NODE);
  }

  /** Everything in the state, for those who compare. */
  Map<Bytes, Bytes> rows() {
    Map<Bytes, Bytes> rows = new TreeMap<>();
    try (Scan scan = store.scan(StateKeys.all())) {
      while (scan.next()) {
        rows.put(scan.key().compact(), scan.value().compact());
      }
    }
    return rows;
  }

  @Override
  public Optional<DecodedEvent> find(EventId event) {
    reads++;
    return Optional.ofNullable(events.get(event));
  }

  @Override
  public List<EventId> at(DidKey signer, LogScope scope, long seq) {
    reads++;
    return places.getOrDefault(new Place(signer, scope, seq), List.of());
  }

  @Override
  public void close() {
    store.close();
  }
}
