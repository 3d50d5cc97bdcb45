package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.DagCborReader;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Multihash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Values by key, each key a register of its own. Removing a key, or setting the whole map, takes
 * away what the remover has seen; whoever writes at the same time wins.
 *
 * @param entries by the bytes of each key what was written under it; and behind those the writes of
 *     keys that have too many
 */
record MapField(Elements entries) implements Field {
  static final MapField EMPTY = new MapField(Elements.NONE);

  /** Behind all keys, since no UTF-8 has this byte. */
  private static final Bytes NO_KEY = Bytes.owning(new byte[] {(byte) 0xff});

  @Override
  public Field apply(Operation operation, Stamp stamp, Past past, int mostBytes) {
    Elements changed = entries;
    Map<String, Ipld> written = new HashMap<>();
    if (operation instanceof Operation.Change change) {
      for (Ipld key : change.removed()) {
        changed = without(changed, Bytes.utf8(Coded.text(key)), past, mostBytes);
      }
      for (Ipld pair : change.added()) {
        written.put(Coded.text(Coded.list(pair).get(0)), Coded.list(pair).get(1));
      }
    } else {
      for (Bytes key : registers().keySet()) {
        changed = without(changed, key, past, mostBytes);
      }
      if (operation instanceof Operation.Assign assign) {
        Coded.map(assign.value()).forEach(written::put);
      }
    }
    for (Map.Entry<String, Ipld> each : written.entrySet()) {
      Bytes key = Bytes.utf8(each.getKey());
      Bytes element = changed.get(key);
      Register before = register(changed, key, element);
      Written own = new Written(stamp, each.getValue());
      changed = with(key, element, before, before.write(own, past, place(changed, key), mostBytes));
    }
    return new MapField(changed);
  }

  private static Elements without(Elements from, Bytes key, Past past, int mostBytes) {
    Bytes element = from.get(key);
    Register before = register(from, key, element);
    return with(key, element, before, before.without(past, place(from, key), mostBytes));
  }

  private static Elements with(Bytes key, Bytes element, Register before, Register.Step after) {
    Register now = after.register();
    int disputes = (now.isDisputed() ? 1 : 0) - (before.isDisputed() ? 1 : 0);
    return after.elements().with(key, element, encode(now), disputes);
  }

  private static Bytes encode(Register register) {
    if (register instanceof Writes many) {
      return DagCbor.encode(many.size().encode());
    }
    return register.isEmpty() ? Bytes.EMPTY : DagCbor.encode(((Maxima) register).encode());
  }

  private static Register register(Elements from, Bytes key, Bytes element) {
    if (element.isEmpty()) {
      return Maxima.NONE;
    }
    DagCborReader reader = DagCborReader.overOwn(element);
    reader.next();
    DagCborReader.Token first = reader.next();
    return first == DagCborReader.Token.INT
        ? new Writes(from, base(key), Writes.Size.read(reader))
        : Maxima.read(reader, first);
  }

  private static Register.Place place(Elements elements, Bytes key) {
    return new Register.Place(elements, base(key));
  }

  /** What the keys of the writes of a key begin with, where those lie apart. */
  private static Bytes base(Bytes key) {
    return Bytes.concat(NO_KEY, Multihash.sha256(key).digest());
  }

  /** By key what lies under it; of writes that lie apart how many they are. */
  private SortedMap<Bytes, Bytes> registers() {
    return entries.all().headMap(NO_KEY);
  }

  private SortedMap<String, Register> all() {
    SortedMap<String, Register> all = new TreeMap<>();
    registers()
        .forEach(
            (key, element) ->
                all.put(
                    new String(key.toArray(), StandardCharsets.UTF_8),
                    register(entries, key, element)));
    return all;
  }

  @Override
  public Optional<Ipld> value(Policy policy) {
    IpldMap.Builder shown = IpldMap.builder();
    all().forEach((key, register) -> register.first(policy).ifPresent(v -> shown.put(key, v)));
    IpldMap map = shown.build();
    return map.size() == 0 ? Optional.empty() : Optional.of(map);
  }

  @Override
  public List<Written> conflict(Policy policy) {
    List<Written> conflict = new ArrayList<>();
    if (isDisputed()) {
      all().values().forEach(register -> conflict.addAll(register.conflict(policy)));
    }
    return conflict;
  }

  @Override
  public boolean isDisputed() {
    return entries.isDisputed();
  }

  @Override
  public Ipld encode(int mostBytes) {
    return entries.encode(mostBytes);
  }

  @Override
  public Optional<Elements> elements() {
    return Optional.of(entries);
  }

  @Override
  public List<Written> written() {
    List<Written> written = new ArrayList<>();
    all().values().forEach(register -> written.addAll(register.written()));
    return written;
  }

  @Override
  public Ipld form() {
    IpldMap.Builder form = IpldMap.builder();
    all().forEach((key, register) -> form.put(key, register.form()));
    return form.build();
  }
}
