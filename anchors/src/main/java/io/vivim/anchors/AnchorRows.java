package io.vivim.anchors;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Limits;
import io.vivim.codec.Multihash;
import io.vivim.codec.RefusedException;
import io.vivim.store.Batch;
import io.vivim.store.Commits;
import io.vivim.store.Durability;
import io.vivim.store.KeyRange;
import io.vivim.store.Layouts;
import io.vivim.store.Scan;
import io.vivim.store.Store;
import io.vivim.store.StoreView;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where in the store anchorings lie; drawn in docs/spec/store.md. All numbers are big-endian.
 *
 * <pre>
 *   05 00                                                number of the last anchoring 8
 *   05 01 | number 8                                     the anchoring, a DAG-CBOR map
 *   05 02 | number 8                                     nothing: it is pending
 *   05 03 | first 16 of SHA-256 (anchor | 00 | origin)   number 8 of the last one of a log at an anchor
 * </pre>
 */
final class AnchorRows {
  static final String LAYOUT = "anchors";
  static final int VERSION = 1;

  private static final Bytes LAST = Bytes.fromHex("0500");
  private static final Bytes ANCHORINGS = Bytes.fromHex("0501");
  private static final Bytes PENDING = Bytes.fromHex("0502");
  private static final Bytes LATEST = Bytes.fromHex("0503");
  private static final int TABLE_BYTES = 2;
  private static final int LATEST_BYTES = 16;

  private static final Limits LIMITS = new Limits(Batch.MAX_VALUE_BYTES, 2, 32);

  private final StoreView store;
  private final Commits commits;

  AnchorRows(StoreView store, Commits commits) {
    this.store = store;
    this.commits = commits;
  }

  static void prepare(Store store) {
    Layouts.open(store, LAYOUT, VERSION, List.of());
  }

  long last() {
    return store.get(LAST).map(row -> row.longAt(0)).orElse(0L);
  }

  /** Keeps a new one, which is the last of its log at its anchor from now on. */
  void begin(Anchoring anchoring) {
    Batch batch = Batch.named("anchor-begin");
    Bytes number = number(anchoring.number());
    batch.put(LAST, number);
    batch.put(latestKey(anchoring.subject().anchor(), anchoring.subject().origin()), number);
    put(batch, anchoring);
    commits.commit(batch, Durability.SYNC);
  }

  void keep(Anchoring anchoring) {
    Batch batch = Batch.named("anchor-step");
    put(batch, anchoring);
    commits.commit(batch, Durability.SYNC);
  }

  private static void put(Batch batch, Anchoring anchoring) {
    Bytes number = number(anchoring.number());
    batch.put(Bytes.concat(ANCHORINGS, number), encode(anchoring));
    Bytes pending = Bytes.concat(PENDING, number);
    if (anchoring.state() == Anchoring.State.PENDING) {
      batch.put(pending, Bytes.EMPTY);
    } else {
      batch.delete(pending);
    }
  }

  Optional<Anchoring> get(long number) {
    return store.get(Bytes.concat(ANCHORINGS, number(number))).map(row -> decode(number, row));
  }

  Optional<Anchoring> latest(String anchor, String origin) {
    return store.get(latestKey(anchor, origin)).flatMap(row -> get(row.longAt(0)));
  }

  List<Anchoring> pending() {
    List<Anchoring> found = new ArrayList<>();
    try (Scan scan = store.scan(KeyRange.startingWith(PENDING))) {
      while (scan.next()) {
        found.add(get(scan.key().longAt(TABLE_BYTES)).orElseThrow());
      }
    }
    return found;
  }

  List<Anchoring> page(long from, int most) {
    List<Anchoring> found = new ArrayList<>();
    KeyRange range = KeyRange.startingWith(ANCHORINGS);
    try (Scan scan = store.scan(range.startingAt(Bytes.concat(ANCHORINGS, number(from))))) {
      while (found.size() < most && scan.next()) {
        found.add(decode(scan.key().longAt(TABLE_BYTES), scan.value()));
      }
    }
    return found;
  }

  private static Bytes latestKey(String anchor, String origin) {
    Bytes both = Bytes.concat(Bytes.utf8(anchor), Bytes.fromHex("00"), Bytes.utf8(origin));
    return Bytes.concat(LATEST, Multihash.sha256(both).digest().slice(0, LATEST_BYTES));
  }

  private static Bytes number(long value) {
    return Bytes.owning(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  private static Bytes encode(Anchoring anchoring) {
    Anchoring.Subject subject = anchoring.subject();
    return DagCbor.encode(
        IpldMap.builder()
            .put("anchor", Ipld.of(subject.anchor()))
            .put("ending", Ipld.of(subject.fileEnding()))
            .put("origin", Ipld.of(subject.origin()))
            .put("size", Ipld.of(subject.size()))
            .put("note", Ipld.of(subject.note()))
            .put("state", Ipld.of(anchoring.state().code()))
            .put("begun", Ipld.of(anchoring.begun().toEpochMilli()))
            .put("next", Ipld.of(anchoring.next().toEpochMilli()))
            .put("faults", Ipld.of(anchoring.faults()))
            .put("fault", fault(anchoring))
            .put("proof", Ipld.of(anchoring.proof()))
            .put("words", Ipld.of(anchoring.words()))
            .build());
  }

  private static Ipld fault(Anchoring anchoring) {
    return anchoring.fault().<Ipld>map(fault -> Ipld.of(fault.code())).orElse(Ipld.NULL);
  }

  private static Anchoring decode(long number, Bytes row) {
    try {
      Row map = new Row((IpldMap) DagCbor.decode(row, LIMITS).orThrow());
      return new Anchoring(
          number,
          new Anchoring.Subject(
              map.text("anchor"),
              map.text("ending"),
              map.text("origin"),
              map.number("size"),
              map.bytes("note")),
          map.one(Anchoring.State.values(), Anchoring.State::code, "state").orElseThrow(),
          Instant.ofEpochMilli(map.number("begun")),
          Instant.ofEpochMilli(map.number("next")),
          (int) map.number("faults"),
          map.one(AnchorFault.values(), AnchorFault::code, "fault"),
          map.bytes("proof"),
          map.text("words"));
    } catch (RefusedException e) {
      throw new IllegalStateException("an anchoring that was written cannot be read", e);
    }
  }
}
