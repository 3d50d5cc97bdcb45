package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.anyOf;
import static io.vivim.node.rpc.Schemas.list;
import static io.vivim.node.rpc.Schemas.object;
import static io.vivim.node.rpc.Schemas.text;

import io.vivim.codec.Cid;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import io.vivim.did.DidException;
import io.vivim.did.DidKey;
import io.vivim.events.EventId;
import io.vivim.events.EventLimits;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import io.vivim.events.Scope;
import io.vivim.events.Tag;
import io.vivim.node.ledger.EntityTypes;
import io.vivim.node.ledger.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The params that methods about entities share: what they look like, and how they are read. */
final class EntityParams {
  static final Parameter ID = Parameter.required("id", "The entity's id.", SharedSchemas.CID);
  static final Parameter FIELDS =
      Parameter.optional(
          "fields",
          "Values by field, in DAG-JSON; short for 'set' in the body.",
          object("Values by field."));
  static final Parameter AS =
      Parameter.optional(
          "as",
          "The identity that writes, whose key or whose device's key the node has, or the name of"
              + " its key; may be left out where the node has one key alone.",
          anyOf(SharedSchemas.DID, text("The name of a key.", "[a-z0-9_-]{1,64}")));
  static final Parameter BODY =
      Parameter.optional(
          "body",
          "A whole body, in the grammar of docs/spec/state.md.",
          object("set, unset, add, remove and increment."));
  static final Parameter TAGS =
      Parameter.optional(
          "tags",
          "Tags of the event, each a name and values.",
          list("Tags.", list("A tag.", text("A text.")), EventLimits.MAX_TAGS));
  static final Parameter PARENT =
      Parameter.optional("parent", "What it is derived from.", SharedSchemas.CID);
  static final Parameter AUTH =
      Parameter.optional(
          "auth",
          "Policies or delegations to cite; devices and memberships are found without.",
          list("Events.", SharedSchemas.CID, EventLimits.MAX_AUTH));
  static final Parameter MODEL =
      Parameter.optional(
          "model",
          "The model:define event by which an application's entity folds; of one that is there a"
              + " later version of its model.",
          SharedSchemas.CID);
  static final Parameter SEEN =
      Parameter.optional(
          "seen",
          "The heads of the entity that the writer knows; else all that are here.",
          list("Events.", SharedSchemas.CID, EventLimits.MAX_PREV_VERSIONS));

  private EntityParams() {}

  static EventId id(Arguments arguments) throws RpcException {
    return event("id", arguments.requiredText("id"));
  }

  /** The event that an optional param names. */
  static Optional<EventId> event(Arguments arguments, String name) throws RpcException {
    Optional<String> text = arguments.text(name);
    return text.isPresent() ? Optional.of(event(name, text.get())) : Optional.empty();
  }

  private static EventId event(String name, String text) throws RpcException {
    return EventId.parse(text)
        .orElseThrow(() -> RpcException.invalid(name, "is no id of an event"));
  }

  /** The body with the values of {@code fields} in its {@code set}. */
  static IpldMap body(Arguments arguments) throws RpcException {
    IpldMap fields = map(arguments, "fields");
    IpldMap body = map(arguments, "body");
    if (fields.size() == 0) {
      return body;
    }
    if (!(body.get("set").orElse(IpldMap.EMPTY) instanceof IpldMap set)) {
      throw RpcException.invalid("body", "has a set that is no object");
    }
    IpldMap.Builder both = IpldMap.builder();
    set.forEach(both::put);
    for (String name : fields.keys()) {
      if (set.get(name).isPresent()) {
        throw RpcException.invalid("fields", "has " + name + ", which the body sets too");
      }
      both.put(name, fields.get(name).orElseThrow());
    }
    IpldMap.Builder whole = IpldMap.builder();
    body.forEach(
        (part, value) -> {
          if (!part.equals("set")) {
            whole.put(part, value);
          }
        });
    return whole.put("set", both.build()).build();
  }

