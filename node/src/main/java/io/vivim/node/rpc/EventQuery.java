package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.integer;
import static io.vivim.node.rpc.Schemas.list;
import static io.vivim.node.rpc.Schemas.object;
import static io.vivim.node.rpc.Schemas.orNull;
import static io.vivim.node.rpc.Schemas.required;
import static io.vivim.node.rpc.Schemas.text;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Filter;
import io.vivim.eventlog.Page;
import io.vivim.eventlog.PageMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code event_query}: the events that a filter matches, the newest first, a page at a time. */
final class EventQuery implements RpcMethod {
  static final int MAX_PAGE_EVENTS = 500;
  static final int USUAL_PAGE_EVENTS = 100;

  /** A page ends early here, or ten pages of large events would be all that memory holds. */
  static final int MAX_PAGE_CHARS = 2 * 1024 * 1024;

  private final EventLog log;
  private final Disclosure disclosure;
  private final Marks marks;

  EventQuery(EventLog log, Disclosure disclosure, Marks marks) {
    this.log = log;
    this.disclosure = disclosure;
    this.marks = marks;
  }

  @Override
  public Signature signature() {
    return new Signature(
        "event_query",
        "The events that match a filter, the newest first; other than public ones only with the"
            + " node's token.",
        false,
        List.of(
            Parameter.optional("filter", "Which events; else all.", SharedSchemas.FILTER),
            Parameter.optional(
                "limit",
                "So many at most; else " + USUAL_PAGE_EVENTS + ".",
                integer("Events of a page.", 1, MAX_PAGE_EVENTS)),
            Parameter.optional(
                "after",
                "Go on behind this mark, which an earlier page of the same filter told as next since the"
                    + " node was started.",
                text("A mark.", "[0-9a-f]+"))),
        object(
            "A page. It may have fewer events than there are, even none; the next begins at next.",
            required("events", list("The events.", SharedSchemas.PLACED_EVENT)),
            required("next", orNull(text("Where to go on; null behind the last event.")))),
        List.of(),
        new Signature.Example(
            IpldMap.builder()
                .put(
                    "filter",
                    IpldMap.builder()
                        .put("authors", Schemas.texts(List.of(ExampleEvent.AUTHOR)))
                        .put("types", Schemas.texts(List.of("memory:create")))
                        .build())
                .put("limit", Ipld.of(10))
                .build(),
            IpldMap.builder()
                .put("events", Ipld.listOf(ExampleEvent.placed()))
                .put("next", Ipld.NULL)
                .build()));
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    Filter filter = FilterJson.read("filter", arguments.value("filter").orElse(IpldMap.EMPTY));
    int limit = arguments.integer("limit", 1, MAX_PAGE_EVENTS, USUAL_PAGE_EVENTS);
    @Nullable PageMark after = mark(arguments, caller);
    Optional<Filter> allowed = disclosure.narrowed(caller, filter);
    return CompletableFuture.completedStage(
        allowed.isEmpty()
            ? answer(List.of(), Optional.empty(), caller)
            : page(allowed.get(), after, limit, caller));
  }

  private @Nullable PageMark mark(Arguments arguments, Caller caller) throws RpcException {
    Optional<String> text = arguments.text("after");
    if (text.isEmpty()) {
      return null;
    }
    return marks
        .open(text.get(), question(caller))
        .map(PageMark::new)
        .orElseThrow(() -> RpcException.invalid("after", "is no mark"));
  }

  private JsonText page(Filter filter, @Nullable PageMark after, int limit, Caller caller) {
    Page page = log.query(filter, after, limit);
    List<JsonText> events = new ArrayList<>();
    int chars = 0;
    for (AppendedEvent event : page.events()) {
      JsonText answer = EventAnswers.of(event, caller);
      chars += answer.text().length();
      if (chars > MAX_PAGE_CHARS && !events.isEmpty()) {
        // Asked for what fits, the log tells the mark behind it.
        return page(filter, after, events.size(), caller);
      }
      events.add(answer);
    }
    return answer(events, page.next(), caller);
  }

  /** A mark has a position in it, and may be the place of an event that the caller may not see. */
  private JsonText answer(List<JsonText> events, Optional<PageMark> next, Caller caller) {
    return JsonText.object(
        new JsonText.Field("events", JsonText.list(events)),
        new JsonText.Field(
            "next",
            next.map(mark -> JsonText.of(marks.seal(mark.place(), question(caller))))
                .orElse(JsonText.NULL)));
  }

  private static String question(Caller caller) {
    return "event_query " + caller;
  }
}
