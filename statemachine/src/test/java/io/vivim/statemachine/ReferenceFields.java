package io.vivim.statemachine;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventType;
import io.vivim.statemachine.model.Kind;
import io.vivim.statemachine.model.Merge;
import io.vivim.statemachine.model.Model;
import io.vivim.statemachine.model.Operation;
import io.vivim.statemachine.model.Policy;
import io.vivim.statemachine.model.SlowField;
import io.vivim.statemachine.model.Stamp;
import io.vivim.statemachine.model.Verbs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The fields of one entity: those that operations come to, and those of the page's table. */
final class ReferenceFields {
  private static final Map<Integer, String> ROLES =
      Map.of(1, "viewer", 2, "member", 3, "admin", 4, "owner");

  private final ReferenceLog log;
  private final ReferenceRemovals removals;
  private final Kind kind;
  private final Model model;
  private final Set<String> owners;
  private final List<DecodedEvent> counting;

  /**
   * The fields of an entity.
   *
   * @param counting its events that count, in the order of their stamps
   */
  ReferenceFields(
      ReferenceLog log,
      ReferenceRemovals removals,
      Kind kind,
      Model model,
      Set<String> owners,
      List<DecodedEvent> counting) {
    this.log = log;
    this.removals = removals;
    this.kind = kind;
    this.model = model;
    this.owners = owners;
    this.counting = counting;
  }

  Map<String, Ipld> shown() {
    Map<String, Ipld> shown = new TreeMap<>();
    for (String field : names()) {
      slow(field).stream()
          .flatMap(each -> each.value(policy()).stream())
          .findFirst()
          .ifPresent(value -> shown.put(field, value));
    }
    switch (kind.name()) {
      case "identity" -> devices().ifPresent(devices -> shown.put("devices", devices));
      case "circle" -> shown.put("members", members());
      case "sharing_policy" -> shown.put("active", isActive("sharing:policy"));
      case "capability" -> shown.put("active", isActive("capability:delegate"));
      case "friend" -> shown.put("status", Ipld.of(status()));
      default -> {}
    }
    return shown;
  }

  Map<String, List<Ipld>> conflicts() {
    Map<String, List<Ipld>> conflicts = new TreeMap<>();
    for (String field : names()) {
      if (kind.name().equals("friend") && field.equals("with")) {
        // Each side names the other one.
        continue;
      }
      List<Ipld> values = new ArrayList<>();
      slow(field).forEach(each -> values.addAll(each.conflict(policy())));
      if (!values.isEmpty()) {
        conflicts.put(field, values);
      }
    }
    return conflicts;
  }

  private Policy policy() {
    return model.policy();
  }

  /** The fields that operations name. */
  private Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (DecodedEvent event : counting) {
      names.addAll(operations(event).keySet());
    }
    return names;
  }

  /** What an event does by field: its body and its verb. */
  private static Map<String, Operation> operations(DecodedEvent event) {
    EventType type = event.header().type();
    Map<String, Operation> operations = new TreeMap<>(Said.body(event).orElseThrow().operations());
    if (Verbs.isCommand(type)) {
      operations.values().removeIf(operation -> operation instanceof Operation.Assign);
    }
    operations.putAll(Verbs.implied(type, event.header().author()));
    return operations;
  }

  /** The field as each of its merges makes it of the operations that are its. */
  private List<SlowField> slow(String field) {
    List<SlowField> fields = new ArrayList<>();
    for (Merge merge : Model.GENERIC_ORDER) {
      List<SlowField.Done> done = new ArrayList<>();
      for (DecodedEvent event : counting) {
        Operation operation = operations(event).get(field);
        if (operation != null && model.mergeOf(field, operation) == merge) {
          done.add(new SlowField.Done(operation, stamp(event), log.past(event)));
        }
      }
      fields.add(new SlowField(merge, done));
    }
    return fields;
  }

  private Stamp stamp(DecodedEvent event) {
    return Stamp.of(event, owners.contains(event.header().author().toString()));
  }

  private List<DecodedEvent> standing(String... types) {
    return counting.stream()
        .filter(event -> ReferenceGrants.isOf(event, types))
        .filter(event -> !removals.isRemoved(event))
        .toList();
  }

  private Optional<Ipld> devices() {
    Map<String, Ipld> devices = new TreeMap<>();
    for (DecodedEvent grant : standing("identity:add_device")) {
      IpldMap.Builder device = IpldMap.builder().put("grant", Said.linkTo(grant.id()));
      Said.value(grant, "name").ifPresent(name -> device.put("name", name));
      devices.put(Said.text(grant, "device").orElseThrow(), device.build());
    }
    return devices.isEmpty() ? Optional.empty() : Optional.of(IpldMap.of(devices));
  }

  private Ipld members() {
    Map<String, Integer> ranks = new TreeMap<>();
    for (DecodedEvent grant : standing("circle:add_member", "circle:set_role")) {
      String member = ReferenceGrants.member(grant).orElseThrow();
      ranks.merge(member, ReferenceGrants.given(grant), Math::max);
    }
    owners.forEach(owner -> ranks.put(owner, ReferenceGrants.OWNER));
    IpldMap.Builder members = IpldMap.builder();
    ranks.forEach(
        (member, rank) -> members.put(member, Ipld.of(Objects.requireNonNull(ROLES.get(rank)))));
    return members.build();
  }

  private Ipld isActive(String grant) {
    return Ipld.of(!standing(grant).isEmpty());
  }

  private String status() {
    List<String> words = owners.stream().flatMap(owner -> word(owner).stream()).toList();
    if (words.contains("block")) {
      return "blocked";
    } else if (words.equals(List.of("yes", "yes"))) {
      return "accepted";
    }
    return words.contains("no") ? "rejected" : "pending";
  }

  /** The last word of a side, which is a register that it alone writes. */
  private Optional<String> word(String side) {
    return slow("sides").stream()
        .flatMap(sides -> sides.value(policy()).stream())
        .flatMap(sides -> ((IpldMap) sides).get(side).stream())
        .map(word -> ((Ipld.Text) word).value())
        .findFirst();
  }
}
