package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.DagCborReader;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.did.KeyType;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.Timestamp;
import io.vivim.statemachine.model.Elements;
import io.vivim.statemachine.model.Field;
import io.vivim.statemachine.model.Merge;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the events of an entity came to so far.
 *
 * @param owners empty until an event shows who they are
 * @param first its first event by timestamp, then id, whether it counts or not
 * @param created the lowest timestamp of the events that count
 * @param updated the highest one
 * @param counting how many events count
 * @param model the definition that an application's entity folds by
 * @param parents what its events that count were derived from, as texts of CIDs
 * @param fields by name and merge
 */
record EntityState(
    EventId id,
    String kind,
    LogScope scope,
    List<DidKey> owners,
    First first,
    Timestamp created,
    Timestamp updated,
    long counting,
    Lineage lineage,
    @Nullable EventId model,
    SortedSet<String> parents,
    SortedMap<String, Map<Merge, Field>> fields) {

  private static final String PUBLIC = LogScope.PUBLIC.text();

  private static final int FIRST_AT = EventId.DIGEST_BYTES;
  private static final int TIMES_AT = 2 * EventId.DIGEST_BYTES;
  private static final int FIXED_BYTES = TIMES_AT + 4 * Long.BYTES;

  /** An event's place in the order of time. */
  record First(Timestamp time, EventId event) implements Comparable<First> {
    @Override
    public int compareTo(First that) {
      int byTime = time.compareTo(that.time);
      return byTime != 0 ? byTime : event.compareTo(that.event);
    }
  }

  /** Where the elements of a field lie. */
  @FunctionalInterface
  interface StoredFields {
    Elements.Stored of(String field, Merge merge);
  }

  static EntityState empty(EventId id, String kind, LogScope scope, First first) {
    return new EntityState(
        id,
        kind,
        scope,
        List.of(),
        first,
        Timestamp.MAX,
        Timestamp.ZERO,
        0,
        Lineage.EMPTY,
        null,
        new TreeSet<>(),
        new TreeMap<>());
  }

  EntityState ownedBy(List<DidKey> by) {
    return new EntityState(
        id, kind, scope, by, first, created, updated, counting, lineage, model, parents, fields);
  }

  EntityState withKind(String name) {
    return new EntityState(
        id, name, scope, owners, first, created, updated, counting, lineage, model, parents,
        fields);
  }

  EntityState withModel(@Nullable EventId definition) {
    return new EntityState(
        id,
        kind,
        scope,
        owners,
        first,
        created,
        updated,
        counting,
        lineage,
        definition,
        parents,
        fields);
  }

  EntityName name() {
    return new EntityName(id, scope);
  }

  /** Whether it is there at all. */
  boolean isThere() {
    return counting > 0;
  }

  /**
   * The bytes of its row.
   *
   * @param mostBytes elements of a field that come to more are not in it
   */
  Bytes encode(int mostBytes) {
    List<Ipld> keys = new ArrayList<>();
    owners.forEach(owner -> keys.add(Ipld.of(owner.publicKey())));
    List<Ipld> from = new ArrayList<>();
    parents.forEach(parent -> from.add(Ipld.of(parent)));
    IpldMap.Builder values = IpldMap.builder();
    fields.forEach(
        (name, merges) -> {
          IpldMap.Builder each = IpldMap.builder();
          merges.forEach((merge, field) -> each.put(merge.text(), field.encode(mostBytes)));
          values.put(name, each.build());
        });
    return DagCbor.encode(
        Ipld.listOf(
            Ipld.of(fixed()),
            Ipld.of(kind),
            Ipld.of(scope.text()),
            new Ipld.Sequence(keys),
            lineage.encodeHeads(),
            lineage.encodeSigners(),
            model == null ? Ipld.NULL : Ipld.of(model.digest()),
            new Ipld.Sequence(from),
            values.build()));
  }

  private Bytes fixed() {
    return Bytes.owning(
        ByteBuffer.allocate(FIXED_BYTES)
            .put(id.digest().toArray())
            .put(first.event().digest().toArray())
            .putLong(first.time().bits())
            .putLong(created.bits())
            .putLong(updated.bits())
            .putLong(counting)
            .array());
  }

  /**
   * The entity of a row, token by token: this is what reading one costs.
   *
   * @param isToGoOn whether events are to be folded into it; else it lacks what only that needs
   * @param stored where the elements lie that are not in the row
   */
  static EntityState decode(Bytes value, boolean isToGoOn, StoredFields stored) {
    DagCborReader from = DagCborReader.overOwn(value);
    from.next();
    from.next();
    Bytes fixed = from.bytes();
    from.next();
    String kind = from.word();
    from.next();
    LogScope scope = from.isText(PUBLIC) ? LogScope.PUBLIC : new LogScope(from.text());
    List<DidKey> owners = new ArrayList<>(1);
    from.next();
    while (from.next() == DagCborReader.Token.BINARY) {
      owners.add(new DidKey(KeyType.ED25519, from.bytes()));
    }
    from.next();
    Bytes heads = from.bytes();
    from.next();
    Lineage lineage = isToGoOn ? Lineage.decode(heads, from.bytes()) : Lineage.decode(heads);
    @Nullable EventId model =
        from.next() == DagCborReader.Token.NULL ? null : new EventId(from.bytes());
    SortedSet<String> parents = parents(from);
    return new EntityState(
        new EventId(fixed.slice(0, FIRST_AT)),
        kind,
        scope,
        owners,
        new First(
            new Timestamp(fixed.longAt(TIMES_AT)), new EventId(fixed.slice(FIRST_AT, TIMES_AT))),
        new Timestamp(fixed.longAt(TIMES_AT + Long.BYTES)),
        new Timestamp(fixed.longAt(TIMES_AT + 2 * Long.BYTES)),
        fixed.longAt(TIMES_AT + 3 * Long.BYTES),
        lineage,
        model,
        parents,
        fields(from, stored));
  }

  private static SortedSet<String> parents(DagCborReader from) {
    from.next();
    if (from.next() != DagCborReader.Token.TEXT) {
      return Collections.emptySortedSet();
    }
    SortedSet<String> parents = new TreeSet<>();
    do {
      parents.add(from.text());
    } while (from.next() == DagCborReader.Token.TEXT);
    return parents;
  }

  private static SortedMap<String, Map<Merge, Field>> fields(
      DagCborReader from, StoredFields stored) {
    SortedMap<String, Map<Merge, Field>> fields = new TreeMap<>();
    from.next();
    while (from.next() == DagCborReader.Token.KEY) {
      String name = from.word();
      from.next();
      Map<Merge, Field> merges = Map.of();
      while (from.next() == DagCborReader.Token.KEY) {
        Merge merge = Merge.named(from.word()).orElseThrow();
        Field field = merge.read(from, () -> stored.of(name, merge));
        // Nearly always there is one.
        merges = merges.isEmpty() ? Map.of(merge, field) : with(merges, merge, field);
      }
      fields.put(name, merges);
    }
    return fields;
  }

  private static Map<Merge, Field> with(Map<Merge, Field> merges, Merge merge, Field field) {
    Map<Merge, Field> more = new EnumMap<>(merges);
    more.put(merge, field);
    return more;
  }
}
