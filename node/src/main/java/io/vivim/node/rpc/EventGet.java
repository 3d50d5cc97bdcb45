package io.vivim.node.rpc;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.EventLog;
import io.vivim.events.EventId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code event_get}: the event of an id. */
final class EventGet implements RpcMethod {
  private final EventLog log;
  private final Disclosure disclosure;

  EventGet(EventLog log, Disclosure disclosure) {
    this.log = log;
    this.disclosure = disclosure;
  }

  @Override
  public Signature signature() {
    return new Signature(
        "event_get",
        "The event of an id; other than public ones only with the node's token.",
        false,
        List.of(Parameter.required("id", "The event's id.", SharedSchemas.CID)),
        SharedSchemas.PLACED_EVENT,
        List.of(RpcError.NOT_FOUND),
        new Signature.Example(
            IpldMap.builder().put("id", Ipld.of(ExampleEvent.ID)).build(), ExampleEvent.placed()));
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    EventId id =
        EventId.parse(arguments.requiredText("id"))
            .orElseThrow(() -> RpcException.invalid("id", "is no id of an event"));
    AppendedEvent found =
        log.find(id)
            .filter(event -> disclosure.maySee(caller, event.event().logScope()))
            .orElseThrow(() -> new RpcException(RpcError.NOT_FOUND));
    return CompletableFuture.completedStage(EventAnswers.of(found, caller));
  }
}
