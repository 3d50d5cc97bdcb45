package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Snapshot;
import io.vivim.store.StoreView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The digests of a state, worked out when they are asked for. What a reader may not see is to them
 * as if it were not there.
 */
public final class StateDigests implements AutoCloseable {
  /** Entities that are read at once. */
  private static final int READ_AT_ONCE = 256;

  /** Of a row's key: the table and the scope. */
  private static final int SCOPE_PREFIX_BYTES = 2 + StateKeys.HASH_BYTES;

  private final StoreView view;
  private final Runnable onClose;
  private final Reader reader;
  private final Disclosure disclosure;

  /** Of a store in which nothing changes meanwhile. */
  StateDigests(StoreView view, Reader reader) {
    this(view, reader, () -> {});
  }

  private StateDigests(StoreView view, Reader reader, Runnable onClose) {
    this.view = view;
    this.reader = reader;
    this.disclosure = new Disclosure(view);
    this.onClose = onClose;
  }

  /** Of a snapshot, which is closed with them; their digests are good until then. */
  static StateDigests of(Snapshot snapshot, Reader reader) {
    return new StateDigests(snapshot, reader, snapshot::close);
  }

  /** The last position of the log that is in the state. */
  public long position() {
    return StateMeta.position(view);
  }

  /** The scopes in which there ever was something, by their texts. */
  public List<LogScope> scopes() {
    List<LogScope> scopes = new ArrayList<>();
    try (Scan scan = view.scan(KeyRange.startingWith(StateKeys.table(StateKeys.BY_SCOPE)))) {
      boolean isThere = scan.next();
      while (isThere) {
        Bytes row = StateKeys.entityOf(scan.key());
        EntityRows.find(view, row)
            .map(EntityState::scope)
            .filter(scope -> disclosure.maySee(reader, scope))
            .ifPresent(scopes::add);
        Bytes own = scan.key().slice(0, SCOPE_PREFIX_BYTES).compact();
        Optional<Bytes> next = KeyRange.startingWith(own).to();
        isThere = next.isPresent() && scan.seek(next.get());
      }
    }
    scopes.sort(Comparator.comparing(LogScope::text));
    return scopes;
  }

  /** The digest of a scope; that of nothing where the reader may not see it. */
  public StateDigest of(LogScope scope) {
    StateDigest.Growth growth = new StateDigest.Growth();
    if (!disclosure.maySee(reader, scope)) {
      return growth.of(scope, (first, second) -> new TreeMap<>());
    }
    Bytes prefix = StateKeys.key(StateKeys.BY_SCOPE, StateKeys.hash(scope.text()));
    forEach(prefix, scope, growth::add);
    return growth.of(scope, (first, second) -> leaves(scope, prefix, first, second));
  }

  private NavigableMap<EventId, Bytes> leaves(LogScope scope, Bytes prefix, int first, int second) {
    NavigableMap<EventId, Bytes> leaves = new TreeMap<>();
    Bytes bucket = Bytes.owning(new byte[] {(byte) first, (byte) second});
    forEach(Bytes.concat(prefix, bucket), scope, leaves::put);
    return leaves;
  }

  /** Hands over the hashes of the entities of a scope whose rows begin so, in their order. */
  private void forEach(Bytes prefix, LogScope scope, BiConsumer<EventId, Bytes> sink) {
    List<Bytes> rows = new ArrayList<>(READ_AT_ONCE);
    try (Scan scan = view.scan(KeyRange.startingWith(prefix))) {
      while (scan.next()) {
        rows.add(StateKeys.entityOf(scan.key()));
        if (rows.size() == READ_AT_ONCE) {
          hash(rows, scope, sink);
          rows.clear();
        }
      }
    }
    hash(rows, scope, sink);
  }

  private void hash(List<Bytes> rows, LogScope scope, BiConsumer<EventId, Bytes> sink) {
    List<Optional<Bytes>> values = view.getAll(rows);
    for (int i = 0; i < rows.size(); i++) {
      Bytes row = rows.get(i);
      values
          .get(i)
          .map(value -> EntityRows.decode(view, row, value))
          .filter(EntityState::isThere)
          .filter(state -> state.scope().equals(scope))
          .ifPresent(state -> sink.accept(state.id(), StateDigest.leaf(form(state))));
    }
  }

  private Bytes form(EntityState state) {
    boolean hasGrants = EntityReader.WITH_GRANTS.contains(state.kind());
    return EntityForm.of(state, hasGrants ? EntityReader.grantsOf(view, state.name()) : List.of());
  }

  @Override
  public void close() {
    onClose.run();
  }
}
