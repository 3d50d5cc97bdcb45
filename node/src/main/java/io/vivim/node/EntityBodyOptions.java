package io.vivim.node;

import io.vivim.codec.Cid;
import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import io.vivim.events.EventId;
import io.vivim.events.Tag;
import io.vivim.node.ledger.DagJsonAdvice;
import io.vivim.node.ledger.EntityWrite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is written to an entity. */
final class EntityBodyOptions {
  private static final String SET = "set";

  @Option(
      names = "--set",
      paramLabel = "FIELD=TEXT",
      description =
          "A field is this text. FIELD:=VALUE, with ':=', takes DAG-JSON instead, such as"
              + " pinned:=true, a link or bytes (see the examples of 'vivim entity create'). May be"
              + " repeated.")
  private List<String> fields = List.of();

  @Option(
      names = "--body",
      paramLabel = "DAG-JSON",
      description = "A whole body: set, unset, add, remove and increment.")
  private String body = "{}";

  @Option(
      names = "--tag",
      paramLabel = "NAME=VALUE",
      description = "A tag of the event. May be repeated.")
  private List<String> tags = List.of();

  @Option(names = "--parent", paramLabel = "CID", description = "What it is derived from.")
  private @Nullable String parent;

  @Option(
      names = "--model",
      paramLabel = "ID",
      description =
          "The model:define event by which an application's entity folds; of one that is there a"
              + " later version of its model.")
  private @Nullable String model;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /** The body, with the fields in its set. */
  IpldMap body() {
    if (!(json("--body", body) instanceof IpldMap map)
        || !(map.get(SET).orElse(IpldMap.EMPTY) instanceof IpldMap set)) {
      throw misused("--body is no map, or its set is none");
    }
    Map<String, Ipld> values = new LinkedHashMap<>();
    set.forEach(values::put);
    for (String field : fields) {
      int equals = field.indexOf('=');
      if (equals < 1) {
        throw misused("--set is a field, '=' and a text, not " + field);
      }
      boolean isJson = field.charAt(equals - 1) == ':';
      String name = field.substring(0, isJson ? equals - 1 : equals);
      String text = field.substring(equals + 1);
      if (values.put(name, isJson ? json("--set", text) : Ipld.of(text)) != null) {
        throw misused(name + " is set twice");
      }
    }
    Map<String, Ipld> whole = new LinkedHashMap<>();
    map.forEach(whole::put);
    if (!values.isEmpty()) {
      whole.put(SET, IpldMap.of(values));
    }
    return IpldMap.of(whole);
  }

  /** The write with tags, parent and model. */
  EntityWrite around(EntityWrite write) {
    return write.tagged(tags()).derivedFrom(parent()).foldingBy(model());
  }

  private Optional<EventId> model() {
    Optional<String> text = Optional.ofNullable(model);
    Optional<EventId> id = text.flatMap(EventId::parse);
    if (text.isPresent() && id.isEmpty()) {
      throw misused("--model is no id of an event: " + text.get());
    }
    return id;
  }

  private List<Tag> tags() {
    List<Tag> all = new ArrayList<>();
    for (String tag : tags) {
      List<String> parts = List.of(tag.split("=", 2));
      try {
        all.add(Tag.of(parts.get(0), parts.subList(1, parts.size()).toArray(String[]::new)));
      } catch (IllegalArgumentException e) {
        throw misused("--tag is a name, '=' and a value: " + tag);
      }
    }
    return all;
  }

  private Optional<Cid> parent() {
    String text = parent;
    try {
      return text == null ? Optional.empty() : Optional.of(Cid.parse(text));
    } catch (RefusedException e) {
      throw misused("--parent is malformed: " + e.getMessage());
    }
  }

  private Ipld json(String option, String text) {
    try {
      return DagJson.decode(text).orThrow();
    } catch (RefusedException e) {
      throw misused(option + " is malformed: " + e.getMessage() + DagJsonAdvice.behind(text));
    }
  }

  private ParameterException misused(String what) {
    return new ParameterException(command.commandLine(), what);
  }
}
