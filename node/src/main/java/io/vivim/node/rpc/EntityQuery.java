package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.text;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.statemachine.Query;
import io.vivim.statemachine.Reader;
import io.vivim.statemachine.State;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code entity_query}: entities by what, whose and where they are, a page at a time. */
final class EntityQuery implements RpcMethod {
  private final State state;
  private final EntityPages pages;
  private final KeyNames names;

  EntityQuery(State state, EntityPages pages, KeyNames names) {
    this.state = state;
    this.pages = pages;
    this.names = names;
  }

  @Override
  public Signature signature() {
    return new Signature(
        "entity_query",
        "The entities that are looked for, by kind, the newest of each first; those that are gone"
            + " are not found, and other than public ones only with the node's token.",
        false,
        List.of(
            Parameter.optional("kind", "What they are.", text("Such as memory.")),
            Parameter.optional("owner", "Whose they are.", KeyNames.OWNER),
            Parameter.optional(
                "scope",
                "Where they are.",
                text("public, circle:<id>, private:<did> or local:<did>.")),
            Parameter.optional(
                "refersTo",
                "What they refer to: whom a follow follows, the conversation of a message, what a"
                    + " like or a comment is about.",
                text("A DID, an address or an id.")),
            EntityPages.LIMIT,
            EntityPages.AFTER),
        EntityPages.RESULT,
        List.of(),
        new Signature.Example(
            IpldMap.builder().put("kind", Ipld.of("memory")).put("limit", Ipld.of(10)).build(),
            EntityPages.example(ExampleEntity.entity())));
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    Query query =
        new Query(
            arguments.text("kind"),
            names.owner(arguments, caller),
            EntityParams.logScope(arguments),
            arguments.text("refersTo"));
    Reader reader = Disclosure.reader(caller);
    return CompletableFuture.completedStage(
        pages.answer(
            arguments,
            caller + " " + query,
            (after, limit) -> state.query(reader, query, after, limit)));
  }
}
