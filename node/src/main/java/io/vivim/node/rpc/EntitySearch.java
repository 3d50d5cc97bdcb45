package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.anyOf;
import static io.vivim.node.rpc.Schemas.integer;
import static io.vivim.node.rpc.Schemas.list;
import static io.vivim.node.rpc.Schemas.object;
import static io.vivim.node.rpc.Schemas.optional;
import static io.vivim.node.rpc.Schemas.orNull;
import static io.vivim.node.rpc.Schemas.required;
import static io.vivim.node.rpc.Schemas.text;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.EventLog;
import io.vivim.events.EventId;
import io.vivim.events.EventLimits;
import io.vivim.node.ledger.Search;
import io.vivim.node.ledger.SearchJson;
import io.vivim.search.Embedding;
import io.vivim.search.SearchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** {@code entity_search}: entities by words, tags and neighbourhood, a page at a time. */
final class EntitySearch implements RpcMethod {
  static final int MAX_PAGE_HITS = 100;
  static final int USUAL_PAGE_HITS = 20;

  private static final Signature SIGNATURE =
      new Signature(
          "entity_search",
          "The entities that match a text, tags and an embedding, the best first, or the newest"
              + " where there is neither text nor embedding; other than public ones only with the"
              + " node's token.",
          false,
          List.of(
              Parameter.optional(
                  "text",
                  "Words that all have to be there; \"a phrase\"; a prefix*.",
                  text("A text.")),
              Parameter.optional(
                  "tags",
                  "By name values of which one has to be there; those of the field tags have the"
                      + " name tag.",
                  object("Arrays of strings by name.")),
              Parameter.optional("kind", "The kind of entity.", text("Such as memory.")),
              Parameter.optional("owner", "Whose it is.", KeyNames.OWNER),
              Parameter.optional(
                  "embedding",
                  "To be near to: float32 numbers in little endian, or an array of numbers.",
                  anyOf(
                      SharedSchemas.BYTES,
                      list(
                          "Numbers.",
                          IpldMap.builder().put("type", Ipld.of("number")).build(),
                          Embedding.MAX_DIMENSION))),
              Parameter.optional(
                  "embeddingModel",
                  "What the embedding was made with; it is near only to others of it.",
                  text("The name of a model.")),
              Parameter.optional(
                  "limit",
                  "So many at most; else " + USUAL_PAGE_HITS + ".",
                  integer("Hits of a page.", 1, MAX_PAGE_HITS)),
              Parameter.optional(
                  "after",
                  "Go on behind this mark, which an earlier page of the same search told as next.",
                  text("A mark.", "[0-9a-f]+")),
              Parameter.optional(
                  "waitFor",
                  "Answer once the index knows this event, or, with the node's token, has come to"
                      + " this position of the log.",
                  anyOf(SharedSchemas.CID, integer("A position.", 0, EventLimits.MAX_INTEGER)))),
          object(
              "A page. It may have fewer hits than there are, even none; the next begins at next.",
              required(
                  "hits",
                  list(
                      "What was found.",
                      object(
                          "A hit.",
                          required(
                              "score", IpldMap.builder().put("type", Ipld.of("number")).build()),
                          required("entity", object("The entity as it is now."))))),
              required("next", orNull(text("Where to go on; null behind the last hit."))),
              optional(
                  "indexedTo",
                  integer(
                      "The index knows the log up to this position; with the node's token.",
                      0,
                      EventLimits.MAX_INTEGER))),
          List.of(RpcError.SEARCH_FAILED),
          new Signature.Example(
              IpldMap.builder().put("text", Ipld.of("green tea")).put("limit", Ipld.of(5)).build(),
              IpldMap.builder()
                  .put("hits", Ipld.listOf())
                  .put("next", Ipld.NULL)
                  .put("indexedTo", Ipld.of(7))
                  .build()));

  private final EventLog log;
  private final Disclosure disclosure;
  private final Search search;
  private final Marks marks;
  private final KeyNames names;

  EntitySearch(EventLog log, Disclosure disclosure, Search search, Marks marks, KeyNames names) {
    this.log = log;
    this.disclosure = disclosure;
    this.search = search;
    this.marks = marks;
    this.names = names;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    SearchParams asked =
        SearchParams.of(arguments, marks, question(caller), names.owner(arguments, caller));
    int limit = arguments.integer("limit", 1, MAX_PAGE_HITS, USUAL_PAGE_HITS);
    long position = waitFor(arguments, caller);
    CompletionStage<Void> ready =
        position == 0 ? CompletableFuture.completedStage(null) : search.waitFor(position);
    return ready
        .thenApply(done -> page(caller, asked, limit))
        .exceptionally(
            failure -> {
              throw new CompletionException(told(failure));
            });
  }

  /** Nobody may wait for what is not in the log yet, or those who wait would be without number. */
  private long waitFor(Arguments arguments, Caller caller) throws RpcException {
    Optional<Ipld> given = arguments.value("waitFor");
    if (given.isEmpty()) {
      return 0;
    }
    if (given.get() instanceof Ipld.Text text) {
      return EventId.parse(text.value())
          .flatMap(log::find)
          .filter(event -> disclosure.maySee(caller, event.event().logScope()))
          .map(AppendedEvent::position)
          .orElseThrow(() -> RpcException.invalid("waitFor", "is no event here"));
    }
    if (caller.mayCount()
        && given.get() instanceof Ipld.Int number
        && number.fitsLong()
        && number.asLong() >= 0
        && number.asLong() <= log.head().position()) {
      return number.asLong();
    }
    throw RpcException.invalid(
        "waitFor",
        caller.mayCount()
            ? "is no position of the log, whose head is " + log.head().position()
            : "is no event's id; positions go with the node's token");
  }

  private static Throwable told(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof SearchException ? new RpcException(RpcError.SEARCH_FAILED) : failure;
  }

  private static String question(Caller caller) {
    return "entity_search " + caller;
  }

  private JsonText page(Caller caller, SearchParams asked, int limit) {
    Search.Page page =
        search.find(Disclosure.reader(caller), query -> asked.addTo(query).limit(limit));
    List<JsonText> hits = new ArrayList<>();
    int chars = 0;
    for (Search.Hit hit : page.hits()) {
      JsonText answer = JsonText.of(SearchJson.of(hit));
      chars += answer.text().length();
      if (chars > EventQuery.MAX_PAGE_CHARS && !hits.isEmpty()) {
        // Asked for what fits, the index tells the mark behind it.
        return page(caller, asked, hits.size());
      }
      hits.add(answer);
    }
    List<JsonText.Field> fields = new ArrayList<>();
    fields.add(new JsonText.Field("hits", JsonText.list(hits)));
    fields.add(
        new JsonText.Field(
            "next",
            page.next()
                .map(mark -> marks.seal(Bytes.fromHex(mark.toString()), question(caller)))
                .map(JsonText::of)
                .orElse(JsonText.NULL)));
    if (caller.mayCount()) {
      fields.add(new JsonText.Field("indexedTo", new JsonText(Long.toString(page.indexedTo()))));
    }
    return JsonText.object(fields.toArray(new JsonText.Field[0]));
  }
}
