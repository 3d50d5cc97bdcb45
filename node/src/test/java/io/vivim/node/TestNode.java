package io.vivim.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import io.vivim.did.CheapKeys;
import io.vivim.did.Passphrase;
import io.vivim.node.blocks.Building;
import io.vivim.node.rpc.HttpCalls;
import io.vivim.node.rpc.Listen;
import io.vivim.node.rpc.RpcOptions;
import io.vivim.store.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A whole node in this process, with keys of its own, asked over HTTP. */
final class TestNode implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  final HttpCalls anyone;
  final HttpCalls owner;
  private final Node node;
  private final List<Throwable> faults = Collections.synchronizedList(new ArrayList<>());

  /** What whoever runs it was told. */
  final List<String> alarms = Collections.synchronizedList(new ArrayList<>());

  TestNode(Path folder, Engine engine) throws IOException {
    this(folder, engine, Optional.empty());
  }

  TestNode(Path folder, Engine engine, Optional<Building> building) throws IOException {
    node =
        Node.start(
            new Node.Config(
                "1.2.3",
                folder.resolve("data-" + engine),
                Optional.of(engine),
                CheapKeys.at(folder.resolve("keys")),
                Optional.of(Passphrase.of("tea".toCharArray(), InsecureSecretKeyAccess.get())),
                building,
                RpcOptions.DEFAULT.withListen(new Listen("127.0.0.1", 0))),
            new Node.Machine(() -> NOW, System::nanoTime, new SecureRandom()),
            faults::add,
            alarms::add);
    anyone = HttpCalls.to(node.address());
    owner = anyone.withToken(Files.readString(node.tokenFile()).strip());
  }

  /** Makes an identity, and tells its DID. */
  String identity(String name) {
    return owner.result("identity_create", "[\"" + name + "\"]").path("did").asText();
  }

  /** Params in which a test may write quotes as apostrophes. */
  JsonNode does(String method, String params) {
    return owner.result(method, params.replace('\'', '"'));
  }

  /** Makes an entity, and tells its id. */
  String made(String params) {
    JsonNode written = does("entity_create", params);
    if (!written.path("ground").asText().equals("counts")) {
      throw new AssertionError(written.toString());
    }
    return written.path("id").asText();
  }

  JsonNode entity(String id) {
    return owner.result("entity_get", "[\"" + id + "\"]");
  }

  /** The detail of a refusal of this code. */
  String detail(String code, String method, String params) {
    JsonNode data = owner.call(method, params.replace('\'', '"')).path("error").path("data");
    if (!data.path("code").asText().equals(code)) {
      throw new AssertionError(params + ": " + data);
    }
    return data.path("detail").asText();
  }

  String address() {
    return node.address();
  }

  long position() {
    return owner.result("node_info", "[]").path("position").asLong();
  }

  /** Closes it; a test that brought about a fault of the node fails. */
  @Override
  public void close() {
    node.close();
    if (!faults.isEmpty()) {
      throw new AssertionError("the node has faults", faults.get(0));
    }
  }
}
