package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.list;
import static io.vivim.node.rpc.Schemas.object;
import static io.vivim.node.rpc.Schemas.required;
import static io.vivim.node.rpc.Schemas.text;

import io.vivim.blockbuilder.KnownLogs;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.node.blocks.BlockJson;
import io.vivim.node.blocks.ShownLogs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code block_forks}: which builders signed two histories, each with what proves it. */
final class BlockForks implements RpcMethod {
  /** That are told at once. */
  private static final int MAX_FORKS = 100;

  private final ShownLogs logs;
  private final Disclosure disclosure;

  BlockForks(ShownLogs logs, Disclosure disclosure) {
    this.logs = logs;
    this.disclosure = disclosure;
  }

  @Override
  public Signature signature() {
    return new Signature(
        "block_forks",
        "Pairs of blocks that prove to anybody that their builder signed two histories.",
        false,
        List.of(),
        object(
            "The pairs.",
            required(
                "forks",
                list(
                    "The pairs.",
                    object(
                        "A pair.",
                        required("origin", text("Of the log.")),
                        required("one", BlockParams.BLOCK),
                        required("other", BlockParams.BLOCK))))),
        List.of(),
        new Signature.Example(
            IpldMap.EMPTY, IpldMap.builder().put("forks", Ipld.listOf()).build()));
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) {
    List<Ipld> forks = new ArrayList<>();
    for (KnownLogs.Fork fork : logs.forks(MAX_FORKS)) {
      if (disclosure.maySee(caller, fork.one().content().origin().scope())) {
        forks.add(BlockJson.of(fork));
      }
    }
    return CompletableFuture.completedStage(
        JsonText.of(IpldMap.builder().put("forks", new Ipld.Sequence(forks))));
  }
}
