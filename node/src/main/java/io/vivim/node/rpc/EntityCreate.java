package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.text;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventType;
import io.vivim.node.ledger.EntityTypes;
import io.vivim.node.ledger.EntityWrite;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code entity_create}: the first event of an entity, or for a keyed one the next. */
final class EntityCreate implements RpcMethod {
  private final EntityWrites writes;

  EntityCreate(EntityWrites writes) {
    this.writes = writes;
  }

  @Override
  public Signature signature() {
    return new Signature(
        "entity_create",
        "Makes an entity: signs its first event with a key of the node and gives it to the log.",
        true,
        List.of(
            Parameter.optional(
                "kind", "What it is; this or 'type' is given.", text("Such as memory.")),
            EntityParams.FIELDS,
            EntityParams.AS,
            Parameter.optional(
                "scope",
                "For whom; private where it is not said, and for a circle the circle itself. A friend, a"
                    + " follow and a like need it: what is private never comes to the other.",
                text("public, circle:<id>, private or local.")),
            EntityParams.BODY,
            EntityParams.TAGS,
            EntityParams.PARENT,
            EntityParams.AUTH,
            EntityParams.MODEL,
            Parameter.optional(
                "type", "The type of its first event.", text("Such as acu:derive."))),
        EntityWrites.RESULT,
        EntityWrites.ERRORS,
        new Signature.Example(
            IpldMap.builder()
                .put("kind", Ipld.of("memory"))
                .put("fields", ExampleEntity.fields("tea at four"))
                .build(),
            ExampleEntity.written(ExampleEntity.ID, 1)));
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    EntityWrite write =
        EntityWrite.of(type(arguments), Optional.empty(), EntityParams.body(arguments))
            .in(EntityParams.scope(arguments))
            .tagged(EntityParams.tags(arguments))
            .derivedFrom(EntityParams.parent(arguments))
            .citing(EntityParams.events(arguments, "auth"))
            .foldingBy(EntityParams.model(arguments));
    return writes.write(arguments, write);
  }

  private static EventType type(Arguments arguments) throws RpcException {
    Optional<String> kind = arguments.text("kind");
    Optional<EventType> type = EntityParams.type(arguments);
    if (kind.isPresent() == type.isPresent()) {
      throw RpcException.invalid("kind", "or type says what is made, one of them");
    }
    return type.or(() -> kind.flatMap(EntityTypes::create))
        .orElseThrow(
            () ->
                RpcException.invalid(
                    "kind", "is none: a word such as memory, or one of an application's own"));
  }
}
