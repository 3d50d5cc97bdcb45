package io.vivim.node.rpc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All methods by name, {@code rpc.discover} included, which tells of them all. */
final class MethodTable {
  private final Map<String, RpcMethod> methods = new LinkedHashMap<>();

  MethodTable(List<RpcMethod> given, OpenRpc document) {
    List<Signature> signatures = new ArrayList<>();
    given.forEach(method -> signatures.add(method.signature()));
    signatures.add(Discover.SIGNATURE);
    given.forEach(this::add);
    add(new Discover(JsonText.of(document.of(signatures))));
  }

  private void add(RpcMethod method) {
    String name = method.signature().name();
    if (methods.put(name, method) != null) {
      throw new IllegalArgumentException("two methods are named " + name);
    }
  }

  Optional<RpcMethod> find(String name) {
    return Optional.ofNullable(methods.get(name));
  }
}
