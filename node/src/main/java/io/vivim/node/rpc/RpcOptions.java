package io.vivim.node.rpc;

import java.util.Set;

/**
 * What a server is run by.
 *
 * @param hosts names under which it may be called, beside this machine's own and the one listened
 *     on
 */
public record RpcOptions(Listen listen, Set<String> hosts, RpcLimits limits) {
  public static final RpcOptions DEFAULT =
      new RpcOptions(Listen.DEFAULT, Set.of(), RpcLimits.DEFAULT);

  public RpcOptions {
    hosts = Set.copyOf(hosts);
  }

  public RpcOptions withListen(Listen value) {
    return new RpcOptions(value, hosts, limits);
  }

  public RpcOptions withHosts(Set<String> value) {
    return new RpcOptions(listen, value, limits);
  }

  public RpcOptions withLimits(RpcLimits value) {
    return new RpcOptions(listen, hosts, value);
  }
}
