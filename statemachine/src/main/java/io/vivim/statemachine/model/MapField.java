package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
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
 * @param entries the {@link Registers} by the UTF-8 of each key
 */
record MapField(Elements entries) implements Field {
  static final MapField EMPTY = new MapField(Elements.NONE);

  @Override
  public Field apply(Operation operation, Stamp stamp, Past past, int mostBytes) {
    Registers registers = new Registers(entries, false, past, mostBytes);
    Map<String, Ipld> written = new HashMap<>();
    if (operation instanceof Operation.Change change) {
      for (Ipld key : change.removed()) {
        registers.remove(Bytes.utf8(Coded.text(key)));
      }
      for (Ipld pair : change.added()) {
        written.put(Coded.text(Coded.list(pair).get(0)), Coded.list(pair).get(1));
      }
    } else {
      registers.removeAll();
      if (operation instanceof Operation.Assign assign) {
        Coded.map(assign.value()).forEach(written::put);
      }
    }
    written.forEach((key, value) -> registers.write(Bytes.utf8(key), new Written(stamp, value)));
    return new MapField(registers.done());
  }

  private SortedMap<String, Register> all(Room room) {
    SortedMap<String, Register> all = new TreeMap<>();
    Registers.all(entries, false, room)
        .forEach(
            (key, register) ->
                all.put(new String(key.toArray(), StandardCharsets.UTF_8), register));
    return all;
  }

  @Override
  public Optional<Ipld> value(Policy policy, Room room) {
    IpldMap.Builder shown = IpldMap.builder();
    all(room)
        .forEach((key, register) -> register.first(policy, room).ifPresent(v -> shown.put(key, v)));
    IpldMap map = shown.build();
    return map.size() == 0 ? Optional.empty() : Optional.of(map);
  }

  @Override
  public List<Written> conflict(Policy policy, Room room) {
    List<Written> conflict = new ArrayList<>();
    if (isDisputed()) {
      all(room).values().forEach(each -> conflict.addAll(each.conflict(policy, room)));
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
  public List<Written> written(Room room) {
    List<Written> written = new ArrayList<>();
    all(room).values().forEach(register -> written.addAll(register.written(room)));
    return written;
  }

  @Override
  public Ipld form() {
    IpldMap.Builder form = IpldMap.builder();
    all(Room.endless()).forEach((key, register) -> form.put(key, register.form()));
    return form.build();
  }
}
