package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.text;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.LogScope;
import io.vivim.statemachine.Reader;
import io.vivim.statemachine.State;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code entity_conflicts}: the entities of a scope about which writers disagree. */
final class EntityConflicts implements RpcMethod {
  private final State state;
  private final EntityPages pages;

  EntityConflicts(State state, EntityPages pages) {
    this.state = state;
    this.pages = pages;
  }

  @Override
  public Signature signature() {
    return new Signature(
        "entity_conflicts",
        "The entities of a scope about which writers disagree; none of a scope that the caller may"
            + " not see.",
        false,
        List.of(
            Parameter.required(
                "scope",
                "Where they are.",
                text("public, circle:<id>, private:<did> or local:<did>.")),
            EntityPages.LIMIT,
            EntityPages.AFTER),
        EntityPages.RESULT,
        List.of(),
        new Signature.Example(
            IpldMap.builder().put("scope", Ipld.of("public")).build(), EntityPages.example()));
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    LogScope scope =
        EntityParams.logScope(arguments)
            .orElseThrow(() -> RpcException.invalid("scope", "is missing"));
    Reader reader = Disclosure.reader(caller);
    return CompletableFuture.completedStage(
        pages.answer(
            arguments,
            caller + " conflicts " + scope,
            (after, limit) -> state.conflicts(reader, scope, after, limit)));
  }
}
