package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.bool;
import static io.vivim.node.rpc.Schemas.object;
import static io.vivim.node.rpc.Schemas.optional;
import static io.vivim.node.rpc.Schemas.orNull;
import static io.vivim.node.rpc.Schemas.required;
import static io.vivim.node.rpc.Schemas.text;

import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.node.blocks.BlockJson;
import io.vivim.node.blocks.ShownLogs;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code block_checkpoint}: what the builder of a log signed last of it. */
final class BlockCheckpoint implements RpcMethod {
  private final ShownLogs logs;
  private final Disclosure disclosure;

  BlockCheckpoint(ShownLogs logs, Disclosure disclosure) {
    this.logs = logs;
    this.disclosure = disclosure;
  }

  @Override
  public Signature signature() {
    return new Signature(
        "block_checkpoint",
        "The last checkpoint of a log, with the signatures of witnesses; null where there is none.",
        false,
        List.of(BlockParams.LOG),
        object(
            "The checkpoint.",
            required("checkpoint", orNull(text("A signed note."))),
            required("key", orNull(text("The log's key."))),
            optional(
                "witnessed", bool("Whether as many witnesses cosigned it as the node asks for."))),
        List.of(),
        new Signature.Example(
            IpldMap.builder().put("log", Ipld.of(BlockParams.EXAMPLE)).build(),
            IpldMap.builder().put("checkpoint", Ipld.NULL).put("key", Ipld.NULL).build()));
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    Optional<LogOrigin> origin = BlockParams.log(arguments, logs, disclosure, caller);
    Optional<SignedNote> note = origin.flatMap(logs::checkpoint);
    Ipld text = BlockParams.orNull(note.map(each -> Ipld.of(BlockJson.text(each.encode()))));
    Ipld key =
        BlockParams.orNull(
            origin.filter(each -> note.isPresent()).map(each -> Ipld.of(each.key().text())));
    IpldMap.Builder answer = IpldMap.builder().put("checkpoint", text).put("key", key);
    note.filter(each -> origin.equals(logs.usual()))
        .flatMap(logs::isWitnessed)
        .ifPresent(isWitnessed -> answer.put("witnessed", Ipld.of(isWitnessed)));
    return CompletableFuture.completedStage(JsonText.of(answer));
  }
}
