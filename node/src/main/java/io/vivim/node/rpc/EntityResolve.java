package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.text;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventId;
import io.vivim.node.ledger.EntityWrite;
import io.vivim.node.ledger.Refusal;
import io.vivim.node.ledger.Resolution;
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
    Optional<Ipld> value = arguments.value("value").or(() -> Resolution.usual(entity, field));
    if (value.isEmpty()) {
      throw RpcException.invalid(
          "value", "is missing, and of the field not one value is shown in full");
    }
    EntityWrite write =
        Resolution.of(entity, field, value.get())
            .orElseThrow(
                () -> EntityWrites.refused(Refusal.VERB, "a " + entity.kind() + " is not changed"));
    return writes.write(arguments, write.citing(EntityParams.events(arguments, "auth")));
  }
}
