package io.vivim.node.rpc;

import java.util.List;

/** The list of methods; whoever writes one adds it here and nowhere else. */
final class Methods {
  private Methods() {}

  static List<RpcMethod> of(RpcParts parts, RpcLimits limits, String address) {
    return List.of(
        new NodeInfo(parts.version(), parts.log(), limits, address),
        new IdentityCreate(parts.keys(), parts.passphrase()),
        new EventSubmit(parts.log()),
        new EventGet(parts.log()),
        new EventQuery(parts.log()),
        new EntitySearch(parts.log(), parts.search()));
  }
}
