package io.vivim.statemachine.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/** Strangers write bodies: none makes anything throw, and what is taken can be folded. */
final class AnyBodyTest {
  private static final List<String> PARTS =
      List.of("set", "unset", "add", "remove", "increment", "other");

  private static final List<Merge> MERGES = List.of(Merge.values());
  private static final List<EventType> TYPES = types();

  private static List<EventType> types() {
    List<EventType> types = new ArrayList<>(EventType.catalogue().values());
    types.add(EventType.named("com.example.note:update"));
    return types;
  }

  @Property
  void anyBodyIsTakenOrHasAFault(@ForAll long seed) {
    Random random = new Random(seed);
    EventType type = TYPES.get(random.nextInt(TYPES.size()));
    Model model = Model.builtIn(Kind.of(type));
    Optional<Body> body = Body.read(anyBody(model, random));
    if (body.isEmpty()) {
      return;
    }
    boolean isFirst = random.nextBoolean();
    Optional<Fault> fault = model.check(type, body.get(), isFirst);
    Statistics.label("reason")
        .collect(fault.map(each -> each.reason().code()).orElse("none"))
        .coverage(
            each -> {
              each.check("none").percentage(part -> part > 5);
              each.check("field").percentage(part -> part > 5);
              each.check("merge").percentage(part -> part > 5);
              each.check("schema").percentage(part -> part > 5);
            });
    assertThat(model.check(type, body.get(), isFirst)).isEqualTo(fault);
    Verbs.keyedId(type, Scope.PUBLIC, Bodies.ALICE, body.get());
    ModelDefinition.read(body.get());
    if (fault.isEmpty() && !Verbs.isCommand(type)) {
      fold(model, Verbs.implied(type, Bodies.ALICE), random);
      fold(model, body.get().operations(), random);
    }
  }

  @Property
  void anyDefinitionCanBeReadAndItsModelChecksAnything(@ForAll long seed) {
    Random random = new Random(seed);
    IpldMap.Builder merges = IpldMap.builder();
    for (String field : List.of("a", "b", "content")) {
      merges.put(field, Ipld.of(MERGES.get(random.nextInt(MERGES.size())).text()));
    }
    IpldMap set =
        IpldMap.builder()
            .put("kind", Ipld.of("note"))
            .put("merges", merges.build())
            .put("schema", anyMap(2, random))
            .build();
    Body define = Body.read(IpldMap.builder().put("set", set).build()).orElseThrow();
    if (ModelDefinition.read(define) instanceof ModelDefinition.Defined defined) {
      Body.read(anyBody(Model.generic(), random))
          .filter(body -> defined.model().check(TYPES.get(0), body, true).isEmpty())
          .filter(body -> !Verbs.isCommand(TYPES.get(0)))
          .ifPresent(body -> fold(defined.model(), body.operations(), random));
    }
  }

  private static void fold(Model model, Map<String, Operation> operations, Random random) {
    byte[] id = new byte[EventId.DIGEST_BYTES];
    random.nextBytes(id);
    Stamp stamp = Stamp.of(Timestamp.of(1000, 0), new EventId(Bytes.owning(id)), 1, true);
    operations.forEach(
        (field, operation) -> {
          Field folded =
              model
                  .mergeOf(field, operation)
                  .empty()
                  .apply(operation, stamp, new AllOrNothing(false), Integer.MAX_VALUE);
          folded.value(model.policy());
          folded.encode(Integer.MAX_VALUE);
        });
  }

  private static IpldMap anyBody(Model model, Random random) {
    Set<String> names = new TreeSet<>(List.of("a", "b", "deleted", "target", "with", "source"));
    model.rules().forEach(rule -> names.add(rule.name()));
    IpldMap.Builder body = IpldMap.builder();
    for (String part : PARTS) {
      if (random.nextInt(3) == 0 && !(part.equals("other") && random.nextInt(10) > 0)) {
        body.put(part, random.nextInt(20) == 0 ? any(2, random) : part(part, names, random));
      }
    }
    return body.build();
  }

  private static Ipld part(String part, Set<String> names, Random random) {
    IpldMap.Builder fields = IpldMap.builder();
    List<Ipld> listed = new ArrayList<>();
    for (String name : names) {
      if (random.nextInt(names.size()) < 2) {
        listed.add(Ipld.of(name));
        fields.put(name, fieldValue(part, random));
      }
    }
    return part.equals("unset") ? new Ipld.Sequence(listed) : fields.build();
  }

  private static Ipld fieldValue(String part, Random random) {
    return switch (part) {
      case "increment" -> Ipld.of(random.nextLong());
      case "remove" -> Ipld.listOf(any(1, random), Ipld.of("a"));
      case "add" ->
          switch (random.nextInt(3)) {
            case 0 -> anyMap(1, random);
            case 1 -> Ipld.listOf(Ipld.listOf(Ipld.of("a"), any(1, random)));
            default -> Ipld.listOf(any(1, random));
          };
      default -> any(2, random);
    };
  }

  private static Ipld any(int depth, Random random) {
    return switch (random.nextInt(depth > 0 ? 9 : 7)) {
      case 0 -> Ipld.NULL;
      case 1 -> Ipld.of(random.nextBoolean());
      case 2 -> Ipld.of(random.nextInt(3));
      case 3 -> Ipld.of(random.nextDouble());
      case 4 -> Ipld.of(List.of("", "a", "did:key:z", "string", "read").get(random.nextInt(5)));
      case 5 -> Ipld.of(Bytes.owning(new byte[random.nextInt(9)]));
      case 6 -> Bodies.value(Bodies.LINK);
      case 7 -> Ipld.listOf(any(depth - 1, random), any(depth - 1, random));
      default -> anyMap(depth - 1, random);
    };
  }

  private static IpldMap anyMap(int depth, Random random) {
    IpldMap.Builder map = IpldMap.builder();
    for (String key : List.of("a", "type", "required", "properties", "items", "$ref")) {
      if (random.nextInt(4) == 0) {
        map.put(key, any(depth, random));
      }
    }
    return map.build();
  }
}
