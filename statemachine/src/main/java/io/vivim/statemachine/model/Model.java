package io.vivim.statemachine.model;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventType;
import io.vivim.statemachine.schema.CompiledSchema;
import io.vivim.statemachine.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the entities of one kind fold: which merge a field has, and which bodies change anything.
 *
 * <p>Values are checked as they are written: those that are set, those that are added to a set, as
 * a list, and those that are added to a map, as a map. What is removed, unset or incremented writes
 * no value, nor does null, and updates of an opaque field are its application's. The schema sees
 * the map of all fields that a body writes; the first event of an entity is held to all of it,
 * later ones are not asked for fields to be there.
 *
 * <p>A field that a model does not know folds generically: its merge follows the operation, so that
 * one name may hold fields of several merges. {@link #GENERIC_ORDER} tells which is shown.
 */
public final class Model {
  /** Of the fields of one name the first of these that has a value is shown. */
  public static final List<Merge> GENERIC_ORDER =
      List.of(
          Merge.REGISTER,
          Merge.MAP,
          Merge.SET,
          Merge.COUNTER,
          Merge.MULTI,
          Merge.MAX,
          Merge.MIN,
          Merge.OPAQUE);

  /** The keywords by which a schema asks for fields to be there. */
  private static final Set<String> ASKING =
      Set.of("required", "minProperties", "dependentRequired", "dependentSchemas");

  private static final Model GENERIC = ofRules(List.of(), IpldMap.EMPTY);

  private final Policy policy;
  private final Map<String, FieldRule> rules;
  private final IpldMap schema;
  private final Schema first;
  private final Schema later;

  /**
   * What the bytes of fields have to be. A schema cannot say so, so no application's model does.
   */
  private final SortedMap<String, ByteFormat> formats;

  private Model(
      Policy policy,
      List<FieldRule> rules,
      IpldMap schema,
      Schema first,
      Schema later,
      SortedMap<String, ByteFormat> formats) {
    this.policy = policy;
    Map<String, FieldRule> byName = new LinkedHashMap<>();
    rules.forEach(rule -> byName.put(rule.name(), rule));
    this.rules = byName;
    this.schema = schema;
    this.first = first;
    this.later = later;
    this.formats = formats;
  }

  /** The model of a built-in kind, and that of all others. */
  public static Model builtIn(Kind kind) {
    return BuiltInModels.of(kind).orElse(GENERIC);
  }

  /** The model of what no model knows. */
  public static Model generic() {
    return GENERIC;
  }

  /** A model whose schema is known to be good. */
  static Model ofRules(List<FieldRule> rules, IpldMap schema) {
    return new Model(
        Policy.LATEST_WINS,
        rules,
        schema,
        Schema.compile(schema).orThrow(),
        Schema.compile(withoutAsking(schema)).orThrow(),
        formatsOf(schema));
  }

  /** The model, or why its schema is none. */
  static ModelDefinition define(Kind kind, Policy policy, List<FieldRule> rules, IpldMap schema) {
    List<Schema> compiled = new ArrayList<>();
    for (IpldMap each : List.of(schema, withoutAsking(schema))) {
      CompiledSchema result = Schema.compile(each);
      if (!(result instanceof CompiledSchema.Usable usable)) {
        return new ModelDefinition.Faulty(
            Fault.of(Fault.Reason.SCHEMA, "schema", result.toString()));
      }
      compiled.add(usable.schema());
    }
    return new ModelDefinition.Defined(
        kind, new Model(policy, rules, schema, compiled.get(0), compiled.get(1), new TreeMap<>()));
  }

  private static IpldMap withoutAsking(IpldMap schema) {
    IpldMap.Builder rest = IpldMap.builder();
    schema.forEach(
        (keyword, argument) -> {
          if (!ASKING.contains(keyword)) {
            rest.put(keyword, argument);
          }
        });
    return rest.build();
  }

  private static SortedMap<String, ByteFormat> formatsOf(IpldMap schema) {
    SortedMap<String, ByteFormat> formats = new TreeMap<>();
    Coded.map(schema.get("properties").orElse(IpldMap.EMPTY))
        .forEach(
            (name, property) ->
                ByteFormat.of(property).ifPresent(format -> formats.put(name, format)));
    return formats;
  }

  /** What is shown where writers disagree. */
  public Policy policy() {
    return policy;
  }

  /** The fields that the model knows, in the order of the documentation. */
  public List<FieldRule> rules() {
    return List.copyOf(rules.values());
  }

  /** The JSON Schema of what the first event of an entity writes. */
  public IpldMap schema() {
    return schema;
  }

  /** The merge by which an operation on a field folds. */
  public Merge mergeOf(String field, Operation operation) {
    FieldRule rule = rules.get(field);
    return rule != null ? rule.merge() : generic(operation);
  }

  private static Merge generic(Operation operation) {
    if (operation instanceof Operation.Change change) {
      return change.byKey() ? Merge.MAP : Merge.SET;
    }
    return operation instanceof Operation.Increment ? Merge.COUNTER : Merge.REGISTER;
  }

  /**
   * Why a body changes nothing, if so.
   *
   * @param isFirst whether the event is the first of its entity: one that has seen no other
   */
  public Optional<Fault> check(EventType type, Body body, boolean isFirst) {
    if (Commands.isCommand(type)) {
      return Commands.check(type, body);
    }
    return Verbs.checkNames(type, body)
        .or(() -> checkMerges(body))
        .or(() -> checkValues(written(body), isFirst));
  }

  private Optional<Fault> checkMerges(Body body) {
    for (String field : new TreeSet<>(body.operations().keySet())) {
      Operation operation = operationOn(field, body);
      Merge merge = mergeOf(field, operation);
      if (!merge.accepts(operation)) {
        return Optional.of(
            Fault.of(Fault.Reason.MERGE, field, "a " + merge.text() + " takes " + merge.takes()));
      }
    }
    return Optional.empty();
  }

  private static Operation operationOn(String field, Body body) {
    return Optional.ofNullable(body.operations().get(field)).orElseThrow();
  }

  private IpldMap written(Body body) {
    IpldMap.Builder written = IpldMap.builder();
    for (String field : body.operations().keySet()) {
      Operation operation = operationOn(field, body);
      writtenBy(operation, mergeOf(field, operation)).ifPresent(v -> written.put(field, v));
    }
    return written.build();
  }

  private static Optional<Ipld> writtenBy(Operation operation, Merge merge) {
    if (merge == Merge.OPAQUE) {
      return Optional.empty();
    }
    if (operation instanceof Operation.Assign assign) {
      return Optional.of(assign.value()).filter(value -> !value.equals(Ipld.NULL));
    }
    if (operation instanceof Operation.Change change && !change.added().isEmpty()) {
      return Optional.of(
          merge == Merge.MAP ? mapOf(change.added()) : new Ipld.Sequence(change.added()));
    }
    return Optional.empty();
  }

  /** Pairs as a map, of two with one key the later, as they fold. */
  private static IpldMap mapOf(List<Ipld> pairs) {
    Map<String, Ipld> map = new LinkedHashMap<>();
    for (Ipld pair : pairs) {
      map.put(Coded.text(Coded.list(pair).get(0)), Coded.list(pair).get(1));
    }
    return IpldMap.of(map);
  }

  private Optional<Fault> checkValues(IpldMap written, boolean isFirst) {
    return (isFirst ? first : later)
        .check(written)
        .map(violation -> BrokenRule.fault(schema, written, violation))
        .or(() -> checkFormats(written));
  }

  private Optional<Fault> checkFormats(IpldMap written) {
    return formats.entrySet().stream()
        .flatMap(
            each ->
                written.get(each.getKey()).stream()
                    .flatMap(value -> each.getValue().check(each.getKey(), value).stream()))
        .findFirst();
  }
}
