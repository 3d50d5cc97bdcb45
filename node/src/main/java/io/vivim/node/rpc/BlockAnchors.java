package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.integer;
import static io.vivim.node.rpc.Schemas.list;
import static io.vivim.node.rpc.Schemas.object;
import static io.vivim.node.rpc.Schemas.optional;
import static io.vivim.node.rpc.Schemas.orNull;
import static io.vivim.node.rpc.Schemas.required;
import static io.vivim.node.rpc.Schemas.text;
import static io.vivim.node.rpc.Schemas.word;

import io.vivim.anchors.Anchoring;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventLimits;
import io.vivim.node.blocks.AnchoringJson;
import io.vivim.node.blocks.ShownAnchors;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code block_anchors}: how far the anchorings of checkpoints are, with their proofs. */
final class BlockAnchors implements RpcMethod {
  private static final int MAX_PAGE_ANCHORINGS = 20;

  private final ShownAnchors anchors;

  BlockAnchors(ShownAnchors anchors) {
    this.anchors = anchors;
  }

  @Override
  public Signature signature() {
    return new Signature(
        "block_anchors",
        "How far the anchorings of checkpoints are, in the order in which they began.",
        true,
        List.of(
            Parameter.optional(
                "from", "From this number on.", integer("Of an anchoring.", 1, Integer.MAX_VALUE)),
            Parameter.optional(
                "limit",
                "So many at most; else " + MAX_PAGE_ANCHORINGS + ".",
                integer("Anchorings of a page.", 1, MAX_PAGE_ANCHORINGS))),
        object(
            "A page.",
            required("anchorings", list("The anchorings.", anchoring())),
            required("next", orNull(integer("For from.", 1, Integer.MAX_VALUE)))),
        List.of(),
        new Signature.Example(
            IpldMap.builder().put("from", Ipld.of(1)).build(),
            IpldMap.builder().put("anchorings", Ipld.listOf()).put("next", Ipld.NULL).build()));
  }

  private static IpldMap anchoring() {
    List<String> states =
        Arrays.stream(Anchoring.State.values()).map(Anchoring.State::code).toList();
    return object(
        "An anchoring.",
        required("number", integer("Of it.", 1, EventLimits.MAX_INTEGER)),
        required("state", word("How far it is.", states)),
        required("anchor", text("The anchor's name.")),
        required("origin", text("Of the log.")),
        required("size", integer("Of the log.", 0, EventLimits.MAX_INTEGER)),
        required("checkpoint", text("The note that its builder signed.")),
        required("digest", text("What is anchored: the note's SHA-256.", "[0-9a-f]{64}")),
        required("begun", text("When it began.")),
        required("faults", integer("Steps in a row that failed.", 0, Integer.MAX_VALUE)),
        required("words", text("What the last step said.")),
        required("ending", text("Of the name of a file with its proof.")),
        optional("fault", text("Why the last step failed.")),
        optional("next", text("When the next step is due, while it is pending.")),
        optional("proof", SharedSchemas.BYTES));
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    int from = arguments.integer("from", 1, Integer.MAX_VALUE, 1);
    int limit = arguments.integer("limit", 1, MAX_PAGE_ANCHORINGS, MAX_PAGE_ANCHORINGS);
    List<Anchoring> page = anchors.page(from, limit);
    List<Ipld> told = page.stream().<Ipld>map(AnchoringJson::whole).toList();
    Ipld next = page.size() < limit ? Ipld.NULL : Ipld.of(page.get(page.size() - 1).number() + 1);
    return CompletableFuture.completedStage(
        JsonText.of(
            IpldMap.builder().put("anchorings", new Ipld.Sequence(told)).put("next", next)));
  }
}
