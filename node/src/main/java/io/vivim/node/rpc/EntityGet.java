package io.vivim.node.rpc;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventId;
import io.vivim.node.ledger.EntityJson;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.State;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code entity_get}: the entity of an id, also one that is gone. */
final class EntityGet implements RpcMethod {
  private final State state;

  EntityGet(State state) {
    this.state = state;
  }

  @Override
  public Signature signature() {
    return new Signature(
        "entity_get",
        "The entity of an id, also one that is gone; other than public ones only with the node's"
            + " token.",
        false,
        List.of(EntityParams.ID),
        SharedSchemas.ENTITY,
        List.of(RpcError.NOT_FOUND),
        new Signature.Example(
            IpldMap.builder().put("id", Ipld.of(ExampleEntity.ID)).build(),
            ExampleEntity.entity()));
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    EventId id = EntityParams.id(arguments);
    Entity found =
        state
            .entity(Disclosure.reader(caller), id)
            .orElseThrow(() -> Missing.entity(state, caller, id));
    JsonText whole = JsonText.of(EntityJson.of(found));
    return CompletableFuture.completedStage(
        whole.text().length() > RpcLimits.MAX_ANSWER_CHARS
            ? JsonText.of(EntityJson.shortened(found))
            : whole);
  }
}
