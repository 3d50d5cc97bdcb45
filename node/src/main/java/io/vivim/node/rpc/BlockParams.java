package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.integer;
import static io.vivim.node.rpc.Schemas.object;
import static io.vivim.node.rpc.Schemas.required;
import static io.vivim.node.rpc.Schemas.text;

import io.vivim.blockbuilder.LogOrigin;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventLimits;
import io.vivim.node.blocks.ShownLogs;
import java.util.Optional;

/** What the methods about blocks have in common: how a log is named, and how a block is told. */
final class BlockParams {
  static final Parameter LOG =
      Parameter.optional(
          "log",
          "The log's origin; else the public log of the builder here.",
          text("An origin.", "vivim/.*"));

  static final IpldMap BLOCK =
      object(
          "A block.",
          required("cid", SharedSchemas.CID),
          required("origin", text("Of its log.")),
          required("builder", SharedSchemas.DID),
          required("height", integer("From 0.", 0, EventLimits.MAX_INTEGER)),
          required("prev", Schemas.orNull(SharedSchemas.CID)),
          required("first", integer("Of its leaves.", 0, EventLimits.MAX_INTEGER)),
          required("last", integer("Of its leaves.", 0, EventLimits.MAX_INTEGER)),
          required("root", text("Of the tree with its last leaf.", "[0-9a-f]{64}")),
          required("time", text("By its builder's clock.")),
          required("checkpoint", text("The note that its builder signed.")),
          required("bytes", SharedSchemas.BYTES));

  /** The public log of the builder of the examples. */
  static final String EXAMPLE =
      "vivim/" + ExampleEvent.AUTHOR.substring("did:key:".length()) + "/public";

  private BlockParams() {}

  /** The log that is meant; nothing where there is none that the caller may see. */
  static Optional<LogOrigin> log(
      Arguments arguments, ShownLogs logs, Disclosure disclosure, Caller caller)
      throws RpcException {
    Optional<String> named = arguments.text("log");
    if (named.isEmpty()) {
      return logs.usual();
    }
    LogOrigin origin =
        LogOrigin.parse(named.get())
            .orElseThrow(() -> RpcException.invalid("log", "is no origin of a log"));
    return Optional.of(origin).filter(each -> disclosure.maySee(caller, each.scope()));
  }

  static Ipld orNull(Optional<? extends Ipld> value) {
    return value.isPresent() ? value.get() : Ipld.NULL;
  }
}
