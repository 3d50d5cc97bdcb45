package io.vivim.node.rpc;

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

/** {@code entity_delete}: an event that takes an entity out of what is found. */
final class EntityDelete implements RpcMethod {
  private final EntityWrites writes;

  EntityDelete(EntityWrites writes) {
    this.writes = writes;
  }

  @Override
  public Signature signature() {
    return new Signature(
        "entity_delete",
        "Deletes an entity, or takes it back: it is found by its id alone, and told to be gone; its"
            + " events stay.",
        true,
        List.of(EntityParams.ID, EntityParams.AS, EntityParams.AUTH, EntityParams.SEEN),
        EntityWrites.RESULT,
        EntityWrites.ERRORS_OF_CHANGES,
        new Signature.Example(
            IpldMap.builder().put("id", Ipld.of(ExampleEntity.ID)).build(),
            ExampleEntity.written(
                "bafyreigl7xpnkqrrgjnfjmgsnfpjbdtdcyxpa4mqz5jccvdwyyfbxq54hu", 4)));
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    EventId id = EntityParams.id(arguments);
    String kind = writes.entity(id).kind();
    EventType type =
        EntityTypes.delete(kind)
            .orElseThrow(
                () -> EntityWrites.refused(Refusal.VERB, "a " + kind + " cannot be deleted"));
    return writes.write(
        arguments,
        EntityWrite.of(type, Optional.of(id), IpldMap.EMPTY)
            .citing(EntityParams.events(arguments, "auth"))
            .havingSeen(EntityParams.events(arguments, "seen")));
  }
}
