package io.vivim.statemachine.model;

import static io.vivim.statemachine.model.Argument.needed;
import static io.vivim.statemachine.model.Argument.optional;
import static io.vivim.statemachine.model.Shape.DID_KEY;
import static io.vivim.statemachine.model.Shape.LINK;
import static io.vivim.statemachine.model.Shape.SECONDS;
import static io.vivim.statemachine.model.Shape.listOf;
import static io.vivim.statemachine.model.Shape.text;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventType;
import io.vivim.statemachine.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The verbs that grant and remove. What their bodies set are arguments: authority reads them event
 * by event, and the entity has no fields of these names.
 */
final class Commands {
  static final Shape ROLE = Shape.oneOf("admin", "member", "viewer");

  private static final int MAX_NAME = 256;
  private static final int MAX_REASON = 4096;

  private static final Argument NBF = optional("nbf", SECONDS, "the grant binds from this time on");
  private static final Argument EXP = optional("exp", SECONDS, "the grant binds up to this time");
  private static final Argument REASON = optional("reason", text(MAX_REASON), "for people");
  private static final Argument GRANTS =
      needed("grants", listOf(LINK), "the grants that are removed");
  private static final Argument UNTIL =
      needed("until", listOf(LINK), "the last events that stand, of each log concerned");
  private static final Argument MAYBE_UNTIL = optional("until", UNTIL.shape(), UNTIL.meaning());

  private static final Map<String, List<Argument>> ARGUMENTS =
      Map.of(
          "identity:add_device",
          List.of(
              needed("device", DID_KEY, "the device's key"),
              optional("name", text(MAX_NAME), "what its owner calls it"),
              NBF,
              EXP),
          "identity:revoke_device",
          List.of(optional("device", DID_KEY, "the device's key"), GRANTS, UNTIL, REASON),
          "circle:add_member",
          List.of(
              needed("member", DID_KEY, "who comes in"),
              needed("role", ROLE, "what they may do"),
              NBF,
              EXP),
          "circle:set_role",
          List.of(
              needed("member", DID_KEY, "whose role it is"),
              needed("role", ROLE, "what they may do from now on"),
              optional("grants", GRANTS.shape(), "the grants that a demotion removes"),
              MAYBE_UNTIL,
              NBF,
              EXP),
          "circle:remove_member",
          List.of(needed("member", DID_KEY, "who goes"), GRANTS, MAYBE_UNTIL, REASON),
          "circle:rotate_key",
          List.of(optional("epoch", LINK, "the epoch that begins")),
          "sharing:revoke",
          List.of(GRANTS, UNTIL, REASON),
          "capability:revoke",
          List.of(GRANTS, UNTIL, REASON));

  private static final Map<String, Schema> SCHEMAS =
      ARGUMENTS.entrySet().stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  Map.Entry::getKey,
                  command -> Schema.compile(Shape.entries(command.getValue()).schema()).orThrow()));

  private Commands() {}

  static boolean isCommand(EventType type) {
    return ARGUMENTS.containsKey(type.name());
  }

  /** The arguments of each command, by the name of its type. */
  static Map<String, List<Argument>> arguments() {
    return ARGUMENTS;
  }

  /** What is wrong with the body of a command. */
  static Optional<Fault> check(EventType type, Body body) {
    IpldMap.Builder arguments = IpldMap.builder();
    for (String name : new TreeSet<>(body.operations().keySet())) {
      if (!(body.operations().get(name) instanceof Operation.Assign assign)) {
        return Optional.of(
            Fault.of(
                Fault.Reason.MERGE,
                name,
                "an argument of " + type + " is set, and takes nothing else"));
      }
      if (!assign.value().equals(Ipld.NULL)) {
        arguments.put(name, assign.value());
      }
    }
    Schema schema = SCHEMAS.get(type.name());
    if (schema == null) {
      throw new IllegalArgumentException("no command: " + type);
    }
    IpldMap given = arguments.build();
    return schema.check(given).map(violation -> BrokenRule.fault(schemaOf(type), given, violation));
  }

  private static IpldMap schemaOf(EventType type) {
    return Shape.entries(ARGUMENTS.getOrDefault(type.name(), List.of())).schema();
  }
}
