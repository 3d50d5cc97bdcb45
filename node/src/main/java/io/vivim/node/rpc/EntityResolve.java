package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.text;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.node.ledger.EntityTypes;
import io.vivim.node.ledger.EntityWrite;
import io.vivim.node.ledger.Refusal;
import io.vivim.statemachine.Entity;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code entity_resolve}: ends a conflict about a field with a value that has seen them all. */
final class EntityResolve implements RpcMethod {
  private final EntityWrites writes;

  EntityResolve(EntityWrites writes) {
    this.writes = writes;
  }

  @Override
  public Signature signature() {
    return new Signature(
        "entity_resolve",
        "Ends a conflict about a field: sets it, having seen all that others wrote.",
        true,
        List.of(
            EntityParams.ID,
            Parameter.required("field", "The field.", text("A name.")),
            Parameter.optional(
                "value", "What it is to be; else what is shown of it.", IpldMap.EMPTY),
            EntityParams.AS,
            EntityParams.AUTH),
        EntityWrites.RESULT,
        EntityWrites.ERRORS_OF_CHANGES,
        new Signature.Example(
            IpldMap.builder()
                .put("id", Ipld.of(ExampleEntity.ID))
                .put("field", Ipld.of("content"))
                .put("value", Ipld.of("tea at four"))
                .build(),
            ExampleEntity.written(
                "bafyreidytnvqqpqcpkp4dpaf7bwuyrqsxwl6b2dzkb7uzmnwyfsvtpwnxq", 3)));
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    EventId id = EntityParams.id(arguments);
    String field = arguments.requiredText("field");
    Entity entity = writes.entity(id);
    if (!writes.isDisputed(entity, field)) {
      throw EntityWrites.refused(Refusal.NO_CONFLICT, "there is no conflict about '" + field + "'");
    }
    EventType type =
        EntityTypes.update(entity.kind())
            .orElseThrow(
                () -> EntityWrites.refused(Refusal.VERB, "a " + entity.kind() + " is not changed"));
    Ipld value =
        arguments
            .value("value")
            // Of a field that is shown in part the rest would be lost.
            .or(() -> entity.whole(field))
            .orElseThrow(
                () -> RpcException.invalid("value", "is missing, and none is shown in full"));
    IpldMap set = IpldMap.builder().put(field, value).build();
    return writes.write(
        arguments,
        EntityWrite.of(type, Optional.of(id), IpldMap.builder().put("set", set).build())
            .citing(EntityParams.events(arguments, "auth")));
  }
}
