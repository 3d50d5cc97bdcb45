package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.object;
import static io.vivim.node.rpc.Schemas.orNull;
import static io.vivim.node.rpc.Schemas.required;
import static io.vivim.node.rpc.Schemas.text;

import io.vivim.blockbuilder.EventProof;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.note.ProofFile;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.EventLog;
import io.vivim.events.EventId;
import io.vivim.node.blocks.BlockJson;
import io.vivim.node.blocks.ShownLogs;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code block_proof}: a file that proves that an event is in a log. */
final class BlockProof implements RpcMethod {
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
            + " null where it is in no block of it yet.",
        false,
        List.of(Parameter.required("event", "The event's id.", SharedSchemas.CID), BlockParams.LOG),
        object(
            "The proof.",
            required("proof", orNull(text("The file."))),
            required("key", orNull(text("The log's key, by which it is checked.")))),
        List.of(RpcError.NOT_FOUND),
        new Signature.Example(
            IpldMap.builder().put("event", Ipld.of(ExampleEvent.ID)).build(),
            IpldMap.builder().put("proof", Ipld.NULL).put("key", Ipld.NULL).build()));
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
    Optional<LogOrigin> origin =
        arguments.text("log").isPresent()
            ? BlockParams.log(arguments, logs, disclosure, caller)
            : logs.usual()
                .filter(each -> !event.event().logScope().isOwned())
                .map(each -> new LogOrigin(each.builder(), event.event().logScope()));
    Optional<ProofFile> file = origin.flatMap(each -> EventProof.make(logs.own(each), event.raw()));
    Ipld proof = BlockParams.orNull(file.map(each -> Ipld.of(BlockJson.text(each.encode()))));
    Ipld key =
        BlockParams.orNull(
            origin.filter(each -> file.isPresent()).map(each -> Ipld.of(each.key().text())));
    return CompletableFuture.completedStage(
        JsonText.of(IpldMap.builder().put("proof", proof).put("key", key)));
  }
}
