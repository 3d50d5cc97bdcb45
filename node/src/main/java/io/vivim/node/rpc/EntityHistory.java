package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.integer;
import static io.vivim.node.rpc.Schemas.list;
import static io.vivim.node.rpc.Schemas.object;
import static io.vivim.node.rpc.Schemas.optional;
import static io.vivim.node.rpc.Schemas.orNull;
import static io.vivim.node.rpc.Schemas.required;
import static io.vivim.node.rpc.Schemas.text;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventId;
import io.vivim.node.ledger.EntityJson;
import io.vivim.statemachine.HistoryPage;
import io.vivim.statemachine.Reader;
import io.vivim.statemachine.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code entity_history}: the events of an entity by time, and what was held of each. */
final class EntityHistory implements RpcMethod {
  private static final int MAX_PAGE_EVENTS = 1000;
  private static final int USUAL_PAGE_EVENTS = 100;

  private final State state;

  EntityHistory(State state) {
    this.state = state;
  }

  @Override
  public Signature signature() {
    return new Signature(
        "entity_history",
        "The events of an entity, the oldest first, and whether each counts; other than public ones"
            + " only with the node's token.",
        false,
        List.of(
            EntityParams.ID,
            Parameter.optional(
                "limit",
                "So many at most; else " + USUAL_PAGE_EVENTS + ".",
                integer("Events of a page.", 1, MAX_PAGE_EVENTS)),
            Parameter.optional("after", "Go on behind this event.", SharedSchemas.CID)),
        object(
            "A page.",
            required(
                "events",
                list(
                    "The events.",
                    object(
                        "An event.",
                        required("event", SharedSchemas.CID),
                        required("time", SharedSchemas.TIMESTAMP),
                        required(
                            "ground",
                            text("'counts', or why it does not: docs/spec/authority.md.")),
                        optional("message", text("The rule, where it does not count.")),
                        optional("by", SharedSchemas.CID)))),
            required("next", orNull(SharedSchemas.CID))),
        List.of(RpcError.NOT_FOUND),
        new Signature.Example(
            IpldMap.builder().put("id", Ipld.of(ExampleEntity.ID)).build(),
            IpldMap.builder()
                .put("events", Ipld.listOf(ExampleEntity.history()))
                .put("next", Ipld.NULL)
                .build()));
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    EventId id = EntityParams.id(arguments);
    int limit = arguments.integer("limit", 1, MAX_PAGE_EVENTS, USUAL_PAGE_EVENTS);
    Reader reader = Disclosure.reader(caller);
    Optional<EventId> after = EntityParams.event(arguments, "after");
    Optional<HistoryPage> page = state.history(reader, id, after.orElse(null), limit);
    if (page.isEmpty() && after.isPresent() && state.history(reader, id, null, 1).isPresent()) {
      throw RpcException.invalid("after", "is no event of the entity");
    }
    return CompletableFuture.completedStage(
        answer(page.orElseThrow(() -> new RpcException(RpcError.NOT_FOUND))));
  }

  private static JsonText answer(HistoryPage page) {
    List<Ipld> events = new ArrayList<>();
    page.entries().forEach(entry -> events.add(EntityJson.of(entry)));
    Ipld next = page.next().<Ipld>map(event -> Ipld.of(event.toString())).orElse(Ipld.NULL);
    return JsonText.of(
        IpldMap.builder().put("events", new Ipld.Sequence(events)).put("next", next));
  }
}
