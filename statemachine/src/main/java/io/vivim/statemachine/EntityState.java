package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.DagCborReader;
import io.vivim.codec.Ipld;
import io.vivim.did.DidKey;
import io.vivim.did.KeyType;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.Timestamp;
import io.vivim.statemachine.ElementRows.Part;
import io.vivim.statemachine.ElementRows.Place;
import io.vivim.statemachine.model.Elements;
import io.vivim.statemachine.model.Room;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
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
    Elements parents,
    Fields fields) {

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
        Elements.NONE,
        Fields.NONE);
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

  /** What it was derived from, as texts of CIDs. */
  SortedSet<String> parentTexts() {
    return parentTexts(Room.endless());
  }

  /** Those of them that there is room for. */
  SortedSet<String> parentTexts(Room room) {
    if (parents.bytes() == 0) {
      return Collections.emptySortedSet();
    }
    SortedSet<String> texts = new TreeSet<>();
    parents
        .all(room)
        .keySet()
        .forEach(key -> texts.add(new String(key.toArray(), StandardCharsets.UTF_8)));
    return Collections.unmodifiableSortedSet(texts);
  }

  /**
   * Whether any of it lies in other rows than its own, or is to.
   *
   * @param mostBytes what comes to more is to
   */
  boolean isApart(int mostBytes) {
    return isAny(each -> each.isStored() || each.exceeds(mostBytes))
        || fields.elements(mostBytes).exceeds(Fields.most(mostBytes));
  }

  private boolean isAny(Predicate<Elements> such) {
    return such.test(parents)
        || such.test(lineage.heads())
        || such.test(lineage.signers())
        || fields.isAny(such);
  }

  /**
   * The bytes of its row.
   *
   * @param ofFields the elements of its fields
   * @param mostBytes what there are many of and comes to more is not in it
   */
  Bytes encode(Elements ofFields, int mostBytes) {
    List<Ipld> keys = new ArrayList<>();
    owners.forEach(owner -> keys.add(Ipld.of(owner.publicKey())));
    return DagCbor.encode(
        Ipld.listOf(
            Ipld.of(fixed()),
            Ipld.of(kind),
            Ipld.of(scope.text()),
            new Ipld.Sequence(keys),
            lineage.encodeHeads(mostBytes),
            lineage.encodeSigners(mostBytes),
            model == null ? Ipld.NULL : Ipld.of(model.digest()),
            encodeParents(mostBytes),
            Fields.encode(ofFields, mostBytes)));
  }

  private Ipld encodeParents(int mostBytes) {
    return parents.exceeds(mostBytes)
        ? Ipld.of(parents.bytes())
        : new Ipld.Sequence(parentTexts().stream().<Ipld>map(Ipld::of).toList());
  }

  private Bytes fixed() {
    ByteBuffer fixed = ByteBuffer.allocate(FIXED_BYTES);
    first.event().putTo(id.putTo(fixed));
    return Bytes.owning(
        fixed
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
   * @param place where what is not in the row lies
   */
  static EntityState decode(Bytes value, boolean isToGoOn, Place place) {
    DagCborReader from = DagCborReader.overOwn(value);
    from.next();
    from.next();
    Bytes fixed = from.bytes();
    from.next();
    String kind = from.word();
    from.next();
    String scopeText = from.word();
    LogScope scope = scopeText.equals(PUBLIC) ? LogScope.PUBLIC : new LogScope(scopeText);
    List<DidKey> owners = owners(from);
    Elements heads = Lineage.decodeHeads(from, place);
    from.next();
    Lineage lineage = isToGoOn ? Lineage.decode(heads, from.bytes(), place) : Lineage.of(heads);
    @Nullable EventId model =
        from.next() == DagCborReader.Token.NULL ? null : new EventId(from.bytes());
    Elements parents = parents(from, place);
    Bytes digest = fixed.slice(0, FIRST_AT);
    Bytes firstDigest = fixed.slice(FIRST_AT, TIMES_AT);
    EventId id = new EventId(digest);
    // Most are named by their first event.
    EventId firstId = firstDigest.equals(digest) ? id : new EventId(firstDigest);
    return new EntityState(
        id,
        kind,
        scope,
        owners,
        new First(new Timestamp(fixed.longAt(TIMES_AT)), firstId),
        new Timestamp(fixed.longAt(TIMES_AT + Long.BYTES)),
        new Timestamp(fixed.longAt(TIMES_AT + 2 * Long.BYTES)),
        fixed.longAt(TIMES_AT + 3 * Long.BYTES),
        lineage,
        model,
        parents,
        Fields.decode(from, place));
  }

  private static List<DidKey> owners(DagCborReader from) {
    from.next();
    List<DidKey> owners = List.of();
    while (from.next() == DagCborReader.Token.BINARY) {
      DidKey owner = new DidKey(KeyType.ED25519, from.bytes());
      if (owners.isEmpty()) {
        // Nearly always there is one.
        owners = List.of(owner);
      } else {
        owners = new ArrayList<>(owners);
        owners.add(owner);
      }
    }
    return owners;
  }

  private static Elements parents(DagCborReader from, Place place) {
    if (from.next() == DagCborReader.Token.INT) {
      return Elements.stored(place.of(Part.PARENTS), from.number(), 0);
    }
    Elements parents = Elements.NONE;
    while (from.next() == DagCborReader.Token.TEXT) {
      parents = parents.plus(Bytes.utf8(from.text()));
    }
    return parents;
  }
}
