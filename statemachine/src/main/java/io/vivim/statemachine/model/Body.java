package io.vivim.statemachine.model;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an event's body changes, by field. All bodies have one grammar:
 *
 * <pre>
 *   { "set":       { field: value, … },
 *     "unset":     [ field, … ],
 *     "add":       { field: [ value, … ] or { key: value, … }, … },
 *     "remove":    { field: [ value, … ], … },
 *     "increment": { field: integer, … } }
 * </pre>
 *
 * Each part may be missing. A field that is set, unset or incremented is named once.
 */
public record Body(Map<String, Operation> operations) {
  public static final Body EMPTY = new Body(Map.of());

  /** The longest name of a field, in characters. */
  public static final int MAX_FIELD_CHARS = 128;

  private static final Set<String> PARTS = Set.of("set", "unset", "add", "remove", "increment");

  public Body {
    operations = Map.copyOf(operations);
  }

  /** What a map says as a body, or nothing where it breaks the grammar. */
  public static Optional<Body> read(IpldMap map) {
    try {
      return Optional.of(new Body(new Reader(map).read()));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /** The map breaks the grammar. */
  private static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private static final class Reader {
    private final IpldMap map;
    private final Map<String, Operation> operations = new LinkedHashMap<>();

    Reader(IpldMap map) {
      this.map = map;
    }

    Map<String, Operation> read() throws MalformedException {
      require(PARTS.containsAll(map.keys()));
      IpldMap set = part("set");
      for (String field : set.keys()) {
        put(field, new Operation.Assign(in(set, field)));
      }
      for (Ipld field : list(map.get("unset").orElse(Ipld.listOf()))) {
        require(field instanceof Ipld.Text);
        put(((Ipld.Text) field).value(), new Operation.Unset());
      }
      IpldMap increment = part("increment");
      for (String field : increment.keys()) {
        require(in(increment, field) instanceof Ipld.Int);
        put(field, new Operation.Increment((Ipld.Int) in(increment, field)));
      }
      readChanges();
      return operations;
    }

    private void readChanges() throws MalformedException {
      IpldMap add = part("add");
      IpldMap remove = part("remove");
      for (String field : add.keys()) {
        List<Ipld> removed = list(remove.get(field).orElse(Ipld.listOf()));
        Ipld added = in(add, field);
        put(field, new Operation.Change(added(added), removed, added instanceof IpldMap));
      }
      for (String field : remove.keys()) {
        if (add.get(field).isEmpty()) {
          put(field, new Operation.Change(List.of(), list(in(remove, field))));
        }
      }
    }

    private static List<Ipld> added(Ipld values) throws MalformedException {
      if (!(values instanceof IpldMap entries)) {
        return list(values);
      }
      List<Ipld> pairs = new ArrayList<>();
      entries.forEach((key, value) -> pairs.add(Ipld.listOf(Ipld.of(key), value)));
      return pairs;
    }

    private IpldMap part(String name) throws MalformedException {
      Ipld part = map.get(name).orElse(IpldMap.EMPTY);
      require(part instanceof IpldMap);
      return (IpldMap) part;
    }

    private static List<Ipld> list(Ipld values) throws MalformedException {
      require(values instanceof Ipld.Sequence);
      return ((Ipld.Sequence) values).values();
    }

    private static Ipld in(IpldMap map, String key) {
      return map.get(key).orElseThrow();
    }

    private void put(String field, Operation operation) throws MalformedException {
      require(!field.isEmpty() && field.length() <= MAX_FIELD_CHARS);
      require(operations.put(field, operation) == null);
    }

    private static void require(boolean holds) throws MalformedException {
      if (!holds) {
        throw new MalformedException();
      }
    }
  }
}
