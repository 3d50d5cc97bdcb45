package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.integer;
import static io.vivim.node.rpc.Schemas.list;
import static io.vivim.node.rpc.Schemas.object;
import static io.vivim.node.rpc.Schemas.required;
import static io.vivim.node.rpc.Schemas.text;
import static io.vivim.node.rpc.Schemas.word;

import io.vivim.blockbuilder.KnownLogs;
import io.vivim.blockbuilder.WitnessDoubts;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventLimits;
import io.vivim.node.blocks.BlockJson;
import io.vivim.node.blocks.ShownLogs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code block_forks}: which builders signed two histories, each with what proves it; and what
 * witnesses have cosigned of our own log that is not in it.
 */
final class BlockForks implements RpcMethod {
  /** That are told at once. */
  private static final int MAX_FORKS = 100;

  private static final int MAX_DOUBTS = 100;

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
        "Pairs of blocks that prove to anybody that their builder signed two histories, and what"
            + " witnesses say of the node's own log that does not fit.",
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
                        required("other", BlockParams.BLOCK)))),
            required("doubts", list("What witnesses say.", doubt()))),
        List.of(),
        new Signature.Example(
            IpldMap.EMPTY,
            IpldMap.builder().put("forks", Ipld.listOf()).put("doubts", Ipld.listOf()).build()));
  }

  private static IpldMap doubt() {
    List<String> kinds =
        Arrays.stream(WitnessDoubts.Kind.values()).map(WitnessDoubts.Kind::word).toList();
    return object(
        "What a witness has cosigned that is not in the log.",
        required("origin", text("Of the log.")),
        required("witness", text("Its name.")),
        required("kind", word("A longer log than ours, or another one.", kinds)),
        required("ours", integer("The size that it was shown.", 0, EventLimits.MAX_INTEGER)),
        required("theirs", integer("The size that it cosigned.", 0, EventLimits.MAX_INTEGER)));
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) {
    List<Ipld> forks = new ArrayList<>();
    for (KnownLogs.Fork fork : logs.forks(MAX_FORKS)) {
      if (disclosure.maySee(caller, fork.one().content().origin().scope())) {
        forks.add(BlockJson.of(fork));
      }
    }
    List<Ipld> doubts = new ArrayList<>();
    for (WitnessDoubts.Doubt doubt : logs.doubts(MAX_DOUBTS)) {
      if (disclosure.maySee(caller, doubt.origin().scope())) {
        doubts.add(BlockJson.of(doubt));
      }
    }
    return CompletableFuture.completedStage(
        JsonText.of(
            IpldMap.builder()
                .put("forks", new Ipld.Sequence(forks))
                .put("doubts", new Ipld.Sequence(doubts))));
  }
}
