package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.statemachine.model.Body;
import io.vivim.statemachine.model.Kind;
import io.vivim.statemachine.model.Merge;
import io.vivim.statemachine.model.Model;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Bodies of events: of fields and values that a kind's model takes, found by trying. */
final class RandomBodies {
  private static final EventId SOME_ID = new EventId(Bytes.owning(new byte[32]));
  private static final String SOME_DID = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";

  /** Something for every shape of the catalogue. */
  private static final List<Ipld> VALUES =
      List.of(
          Ipld.of("alpha"),
          Ipld.of("member"),
          Ipld.of("semantic"),
          Ipld.of("merged"),
          Ipld.of("domain"),
          Ipld.of("text/plain"),
          Ipld.of("https://example.org/a"),
          Ipld.of(SOME_DID),
          Ipld.of(1),
          Ipld.of(0.5),
          Ipld.TRUE,
          Ipld.of(Bytes.owning(new byte[] {1, 2, 3, 4})),
          Said.linkTo(SOME_ID),
          Ipld.listOf(Said.linkTo(SOME_ID)),
          Ipld.listOf(Ipld.of("read")),
          Ipld.listOf(Ipld.of(SOME_DID), Ipld.of("alpha")),
          Ipld.listOf(Ipld.of("alpha"), Ipld.of("beta")),
          Ipld.listOf(Ipld.of("https://example.org/a")),
          IpldMap.builder().put("a", Ipld.of(1)).put("b", Ipld.of("alpha")).build(),
          IpldMap.builder().put("a", Ipld.of("alpha")).put("c", Ipld.of("beta")).build(),
          IpldMap.builder().put("a", Ipld.of("https://example.org/a")).build(),
          IpldMap.builder().put("a", Ipld.of(0.5)).put("c", Ipld.of(0.25)).build(),
          IpldMap.builder().put("method", Ipld.of("stated")).build(),
          IpldMap.builder().put("target", Said.linkTo(SOME_ID)).build());

  /** What commands and grants take, and something for it that may be in order. */
  private static final Map<String, List<Ipld>> ARGUMENTS =
      Map.of(
          "device", people(),
          "member", people(),
          "role", List.of(Ipld.of("admin"), Ipld.of("viewer")),
          "grants", List.of(Ipld.listOf(), Ipld.listOf(Said.linkTo(SOME_ID))),
          "until", List.of(Ipld.listOf(), Ipld.listOf(Said.linkTo(SOME_ID))),
          "nbf", List.of(Ipld.of(World.START_SECONDS + 30), beyond()),
          "exp", List.of(Ipld.of(World.START_SECONDS + 30), beyond()),
          "reason", List.of(Ipld.of(""), Ipld.of("alpha")),
          "active", List.of(Ipld.FALSE),
          "status", List.of(Ipld.of("alpha")));

  private static final List<String> ARGUMENT_NAMES = ARGUMENTS.keySet().stream().sorted().toList();

  private static final List<Ipld> ODD_VALUES =
      List.of(Ipld.of(1), Ipld.of(0.5), Ipld.NULL, Ipld.TRUE, IpldMap.EMPTY);

  /** Few fields are written often rather than many seldom. */
  private static final int FIELDS_PER_MERGE = 2;

  /**
   * One part of a body.
   *
   * @param part such as {@code add}
   */
  private record Change(String part, String field, Ipld value) {}

  private static final Map<EventType, List<Change>> FITTING = all();

  private RandomBodies() {}

  /** A body that the model of the type's kind takes; of few changes, or none. */
  static IpldMap fitting(EventType type, SplittableRandom dice) {
    List<Change> all = FITTING.getOrDefault(type, List.of());
    List<Change> chosen = new ArrayList<>();
    for (int i = dice.nextInt(4); i > 0 && !all.isEmpty(); i--) {
      Change next = all.get(dice.nextInt(all.size()));
      if (chosen.stream().noneMatch(other -> other.field().equals(next.field()))) {
        chosen.add(next);
      }
    }
    return body(chosen);
  }

  /** A body that is not fit for anything, in one of several ways. */
  static IpldMap unfit(SplittableRandom dice) {
    Ipld one = Ipld.of(1);
    return switch (dice.nextInt(6)) {
      case 0 -> IpldMap.builder().put("sets", IpldMap.EMPTY).build();
      case 1 -> IpldMap.builder().put("unset", Ipld.of("tags")).build();
      case 2 -> body(List.of(new Change("set", "deleted", Ipld.TRUE)));
      case 3 -> body(List.of(new Change("increment", "tags", one)));
      case 4 -> body(List.of(new Change("increment", "metadata", one)));
      default -> body(List.of(new Change("set", "tags", Ipld.listOf(one))));
    };
  }

  /** A body with one argument more, or now and then with another value for one that it has. */
  static IpldMap withAnyArgument(IpldMap body, SplittableRandom dice) {
    String name = World.pick(ARGUMENT_NAMES, dice);
    IpldMap said = body.get("set").orElse(Ipld.NULL) instanceof IpldMap map ? map : IpldMap.EMPTY;
    if (said.get(name).isPresent() && dice.nextInt(3) > 0) {
      return body;
    }
    List<Ipld> values =
        dice.nextInt(4) == 0 ? ODD_VALUES : ARGUMENTS.getOrDefault(name, ODD_VALUES);
    return with(body, "set", with(said, name, World.pick(values, dice)));
  }

  private static List<Ipld> people() {
    return IntStream.range(0, World.PEOPLE).<Ipld>mapToObj(p -> Ipld.of(World.did(p))).toList();
  }

  /** More than a long holds. */
  private static Ipld beyond() {
    return Ipld.of(BigInteger.ONE.shiftLeft(Long.SIZE - 1));
  }

