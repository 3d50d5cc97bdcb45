package io.vivim.statemachine.model;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Values by key, each key a register of its own. Removing a key, or setting the whole map, takes
 * away what the remover has seen; whoever writes at the same time wins.
 */
record MapField(SortedMap<String, Maxima> entries) implements Field {
  static final MapField EMPTY = new MapField(new TreeMap<>());

  @Override
  public Field apply(Operation operation, Stamp stamp, Past past) {
    SortedMap<String, Maxima> changed = new TreeMap<>(entries);
    Map<String, Ipld> written = new HashMap<>();
    if (operation instanceof Operation.Change change) {
      change.removed().forEach(key -> changed.computeIfPresent(Coded.text(key), gone(past)));
      for (Ipld pair : change.added()) {
        written.put(Coded.text(Coded.list(pair).get(0)), Coded.list(pair).get(1));
      }
    } else {
      entries.keySet().forEach(key -> changed.computeIfPresent(key, gone(past)));
      if (operation instanceof Operation.Assign assign) {
        Coded.map(assign.value()).forEach(written::put);
      }
    }
    written.forEach(
        (key, value) -> {
          Maxima before = changed.getOrDefault(key, Maxima.NONE);
          changed.put(key, before.write(value, stamp, past));
        });
    return new MapField(changed);
  }

  private static BiFunction<String, Maxima, @Nullable Maxima> gone(Past past) {
    return (key, maxima) -> {
      Maxima left = maxima.without(past);
      return left.isEmpty() ? null : left;
    };
  }

  @Override
  public Optional<Ipld> value(Policy policy) {
    IpldMap.Builder shown = IpldMap.builder();
    entries.forEach((key, maxima) -> maxima.first(policy).ifPresent(v -> shown.put(key, v)));
    IpldMap map = shown.build();
    return map.size() == 0 ? Optional.empty() : Optional.of(map);
  }

  @Override
  public List<Written> conflict(Policy policy) {
    List<Written> all = new ArrayList<>();
    entries.values().forEach(maxima -> all.addAll(maxima.conflict(policy)));
    return all;
  }

  @Override
  public Ipld encode() {
    IpldMap.Builder encoded = IpldMap.builder();
    entries.forEach((key, maxima) -> encoded.put(key, maxima.encode()));
    return encoded.build();
  }

  @Override
  public List<Written> written() {
    List<Written> all = new ArrayList<>();
    entries.values().forEach(maxima -> all.addAll(maxima.written()));
    return all;
  }

  @Override
  public Ipld form() {
    IpldMap.Builder form = IpldMap.builder();
    entries.forEach((key, maxima) -> form.put(key, maxima.form()));
    return form.build();
  }

  static MapField decode(Ipld encoded) {
    SortedMap<String, Maxima> entries = new TreeMap<>();
    Coded.map(encoded).forEach((key, maxima) -> entries.put(key, Maxima.decode(maxima)));
    return new MapField(entries);
  }
}
