package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.integer;
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

/** {@code block_get}: the block of a height. */
final class BlockGet implements RpcMethod {
  private final ShownLogs logs;
  private final Disclosure disclosure;

  BlockGet(ShownLogs logs, Disclosure disclosure) {
    this.logs = logs;
    this.disclosure = disclosure;
  }

  @Override
  public Signature signature() {
    return new Signature(
        "block_get",
        "The block of a log at a height; null where there is none.",
        false,
        List.of(
            Parameter.required("height", "From 0.", integer("A height.", 0, Integer.MAX_VALUE)),
            BlockParams.LOG),
        object("The block.", required("block", orNull(BlockParams.BLOCK))),
        List.of(),
        new Signature.Example(
            IpldMap.builder()
                .put("height", Ipld.of(0))
                .put("log", Ipld.of(BlockParams.EXAMPLE))
                .build(),
            IpldMap.builder().put("block", Ipld.NULL).build()));
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    int height = arguments.integer("height", 0, Integer.MAX_VALUE, 0);
    Ipld block =
        BlockParams.orNull(
            BlockParams.log(arguments, logs, disclosure, caller)
                .flatMap(origin -> logs.block(origin, height))
                .map(BlockJson::of));
    return CompletableFuture.completedStage(JsonText.of(IpldMap.builder().put("block", block)));
  }
}
