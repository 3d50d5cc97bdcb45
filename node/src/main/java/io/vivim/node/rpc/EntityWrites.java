package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.integer;
import static io.vivim.node.rpc.Schemas.list;
import static io.vivim.node.rpc.Schemas.object;
import static io.vivim.node.rpc.Schemas.optional;
import static io.vivim.node.rpc.Schemas.required;
import static io.vivim.node.rpc.Schemas.text;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventId;
import io.vivim.events.EventLimits;
import io.vivim.node.ledger.EntityWrite;
import io.vivim.node.ledger.EntityWriter;
import io.vivim.node.ledger.NamedKeys;
import io.vivim.node.ledger.Refusal;
import io.vivim.node.ledger.UnknownNames;
import io.vivim.node.ledger.WriteOutcome;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.Reader;
import io.vivim.statemachine.State;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** How methods write to entities and what they answer; those who call have the node's token. */
final class EntityWrites {
  static final IpldMap RESULT =
      object(
          "What was written.",
          required("id", SharedSchemas.CID),
          required("event", SharedSchemas.CID),
          required("position", integer("Where its event is.", 1, EventLimits.MAX_INTEGER)),
          required(
              "ground",
              text("'counts', or why the event does not: a code of docs/spec/authority.md.")),
          optional(
              "warnings",
              list(
                  "Names in it that no built-in kind knows, or nobody here has, and what may have"
                      + " been meant.",
                  text("A clause."))));
  static final List<RpcError> ERRORS =
      List.of(RpcError.BUSY, RpcError.NO_PASSPHRASE, RpcError.KEY_REFUSED, RpcError.WRITE_REFUSED);
  static final List<RpcError> ERRORS_OF_CHANGES =
      List.of(
          RpcError.BUSY,
          RpcError.NOT_FOUND,
          RpcError.NO_PASSPHRASE,
          RpcError.KEY_REFUSED,
          RpcError.WRITE_REFUSED);

  private final State state;
  private final Signers signers;
  private final KeyNames names;
  private final EntityWriter writer;

  EntityWrites(State state, Signers signers, KeyNames names, EntityWriter writer) {
    this.state = state;
    this.signers = signers;
    this.names = names;
    this.writer = writer;
  }

  /** The entity that is to be changed. */
  Entity entity(EventId id) throws RpcException {
    return state.entity(Reader.NODE, id).orElseThrow(() -> Missing.entity(state, Caller.OWNER, id));
  }

  /** Looks at the field itself: a large entity may be shown without it. */
  boolean isDisputed(Entity entity, String field) {
    return state.isDisputed(Reader.NODE, entity.name(), field);
  }

  CompletionStage<JsonText> write(Arguments arguments, EntityWrite asked) throws RpcException {
    EntityWrite write = NamedKeys.replaced(asked, names::did);
    Signers.Signer signer = signers.of(arguments.text("as"));
    return writer
        .write(signer.key(), signer.author(), write)
        .thenCompose(outcome -> answer(write, outcome));
  }

  static RpcException refused(Refusal refusal, String detail) {
    return new RpcException(RpcError.WRITE_REFUSED, refusal.code() + ": " + detail);
  }

  private static CompletionStage<JsonText> answer(EntityWrite write, WriteOutcome outcome) {
    if (outcome instanceof WriteOutcome.Written written) {
      IpldMap.Builder answer =
          IpldMap.builder()
              .put("id", Ipld.of(written.entity().toString()))
              .put("event", Ipld.of(written.event().toString()))
              .put("position", Ipld.of(written.position()))
              .put("ground", Ipld.of(written.ground().code()));
      List<String> warnings = UnknownNames.in(write);
      if (!warnings.isEmpty()) {
        answer.put("warnings", Schemas.texts(warnings));
      }
      return CompletableFuture.completedStage(JsonText.of(answer));
    }
    return CompletableFuture.failedStage(
        outcome instanceof WriteOutcome.Busy
            ? new RpcException(RpcError.BUSY)
            : new RpcException(RpcError.WRITE_REFUSED, outcome.toString()));
  }
}
