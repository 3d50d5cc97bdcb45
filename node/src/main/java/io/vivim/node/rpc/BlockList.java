package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.integer;
import static io.vivim.node.rpc.Schemas.list;
import static io.vivim.node.rpc.Schemas.object;
import static io.vivim.node.rpc.Schemas.optional;
import static io.vivim.node.rpc.Schemas.orNull;
import static io.vivim.node.rpc.Schemas.required;
import static io.vivim.node.rpc.Schemas.text;

import io.vivim.blockbuilder.LogOrigin;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventLimits;
import io.vivim.node.blocks.BlockJson;
import io.vivim.node.blocks.ShownLogs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code block_list}: the blocks of a log, the last first. */
final class BlockList implements RpcMethod {
  private static final int MAX_PAGE_BLOCKS = 100;
  private static final int USUAL_PAGE_BLOCKS = 20;

  /** Other builders' logs that are told. */
  private static final int MAX_LOGS = 100;

  private final ShownLogs logs;
  private final Disclosure disclosure;

  BlockList(ShownLogs logs, Disclosure disclosure) {
    this.logs = logs;
    this.disclosure = disclosure;
  }

  @Override
  public Signature signature() {
    return new Signature(
        "block_list",
        "The blocks of a log, the last first, and which logs of other builders there are.",
        false,
        List.of(
            BlockParams.LOG,
            Parameter.optional(
                "limit",
                "So many at most; else " + USUAL_PAGE_BLOCKS + ".",
                integer("Blocks of a page.", 1, MAX_PAGE_BLOCKS)),
            Parameter.optional(
                "below", "Below this height.", integer("A height.", 0, Integer.MAX_VALUE))),
        object(
            "A page.",
            required("blocks", list("The blocks.", BlockParams.BLOCK)),
            required("next", orNull(integer("For below.", 0, EventLimits.MAX_INTEGER))),
            required("logs", list("Logs of other builders.", text("An origin."))),
            optional(
                "untold",
                integer(
                    "Blocks of a log of the node's own that no event tells of.",
                    0,
                    EventLimits.MAX_INTEGER))),
        List.of(),
        new Signature.Example(
            IpldMap.builder().put("log", Ipld.of(BlockParams.EXAMPLE)).build(),
            IpldMap.builder()
                .put("blocks", Ipld.listOf())
                .put("next", Ipld.NULL)
                .put("logs", Ipld.listOf())
                .build()));
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    int limit = arguments.integer("limit", 1, MAX_PAGE_BLOCKS, USUAL_PAGE_BLOCKS);
    int below = arguments.integer("below", 0, Integer.MAX_VALUE, Integer.MAX_VALUE);
    Optional<LogOrigin> origin = BlockParams.log(arguments, logs, disclosure, caller);
    List<Ipld> blocks = new ArrayList<>();
    long height = Math.min(below, origin.map(logs::blocks).orElse(0L));
    while (height > 0 && blocks.size() < limit) {
      height--;
      blocks.add(BlockJson.of(logs.block(origin.orElseThrow(), height).orElseThrow()));
    }
    List<String> others =
        logs.others(MAX_LOGS).stream()
            .filter(each -> disclosure.maySee(caller, each.scope()))
            .map(LogOrigin::text)
            .toList();
    IpldMap.Builder page =
        IpldMap.builder()
            .put("blocks", new Ipld.Sequence(blocks))
            .put("next", height > 0 ? Ipld.of(height) : Ipld.NULL)
            .put("logs", Schemas.texts(others));
    origin
        .flatMap(logs::untold)
        .ifPresent(blocksUntold -> page.put("untold", Ipld.of(blocksUntold)));
    return CompletableFuture.completedStage(JsonText.of(page));
  }
}
