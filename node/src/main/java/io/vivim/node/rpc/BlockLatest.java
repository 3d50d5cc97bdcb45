package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.object;
import static io.vivim.node.rpc.Schemas.orNull;
import static io.vivim.node.rpc.Schemas.required;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.node.blocks.BlockJson;
import io.vivim.node.blocks.ShownLogs;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code block_latest}: the last block of a log. */
final class BlockLatest implements RpcMethod {
  private final ShownLogs logs;
  private final Disclosure disclosure;

  BlockLatest(ShownLogs logs, Disclosure disclosure) {
    this.logs = logs;
    this.disclosure = disclosure;
  }

  @Override
  public Signature signature() {
    return new Signature(
        "block_latest",
        "The last block of a log, the node's own or another builder's; null where there is none.",
        false,
        List.of(BlockParams.LOG),
        object("The block.", required("block", orNull(BlockParams.BLOCK))),
        List.of(),
        new Signature.Example(
            IpldMap.builder().put("log", Ipld.of(BlockParams.EXAMPLE)).build(),
            IpldMap.builder().put("block", Ipld.NULL).build()));
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    Ipld block =
        BlockParams.orNull(
            BlockParams.log(arguments, logs, disclosure, caller)
                .flatMap(logs::last)
                .map(BlockJson::of));
    return CompletableFuture.completedStage(JsonText.of(IpldMap.builder().put("block", block)));
  }
}