  private static IpldMap with(IpldMap map, String key, Ipld value) {
    Map<String, Ipld> entries = new LinkedHashMap<>();
    map.forEach(entries::put);
    entries.put(key, value);
    return IpldMap.of(entries);
  }

  /** A body for fields of an application's model, not all of them as it has them. */
  static IpldMap ofApplication(SplittableRandom dice) {
    Ipld text = Ipld.of(dice.nextBoolean() ? "alpha" : "beta");
    Ipld bytes = Ipld.of(Bytes.owning(new byte[] {(byte) dice.nextInt(3)}));
    Ipld pairs = IpldMap.builder().put(dice.nextBoolean() ? "a" : "b", text).build();
    List<Change> some =
        List.of(
            new Change("set", "name", dice.nextInt(8) == 0 ? Ipld.of(1) : text),
            new Change("set", "name", text),
            new Change("unset", "name", Ipld.NULL),
            new Change("set", "many", text),
            new Change("add", "tags", dice.nextBoolean() ? Ipld.listOf(text) : pairs),
            new Change("remove", "tags", Ipld.listOf(dice.nextBoolean() ? text : Ipld.of("a"))),
            new Change("unset", "tags", Ipld.NULL),
            new Change("increment", "n", Ipld.of(dice.nextInt(9) - 4)),
            new Change("set", "best", Ipld.of(dice.nextInt(9) - 4)),
            new Change("add", "doc", Ipld.listOf(bytes)),
            new Change("set", "doc", bytes),
            new Change("set", "free", text),
            new Change("increment", "free", Ipld.of(1)),
            new Change("add", "free", dice.nextBoolean() ? Ipld.listOf(text) : pairs));
    List<Change> chosen = new ArrayList<>();
    for (int i = 1 + dice.nextInt(3); i > 0; i--) {
      Change next = World.pick(some, dice);
      if (chosen.stream().noneMatch(other -> other.field().equals(next.field()))) {
        chosen.add(next);
      }
    }
    return body(chosen);
  }

  /** A definition of an application's kind, with fields as {@link #ofApplication} has them. */
  static IpldMap definition(String kind, SplittableRandom dice) {
    IpldMap merges =
        IpldMap.builder()
            .put("name", Ipld.of("register"))
            .put("many", Ipld.of("multi"))
            .put("tags", Ipld.of(dice.nextBoolean() ? "set" : "map"))
            .put("n", Ipld.of("counter"))
            .put("best", Ipld.of(dice.nextBoolean() ? "max" : "min"))
            .put("doc", Ipld.of("opaque"))
            .build();
    IpldMap name = IpldMap.builder().put("type", Ipld.of("string")).build();
    IpldMap.Builder schema =
        IpldMap.builder()
            .put("type", Ipld.of(dice.nextInt(10) == 0 ? "thing" : "object"))
            .put("properties", IpldMap.builder().put("name", name).build());
    if (dice.nextInt(3) == 0) {
      schema.put("required", Ipld.listOf(Ipld.of("name")));
    }
    String policy = World.pick(List.of("latest-wins", "owner-wins", "keep-both"), dice);
    return IpldMap.builder()
        .put("kind", Ipld.of(kind))
        .put("merges", merges)
        .put("schema", schema.build())
        .put("policy", Ipld.of(policy))
        .build();
  }

  private static IpldMap body(List<Change> changes) {
    Map<String, Map<String, Ipld>> parts = new LinkedHashMap<>();
    List<Ipld> unset = new ArrayList<>();
    for (Change change : changes) {
      if (change.part().equals("unset")) {
        unset.add(Ipld.of(change.field()));
      } else {
        parts
            .computeIfAbsent(change.part(), part -> new LinkedHashMap<>())
            .put(change.field(), change.value());
      }
    }
    IpldMap.Builder body = IpldMap.builder();
    parts.forEach((part, fields) -> body.put(part, IpldMap.of(fields)));
    if (!unset.isEmpty()) {
      body.put("unset", new Ipld.Sequence(unset));
    }
    return body.build();
  }

  private static Map<EventType, List<Change>> all() {
    Map<EventType, List<Change>> all = new HashMap<>();
    EventType.catalogue().values().forEach(type -> all.put(type, changes(type)));
    return all;
  }

  private static List<Change> changes(EventType type) {
    Model model = Model.builtIn(Kind.of(type));
    List<Change> found = new ArrayList<>();
    Map<Merge, Integer> fields = new HashMap<>();
    model
        .rules()
        .forEach(
            rule -> {
              List<Change> own = changes(type, model, rule.name());
              boolean isKey = List.of("with", "target", "source", "token").contains(rule.name());
              if (!own.isEmpty()
                  && !isKey
                  && fields.merge(rule.merge(), 1, Integer::sum) <= FIELDS_PER_MERGE) {
                found.addAll(own);
              }
            });
    // And one that no model knows, which folds generically.
    found.addAll(changes(type, model, "free"));
    found.addAll(changes(type, model, "deleted"));
    return found;
  }

  private static List<Change> changes(EventType type, Model model, String field) {
    List<Change> tried = new ArrayList<>();
    tried.add(new Change("unset", field, Ipld.NULL));
    tried.add(new Change("increment", field, Ipld.of(3)));
    tried.add(new Change("increment", field, Ipld.of(-2)));
    tried.add(new Change("remove", field, Ipld.listOf(Ipld.of("a"))));
    tried.add(new Change("remove", field, Ipld.listOf(Ipld.of("alpha"))));
    for (Ipld value : VALUES) {
      tried.add(new Change("set", field, value));
      tried.add(new Change("add", field, value));
    }
    tried.removeIf(
        change ->
            Body.read(body(List.of(change)))
                .map(body -> model.check(type, body, false).isPresent())
                .orElse(true));
    return tried;
  }
}
