package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.DagCborReader;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
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
 * @param entries by the bytes of each key its maxima
 */
record MapField(Elements entries) implements Field {
  static final MapField EMPTY = new MapField(Elements.NONE);

  @Override
  public Field apply(Operation operation, Stamp stamp, Past past) {
    Elements changed = entries;
    Map<String, Ipld> written = new HashMap<>();
    if (operation instanceof Operation.Change change) {
      for (Ipld key : change.removed()) {
        Bytes at = Bytes.utf8(Coded.text(key));
        changed = without(changed, at, changed.get(at), past);
      }
      for (Ipld pair : change.added()) {
        written.put(Coded.text(Coded.list(pair).get(0)), Coded.list(pair).get(1));
      }
    } else {
      for (Map.Entry<Bytes, Bytes> each : entries.all().entrySet()) {
        changed = without(changed, each.getKey(), each.getValue(), past);
      }
      if (operation instanceof Operation.Assign assign) {
        Coded.map(assign.value()).forEach(written::put);
      }
    }
    for (Map.Entry<String, Ipld> each : written.entrySet()) {
      Bytes at = Bytes.utf8(each.getKey());
      Bytes before = changed.get(at);
      Maxima maxima = maxima(before);
      changed = with(changed, at, before, maxima, maxima.write(each.getValue(), stamp, past));
    }
    return new MapField(changed);
  }

  private static Elements without(Elements from, Bytes key, Bytes element, Past past) {
    Maxima before = maxima(element);
    return with(from, key, element, before, before.without(past));
  }

  private static Elements with(
      Elements from, Bytes key, Bytes element, Maxima before, Maxima after) {
    int disputes = (after.isDisputed() ? 1 : 0) - (before.isDisputed() ? 1 : 0);
    Bytes written = after.isEmpty() ? Bytes.EMPTY : DagCbor.encode(after.encode());
    return from.with(key, element, written, disputes);
  }

  private static Maxima maxima(Bytes element) {
    return element.isEmpty() ? Maxima.NONE : Maxima.read(DagCborReader.overOwn(element));
  }

  private SortedMap<String, Maxima> all() {
    SortedMap<String, Maxima> all = new TreeMap<>();
    entries
        .all()
        .forEach(
            (key, element) ->
                all.put(new String(key.toArray(), StandardCharsets.UTF_8), maxima(element)));
    return all;
  }

  @Override
  public Optional<Ipld> value(Policy policy) {
    IpldMap.Builder shown = IpldMap.builder();
    all().forEach((key, maxima) -> maxima.first(policy).ifPresent(v -> shown.put(key, v)));
    IpldMap map = shown.build();
    return map.size() == 0 ? Optional.empty() : Optional.of(map);
  }

  @Override
  public List<Written> conflict(Policy policy) {
    List<Written> conflict = new ArrayList<>();
    if (isDisputed()) {
      all().values().forEach(maxima -> conflict.addAll(maxima.conflict(policy)));
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
    all().values().forEach(maxima -> written.addAll(maxima.written()));
    return written;
  }

  @Override
  public Ipld form() {
    IpldMap.Builder form = IpldMap.builder();
    all().forEach((key, maxima) -> form.put(key, maxima.form()));
    return form.build();
  }
}
