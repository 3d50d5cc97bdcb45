package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.integer;
import static io.vivim.node.rpc.Schemas.list;
import static io.vivim.node.rpc.Schemas.object;
import static io.vivim.node.rpc.Schemas.optional;
import static io.vivim.node.rpc.Schemas.required;
import static io.vivim.node.rpc.Schemas.text;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.eventlog.Cursor;
import io.vivim.eventlog.EventLog;
import io.vivim.events.EventLimits;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code node_info}: which node this is, how far its log has come, and what it takes. */
final class NodeInfo implements RpcMethod {
  private static final Signature SIGNATURE =
      new Signature(
          "node_info",
          "Which node this is, how much it takes at once, and, with the node's token, how far its log"
              + " has come.",
          false,
          List.of(),
          object(
              "The node.",
              required("version", text("Of the program.")),
              required("engine", text("Of the store, such as h2.")),
              required("log", text("The log's id.", "[0-9a-f]{32}")),
              optional("position", integer("Events in the log.", 0, EventLimits.MAX_INTEGER)),
              optional("cursor", text("The place behind the last event.")),
              required("limits", object("Limits by name; times in milliseconds.")),
              required("addresses", list("Where it listens.", text("An address.")))),
          List.of(),
          new Signature.Example(
              IpldMap.EMPTY,
              IpldMap.builder()
                  .put("version", Ipld.of("0.1.0"))
                  .put("engine", Ipld.of("h2"))
                  .put("log", Ipld.of("00112233445566778899aabbccddeeff"))
                  .put("position", Ipld.of(7))
                  .put("cursor", Ipld.of("00112233445566778899aabbccddeeff.7"))
                  .put("limits", IpldMap.builder().put("batchCalls", Ipld.of(100)).build())
                  .put("addresses", Schemas.texts(List.of("http://127.0.0.1:8645")))
                  .build()));

  private final String version;
  private final EventLog log;
  private final RpcLimits limits;
  private final String address;

  NodeInfo(String version, EventLog log, RpcLimits limits, String address) {
    this.version = version;
    this.log = log;
    this.limits = limits;
    this.address = address;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) {
    Cursor head = log.head();
    IpldMap.Builder answer =
        IpldMap.builder()
            .put("version", Ipld.of(version))
            .put("engine", Ipld.of(log.stats().store().engine()))
            .put("log", Ipld.of(head.log().toHex()))
            .put("limits", limits())
            .put("addresses", Schemas.texts(List.of(address)));
    if (caller.mayCount()) {
      answer.put("position", Ipld.of(head.position())).put("cursor", Ipld.of(head.toString()));
    }
    return CompletableFuture.completedStage(JsonText.of(answer));
  }

  private IpldMap limits() {
    return IpldMap.builder()
        .put("bodyBytes", Ipld.of(limits.bodyBytes()))
        .put("batchCalls", Ipld.of(limits.batchCalls()))
        .put("depth", Ipld.of(limits.depth()))
        .put("answerChars", Ipld.of(limits.answerChars()))
        .put("callMillis", Ipld.of(limits.callTime().toMillis()))
        .put("requestMillis", Ipld.of(limits.requestTime().toMillis()))
        .put("pageEvents", Ipld.of(EventQuery.MAX_PAGE_EVENTS))
        .put("headerBytes", Ipld.of(EventLimits.MAX_HEADER_BYTES))
        .put("payloadBytes", Ipld.of(EventLimits.MAX_PAYLOAD_BYTES))
        .build();
  }
}
