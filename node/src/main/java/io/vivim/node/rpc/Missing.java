package io.vivim.node.rpc;

import io.vivim.events.EventId;
import io.vivim.node.ledger.Remains;
import io.vivim.statemachine.State;

/** Says of an entity that is not to be had why that is, to those who may know. */
final class Missing {
  private static final String NOT_HERE = "It is unknown here: with the token all is seen that is.";
  private static final String IN_HISTORY = "entity_history lists its events.";

  private Missing() {}

  static RpcException entity(State state, Caller caller, EventId id) {
    return Remains.of(state, Disclosure.reader(caller), id)
        .map(why -> new RpcException(RpcError.NOT_FOUND, why, IN_HISTORY))
        .orElseGet(
            () ->
                caller == Caller.OWNER
                    ? new RpcException(RpcError.NOT_FOUND, "", NOT_HERE)
                    : new RpcException(RpcError.NOT_FOUND));
  }
}