  private static IpldMap map(Arguments arguments, String name) throws RpcException {
    if (arguments.value(name).orElse(IpldMap.EMPTY) instanceof IpldMap map) {
      return map;
    }
    throw RpcException.invalid(name, "is no object");
  }

  static Optional<EventType> type(Arguments arguments) throws RpcException {
    Optional<String> text = arguments.text("type");
    Optional<EventType> type = text.flatMap(EventType::parse);
    if (text.isPresent() && type.isEmpty()) {
      Optional<String> unknown = EntityTypes.unknownVerb(text.get());
      if (unknown.isPresent()) {
        throw EntityWrites.refused(Refusal.VERB, unknown.get());
      }
      throw RpcException.invalid(
          "type", "is no type of an event: two words with a colon between, such as memory:create");
    }
    return type;
  }

  static Optional<Scope> scope(Arguments arguments) throws RpcException {
    Optional<String> text = arguments.text("scope");
    Optional<Scope> scope = text.flatMap(Scope::parse);
    if (text.isPresent() && scope.isEmpty()) {
      throw RpcException.invalid("scope", "is none of public, circle:<id>, private and local");
    }
    return scope;
  }

  static Optional<LogScope> logScope(Arguments arguments) throws RpcException {
    Optional<String> text = arguments.text("scope");
    Optional<LogScope> scope = text.flatMap(LogScope::parse);
    if (text.isPresent() && scope.isEmpty()) {
      throw RpcException.invalid(
          "scope",
          "is none of public, circle:<id>, private:<did> and local:<did>"
              + LogScopeAdvice.of(text.get()));
    }
    return scope;
  }

  static Optional<DidKey> did(Arguments arguments, String name) throws RpcException {
    Optional<String> text = arguments.text(name);
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(DidKey.parse(text.get()));
    } catch (DidException e) {
      throw RpcException.invalid(name, "is no did:key");
    }
  }

  static Optional<Cid> parent(Arguments arguments) throws RpcException {
    Optional<String> text = arguments.text("parent");
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Cid.parse(text.get()));
    } catch (RefusedException e) {
      throw RpcException.invalid("parent", "is no content id");
    }
  }

  static Optional<EventId> model(Arguments arguments) throws RpcException {
    Optional<String> model = arguments.text("model");
    return model.isPresent() ? Optional.of(event("model", model.get())) : Optional.empty();
  }

  static List<EventId> events(Arguments arguments, String name) throws RpcException {
    List<EventId> events = new ArrayList<>();
    for (String text : texts(name, arguments.value(name).orElse(Ipld.listOf()))) {
      events.add(event(name, text));
    }
    return events;
  }

  static List<Tag> tags(Arguments arguments) throws RpcException {
    if (!(arguments.value("tags").orElse(Ipld.listOf()) instanceof Ipld.Sequence list)) {
      throw noTags();
    }
    List<Tag> tags = new ArrayList<>();
    for (Ipld each : list.values()) {
      if (!(each instanceof Ipld.Sequence)) {
        throw noTags();
      }
      List<String> texts = texts("tags", each);
      try {
        tags.add(Tag.of(texts.get(0), texts.subList(1, texts.size()).toArray(String[]::new)));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw noTags();
      }
    }
    return tags;
  }

  private static RpcException noTags() {
    return RpcException.invalid(
        "tags", "is no array of tags, each a name and its values, such as [[\"topic\",\"tea\"]]");
  }

  private static List<String> texts(String name, Ipld value) throws RpcException {
    if (!(value instanceof Ipld.Sequence list)) {
      throw RpcException.invalid(name, "is no array of strings");
    }
    List<String> texts = new ArrayList<>();
    for (Ipld each : list.values()) {
      if (!(each instanceof Ipld.Text text)) {
        throw RpcException.invalid(name, "is no array of strings");
      }
      texts.add(text.value());
    }
    return texts;
  }
}
