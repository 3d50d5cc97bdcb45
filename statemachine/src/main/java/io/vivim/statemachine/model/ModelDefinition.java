package io.vivim.statemachine.model;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code model:define} event says: how the entities of an application's kind fold.
 *
 * <pre>
 *   { "set": { "kind":   the part of the type before the colon,
 *              "schema": a JSON Schema of the map of fields that an event writes,
 *              "merges": { field: merge, … },
 *              "policy": what is shown where writers disagree,
 *              "title", "description": for people } }
 * </pre>
 *
 * A definition stands by itself: what an earlier version said, a later one has to say again.
 */
public sealed interface ModelDefinition {
  /** A model, for one kind. */
  record Defined(Kind kind, Model model) implements ModelDefinition {}

  /** The event defines nothing. */
  record Faulty(Fault fault) implements ModelDefinition {}

  EventType DEFINE = EventType.named("model:define");

  /** What a body of this type defines. */
  static ModelDefinition read(Body body) {
    Optional<Fault> fault = Model.builtIn(Kind.of(DEFINE)).check(DEFINE, body, true);
    if (fault.isPresent()) {
      return new Faulty(fault.get());
    }
    String name = ((Ipld.Text) set(body, "kind")).value();
    if (!isForApplications(name)) {
      return new Faulty(Fault.of(Fault.Reason.FIELD, "kind", "is not an application's"));
    }
    IpldMap merges = mapOrEmpty(set(body, "merges"));
    IpldMap schema = mapOrEmpty(set(body, "schema"));
    if (merges.get(Verbs.DELETED).isPresent()) {
      return new Faulty(Fault.of(Fault.Reason.FIELD, "merges", "the verbs' own field is named"));
    }
    return Model.define(Kind.named(name), policy(body), rules(merges, schema), schema);
  }

  private static boolean isForApplications(String kind) {
    return !Kind.catalogue().containsKey(kind)
        && kind.indexOf(':') < 0
        && EventType.parse(kind + ":define").isPresent();
  }

  private static Policy policy(Body body) {
    return set(body, "policy") instanceof Ipld.Text text
        ? Policy.named(text.value()).orElseThrow()
        : Policy.LATEST_WINS;
  }

  private static List<FieldRule> rules(IpldMap merges, IpldMap schema) {
    IpldMap properties = mapOrEmpty(schema.get("properties").orElse(IpldMap.EMPTY));
    List<FieldRule> rules = new ArrayList<>();
    merges.forEach(
        (field, merge) -> {
          IpldMap property = mapOrEmpty(properties.get(field).orElse(IpldMap.EMPTY));
          String meaning =
              property.get("description").orElse(Ipld.NULL) instanceof Ipld.Text text
                  ? text.value()
                  : "";
          Merge named = Merge.named(Coded.text(merge)).orElseThrow();
          rules.add(new FieldRule(field, named, "", meaning));
        });
    return rules;
  }

  private static Ipld set(Body body, String field) {
    return body.operations().get(field) instanceof Operation.Assign assign
        ? assign.value()
        : Ipld.NULL;
  }

  private static IpldMap mapOrEmpty(Ipld value) {
    return value instanceof IpldMap map ? map : IpldMap.EMPTY;
  }
}
