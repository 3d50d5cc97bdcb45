package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.object;
import static io.vivim.node.rpc.Schemas.optional;
import static io.vivim.node.rpc.Schemas.orNull;
import static io.vivim.node.rpc.Schemas.required;
import static io.vivim.node.rpc.Schemas.text;
import static io.vivim.node.rpc.Schemas.word;

import io.vivim.blockbuilder.EventProof;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.note.ProofFile;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.EventLog;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.node.blocks.BlockJson;
import io.vivim.node.blocks.ShownLogs;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code block_proof}: a file that proves that an event is in a log. */
final class BlockProof implements RpcMethod {
  /** Nothing that is private or local is in any log, nor what tells of the logs themselves. */
  private static final String IN_NO_LOG = "in-no-log";

  /** No log was named, and nobody builds one here. */
  private static final String NO_BUILDER = "no-builder";

  /** The log that was named is not the one that is built here of the event's scope. */
  private static final String OTHER_LOG = "other-log";

  /** It comes into one of the next blocks. */
  private static final String NOT_YET = "not-yet";

  private final EventLog events;
  private final ShownLogs logs;
  private final Disclosure disclosure;

  BlockProof(EventLog events, ShownLogs logs, Disclosure disclosure) {
    this.events = events;
    this.logs = logs;
    this.disclosure = disclosure;
  }

  @Override
  public Signature signature() {
    return new Signature(
        "block_proof",
        "A file (C2SP tlog-proof) that proves an event in the log of its scope that is built here;"
            + " null, with the reason, where there is none.",
        false,
        List.of(Parameter.required("event", "The event's id.", SharedSchemas.CID), BlockParams.LOG),
        object(
            "The proof.",
            required("proof", orNull(text("The file."))),
            required("key", orNull(text("The log's key, by which it is checked."))),
            optional(
                "reason",
                word(
                    "Why there is no proof: the event goes into no log, no log is built here, the"
                        + " log that was named is another one, or no block has it yet.",
                    List.of(IN_NO_LOG, NO_BUILDER, OTHER_LOG, NOT_YET)))),
        List.of(RpcError.NOT_FOUND),
        new Signature.Example(
            IpldMap.builder().put("event", Ipld.of(ExampleEvent.ID)).build(),
            IpldMap.builder()
                .put("proof", Ipld.NULL)
                .put("key", Ipld.NULL)
                .put("reason", Ipld.of(NOT_YET))
                .build()));
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    EventId id =
        EventId.parse(arguments.requiredText("event"))
            .orElseThrow(() -> RpcException.invalid("event", "is no id of an event"));
    AppendedEvent event =
        events
            .find(id)
            .filter(each -> disclosure.maySee(caller, each.event().logScope()))
            .orElseThrow(() -> new RpcException(RpcError.NOT_FOUND));
    Optional<LogOrigin> ours = ours(event.event());
    boolean isNamed = arguments.text("log").isPresent();
    Optional<LogOrigin> asked =
        isNamed ? BlockParams.log(arguments, logs, disclosure, caller) : ours;
    Optional<ProofFile> file = asked.flatMap(each -> EventProof.make(logs.own(each), event.raw()));
    IpldMap.Builder answer =
        file.isPresent()
            ? IpldMap.builder()
                .put("proof", Ipld.of(BlockJson.text(file.get().encode())))
                .put("key", Ipld.of(asked.orElseThrow().key().text()))
            : IpldMap.builder()
                .put("proof", Ipld.NULL)
                .put("key", Ipld.NULL)
                .put("reason", Ipld.of(reason(event.event(), ours, isNamed, asked)));
    return CompletableFuture.completedStage(JsonText.of(answer));
  }

  /** The log that is built here of an event's scope. */
  private Optional<LogOrigin> ours(DecodedEvent event) {
    return logs.usual()
        .filter(any -> !event.logScope().isOwned())
        .map(each -> new LogOrigin(each.builder(), event.logScope()));
  }

  /** Which log was named tells the same of one that the caller may not see as of any other. */
  private static String reason(
      DecodedEvent event, Optional<LogOrigin> ours, boolean isNamed, Optional<LogOrigin> asked) {
    if (event.logScope().isOwned() || !LogOrigin.takes(event.header().type())) {
      return IN_NO_LOG;
    }
    if (ours.isEmpty() && !isNamed) {
      return NO_BUILDER;
    }
    return ours.isPresent() && ours.equals(asked) ? NOT_YET : OTHER_LOG;
  }
}
