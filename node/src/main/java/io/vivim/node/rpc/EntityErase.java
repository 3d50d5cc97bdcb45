package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.integer;
import static io.vivim.node.rpc.Schemas.object;
import static io.vivim.node.rpc.Schemas.required;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventId;
import io.vivim.events.EventLimits;
import io.vivim.node.ledger.EntityEraser;
import io.vivim.node.ledger.WriteOutcome;
import io.vivim.statemachine.Ground;
import io.vivim.statemachine.State;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code entity_erase}: the payloads of all of an entity's events go for good. */
final class EntityErase implements RpcMethod {
  private final State state;
  private final Signers signers;
  private final EntityEraser eraser;

  EntityErase(State state, Signers signers, EntityEraser eraser) {
    this.state = state;
    this.signers = signers;
    this.eraser = eraser;
  }

  @Override
  public Signature signature() {
    return new Signature(
        "entity_erase",
        "Erases an entity: signs, for each of its events that the identity may erase, one that takes"
            + " its payload away for good, here and wherever that event comes to.",
        true,
        List.of(EntityParams.ID, EntityParams.AS),
        object(
            "What was erased.",
            required("id", SharedSchemas.CID),
            required("erased", integer("Events that were erased.", 0, EventLimits.MAX_INTEGER)),
            required(
                "kept",
                integer(
                    "Events that stay: others', or such on which others' rights hang.",
                    0,
                    EventLimits.MAX_INTEGER))),
        EntityWrites.ERRORS_OF_CHANGES,
        new Signature.Example(
            IpldMap.builder().put("id", Ipld.of(ExampleEntity.ID)).build(),
            answer(ExampleEntity.ID, new EntityEraser.Erasure(4, 0, Optional.empty())).build()));
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    EventId id = EntityParams.id(arguments);
    Signers.Signer signer = signers.of(arguments.text("as"));
    return eraser
        .erase(signer.key(), signer.author(), id)
        .thenCompose(
            erasure -> {
              try {
                return CompletableFuture.completedStage(JsonText.of(done(id, erasure)));
              } catch (RpcException e) {
                return CompletableFuture.failedStage(e);
              }
            });
  }

  private IpldMap.Builder done(EventId id, EntityEraser.Erasure erasure) throws RpcException {
    if (erasure.stopped().isPresent()) {
      WriteOutcome why = erasure.stopped().get();
      throw why instanceof WriteOutcome.Busy
          ? new RpcException(RpcError.BUSY)
          : new RpcException(RpcError.WRITE_REFUSED, why.toString());
    }
    if (erasure.erased() == 0) {
      throw erasure.kept() == 0
          ? Missing.entity(state, Caller.OWNER, id)
          : new RpcException(
              RpcError.WRITE_REFUSED,
              Ground.OWNER.code() + ": none of its events may be erased by this identity");
    }
    return answer(id.toString(), erasure);
  }

  private static IpldMap.Builder answer(String id, EntityEraser.Erasure erasure) {
    return IpldMap.builder()
        .put("id", Ipld.of(id))
        .put("erased", Ipld.of(erasure.erased()))
        .put("kept", Ipld.of(erasure.kept()));
  }
}
