package io.vivim.statemachine.model;

import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import io.vivim.statemachine.schema.Violation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A rule of a schema that a value breaks, in words for whoever wrote the value: where, and what may
 * stand there. It tells of the schema alone and repeats nothing of the value.
 */
final class BrokenRule {
  /** Schemas of applications may have lists of any length, and so may paths. */
  private static final int MAX_CHARS = 300;

  private static final Map<String, String> BOUNDS =
      Map.ofEntries(
          Map.entry("const", "must be %s"),
          Map.entry("type", "must be of type %s"),
          Map.entry("minimum", "must be at least %s"),
          Map.entry("exclusiveMinimum", "must be more than %s"),
          Map.entry("maximum", "must be at most %s"),
          Map.entry("exclusiveMaximum", "must be less than %s"),
          Map.entry("multipleOf", "must be a multiple of %s"),
          Map.entry("minLength", "must have at least %s characters"),
          Map.entry("maxLength", "must have at most %s characters"),
          Map.entry("minItems", "must have at least %s items"),
          Map.entry("maxItems", "must have at most %s items"),
          Map.entry("minProperties", "must have at least %s entries"),
          Map.entry("maxProperties", "must have at most %s entries"),
          Map.entry("pattern", "must match %s"));

  /** Types that JSON does not have, and how DAG-JSON writes them. */
  private static final Map<Ipld, String> WRITTEN =
      Map.of(
          Ipld.of("link"), "must be a link, which is written {\"/\":\"bafy…\"}",
          Ipld.of("bytes"), "must be bytes, which are written {\"/\":{\"bytes\":\"<base64>\"}}");

  private static final Map<String, String> OTHERS =
      Map.of(
          "uniqueItems", "must not have an item twice",
          "additionalProperties", "is not allowed here",
          "unevaluatedProperties", "is not allowed here",
          "anyOf", "has none of the forms that are allowed",
          "oneOf", "must have exactly one of the forms that are allowed");

  private final IpldMap schema;
  private final Ipld value;
  private final Violation violation;

  private BrokenRule(IpldMap schema, Ipld value, Violation violation) {
    this.schema = schema;
    this.value = value;
    this.violation = violation;
  }

  /** The fault of a value that a schema refuses. */
  static Fault fault(IpldMap schema, IpldMap value, Violation violation) {
    String text =
        violation.kind() == Violation.Kind.KEYWORD
            ? cut(new BrokenRule(schema, value, violation).text())
            : violation.toString();
    return new Fault(Fault.Reason.SCHEMA, text);
  }

  private String text() {
    List<String> path =
        Stream.of(violation.path().split("/")).skip(1).map(BrokenRule::plain).toList();
    String where = path.isEmpty() ? "" : cut(String.join("/", path)) + ": ";
    return where + rule(path) + " (" + violation.keyword() + ")";
  }

  private static String plain(String token) {
    return token.replace("~1", "/").replace("~0", "~");
  }

  private String rule(List<String> path) {
    String keyword = violation.keyword();
    Optional<Ipld> argument = schemaAt(path).flatMap(at -> at.get(keyword));
    if (argument.isEmpty()) {
      return OTHERS.getOrDefault(keyword, "breaks a rule");
    }
    if (argument.get() instanceof Ipld.Sequence list) {
      return ofList(keyword, list.values(), path);
    }
    if (keyword.equals("type") && WRITTEN.containsKey(argument.get())) {
      return WRITTEN.getOrDefault(argument.get(), "");
    }
    String bound = BOUNDS.get(keyword);
    return bound != null
        ? bound.replace("%s", said(argument.get()))
        : OTHERS.getOrDefault(keyword, "breaks a rule");
  }

  private String ofList(String keyword, List<Ipld> list, List<String> path) {
    return switch (keyword) {
      case "enum" -> "must be one of " + said(list);
      case "type" -> "must be of one of the types " + said(list);
      case "required" -> "must have " + said(missing(list, path));
      default -> OTHERS.getOrDefault(keyword, "breaks a rule");
    };
  }

  private List<Ipld> missing(List<Ipld> required, List<String> path) {
    return valueAt(path) instanceof IpldMap map
        ? required.stream()
            .filter(name -> name instanceof Ipld.Text text && map.get(text.value()).isEmpty())
            .toList()
        : required;
  }

  /** The schema of a place, where the way to it leads through none but plain steps. */
  private Optional<IpldMap> schemaAt(List<String> path) {
    Optional<IpldMap> at = Optional.of(schema);
    for (String token : path) {
      at = at.flatMap(each -> below(each, token));
    }
    return at;
  }

  private static Optional<IpldMap> below(IpldMap schema, String token) {
    Optional<Ipld> named =
        schema
            .get("properties")
            .flatMap(all -> all instanceof IpldMap m ? m.get(token) : Optional.empty());
    return named
        .or(() -> schema.get("items"))
        .or(() -> schema.get("additionalProperties"))
        .filter(IpldMap.class::isInstance)
        .map(IpldMap.class::cast);
  }

  private Ipld valueAt(List<String> path) {
    Ipld at = value;
    for (String token : path) {
      at = below(at, token);
    }
    return at;
  }

  private static Ipld below(Ipld value, String token) {
    if (value instanceof IpldMap map) {
      return map.get(token).orElse(Ipld.NULL);
    }
    return value instanceof Ipld.Sequence list
        ? list.values().get(Integer.parseInt(token))
        : Ipld.NULL;
  }

  private static String said(List<Ipld> values) {
    StringBuilder list = new StringBuilder();
    for (Ipld each : values) {
      if (list.length() > MAX_CHARS) {
        break;
      }
      list.append(list.isEmpty() ? "" : ", ").append(said(each));
    }
    return list.toString();
  }

  private static String said(Ipld value) {
    try {
      return value instanceof Ipld.Text text ? text.value() : DagJson.encode(value);
    } catch (RefusedException e) {
      return "what the schema says";
    }
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= MAX_CHARS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MAX_CHARS)) + "…";
  }
}
