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
import io.vivim.statemachine.model.Field;
import io.vivim.statemachine.model.Merge;
import java.util.ArrayList;
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

  /** An event's place in the order of time. */
  record First(Timestamp time, EventId event) implements Comparable<First> {
    @Override
    public int compareTo(First that) {
      int byTime = time.compareTo(that.time);
      return byTime != 0 ? byTime : event.compareTo(that.event);
    }
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

  Bytes encode() {
    List<Ipld> keys = new ArrayList<>();
    owners.forEach(owner -> keys.add(Ipld.of(owner.publicKey())));
    List<Ipld> from = new ArrayList<>();
    parents.forEach(parent -> from.add(Ipld.of(parent)));
    IpldMap.Builder values = IpldMap.builder();
    fields.forEach(
        (name, merges) -> {
          IpldMap.Builder each = IpldMap.builder();
          merges.forEach((merge, field) -> each.put(merge.text(), field.encode()));
          values.put(name, each.build());
        });
    return DagCbor.encode(
        Ipld.listOf(
            Ipld.of(id.digest()),
            Ipld.of(kind),
            Ipld.of(scope.text()),
            new Ipld.Sequence(keys),
            Ipld.of(first.time().bits()),
            Ipld.of(first.event().digest()),
            Ipld.of(created.bits()),
            Ipld.of(updated.bits()),
            Ipld.of(counting),
            lineage.encode(),
            model == null ? Ipld.NULL : Ipld.of(model.digest()),
            new Ipld.Sequence(from),
            values.build()));
  }

  /** The entity of a row, token by token: this is what reading one costs. */
  static EntityState decode(Bytes value) {
    DagCborReader from = DagCborReader.overOwn(value);
    from.next();
    from.next();
    EventId id = new EventId(from.bytes());
    from.next();
    String kind = from.text();
    from.next();
    LogScope scope = new LogScope(from.text());
    List<DidKey> owners = new ArrayList<>(1);
    from.next();
    while (from.next() == DagCborReader.Token.BINARY) {
      owners.add(new DidKey(KeyType.ED25519, from.bytes()));
    }
    Timestamp firstTime = new Timestamp(number(from));
    from.next();
    EventId firstEvent = new EventId(from.bytes());
    Timestamp created = new Timestamp(number(from));
    Timestamp updated = new Timestamp(number(from));
    long counting = number(from);
    Lineage lineage = Lineage.read(from);
    @Nullable EventId model =
        from.next() == DagCborReader.Token.NULL ? null : new EventId(from.bytes());
    SortedSet<String> parents = new TreeSet<>();
    from.next();
    while (from.next() == DagCborReader.Token.TEXT) {
      parents.add(from.text());
    }
    return new EntityState(
        id,
        kind,
        scope,
        owners,
        new First(firstTime, firstEvent),
        created,
        updated,
        counting,
        lineage,
        model,
        parents,
        fields(from));
  }

  private static long number(DagCborReader from) {
    from.next();
    return from.number();
  }

  private static SortedMap<String, Map<Merge, Field>> fields(DagCborReader from) {
    SortedMap<String, Map<Merge, Field>> fields = new TreeMap<>();
    from.next();
    while (from.next() == DagCborReader.Token.KEY) {
      String name = from.text();
      Map<Merge, Field> merges = new EnumMap<>(Merge.class);
      from.next();
      while (from.next() == DagCborReader.Token.KEY) {
        Merge merge = Merge.named(from.text()).orElseThrow();
        merges.put(merge, merge.read(from));
      }
      fields.put(name, merges);
    }
    return fields;
  }
}
