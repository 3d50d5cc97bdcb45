package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.text;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.node.ledger.EntityTypes;
import io.vivim.node.ledger.EntityWrite;
import io.vivim.node.ledger.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code entity_update}: a next event of an entity. */
final class EntityUpdate implements RpcMethod {
  private final EntityWrites writes;

  EntityUpdate(EntityWrites writes) {
    this.writes = writes;
  }

  @Override
  public Signature signature() {
    return new Signature(
        "entity_update",
        "Changes an entity: signs its next event with a key of the node and gives it to the log.",
        true,
        List.of(
            EntityParams.ID,
            EntityParams.FIELDS,
            EntityParams.AS,
            EntityParams.BODY,
            EntityParams.TAGS,
            EntityParams.PARENT,
            EntityParams.AUTH,
            EntityParams.MODEL,
            EntityParams.SEEN,
            Parameter.optional(
                "type",
                "The type of the event; else that by which the kind is changed.",
                text("Such as memory:consolidate."))),
        EntityWrites.RESULT,
        EntityWrites.ERRORS_OF_CHANGES,
        new Signature.Example(
            IpldMap.builder()
                .put("id", Ipld.of(ExampleEntity.ID))
                .put("fields", IpldMap.builder().put("content", Ipld.of("tea at five")).build())
                .build(),
            ExampleEntity.written(
                "bafyreifbg6b3o2bd5hhxihmnpcgrmgrxtgy3yyk36tldxfevnx2xj4f3lm", 2)));
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    EventId id = EntityParams.id(arguments);
    EntityWrite write =
        EntityWrite.of(type(arguments, id), Optional.of(id), EntityParams.body(arguments))
            .tagged(EntityParams.tags(arguments))
            .derivedFrom(EntityParams.parent(arguments))
            .citing(EntityParams.events(arguments, "auth"))
            .foldingBy(EntityParams.model(arguments))
            .havingSeen(EntityParams.events(arguments, "seen"));
    return writes.write(arguments, write);
  }

  private EventType type(Arguments arguments, EventId id) throws RpcException {
    String kind = writes.entity(id).kind();
    return EntityParams.type(arguments)
        .or(() -> EntityTypes.update(kind))
        .orElseThrow(
            () ->
                EntityWrites.refused(Refusal.VERB, "a " + kind + " is changed by a 'type' alone"));
  }
}
