package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.blockbuilder.BlockLimits;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.Witness;
import io.vivim.blockbuilder.note.NoteCheck;
import io.vivim.blockbuilder.note.NoteSigner;
import io.vivim.blockbuilder.note.Policy;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.events.LogScope;
import io.vivim.node.blocks.Building;
import io.vivim.node.rpc.HttpCalls;
import io.vivim.node.rpc.Listen;
import io.vivim.node.rpc.RpcOptions;
import io.vivim.node.rpc.WitnessServer;
import io.vivim.store.Engine;
import io.vivim.store.Stores;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A witness and a node that asks it, over real HTTP. */
class WitnessServerTest {
  private static final SigningKey BUILDER = SigningKey.generate();
  private static final LogOrigin ORIGIN = new LogOrigin(BUILDER.did(), LogScope.PUBLIC);
  private static final NoteCheck CHECK = new NoteCheck(SignatureVerifier.create());
  private static final NoteSigner WITNESS = NoteSigner.witness("w", SigningKey.generate());

  @TempDir Path folder;
  private final List<Throwable> faults = Collections.synchronizedList(new ArrayList<>());
  private WitnessServer server;

  @BeforeEach
  void serve() throws Exception {
    Witness witness =
        Witness.open(
            Stores.inMemory(),
            WITNESS,
            origin -> origin.equals(ORIGIN.text()) ? List.of(ORIGIN.key()) : List.of(),
            CHECK,
            InstantSource.fixed(TestNode.NOW));
    server =
        WitnessServer.start(
            RpcOptions.DEFAULT.withListen(new Listen("127.0.0.1", 0)),
            witness,
            System::nanoTime,
            faults::add);
  }

  @AfterEach
  void close() {
    server.close();
    assertThat(faults).isEmpty();
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.address() + path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aNodesBlocksAreWitnessedOneAfterTheOther() throws Exception {
    Policy.Witness asked = new Policy.Witness(WITNESS.verifier(), Optional.of(server.address()));
    Policy policy = Policy.of(1, List.of(asked));
    BlockLimits each = new BlockLimits(1, 1 << 20, Duration.ofSeconds(10));
    Building building = new Building(BUILDER, each, Optional.of(policy));
    try (TestNode node = new TestNode(folder, Engine.H2, Optional.of(building))) {
      node.identity("ann");
      for (int size = 1; size <= 3; size++) {
        node.made(
            "{'kind':'acu','as':'ann','scope':'public','fields':{'title':'%d'}}".formatted(size));
        String text = "";
        while (!text.startsWith(ORIGIN.text() + "\n" + size + "\n")
            || !policy.isMetBy(SignedNote.parse(Bytes.utf8(text)), CHECK)) {
          text = node.does("block_checkpoint", "[]").path("checkpoint").asText();
        }
        assertThat(node.does("block_checkpoint", "[]").path("witnessed").asBoolean()).isTrue();
      }
    }
    String hash = Multihash.sha256(Bytes.utf8(ORIGIN.text())).digest().toHex();
    HttpResponse<byte[]> latest = HttpCalls.to(server.address()).get("/" + hash + "/checkpoint");
    SignedNote note = SignedNote.parse(Bytes.owning(latest.body()));
    assertThat(note.text()).startsWith(ORIGIN.text() + "\n3\n");
    assertThat(policy.isMetBy(note, CHECK)).isTrue();
  }

  private void make(TestNode node, int entries) throws Exception {
    node.identity("ann");
    for (int each = 1; each <= entries; each++) {
      node.made(
          "{'kind':'acu','as':'ann','scope':'public','fields':{'title':'%d'}}".formatted(each));
    }
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aNodeThatHasLostWhatAWitnessCosignedRaisesAnAlarmThatStays() throws Exception {
    Policy policy =
        Policy.of(
            1, List.of(new Policy.Witness(WITNESS.verifier(), Optional.of(server.address()))));
    BlockLimits each = new BlockLimits(1, 1 << 20, Duration.ofSeconds(10));
    Optional<Building> building = Optional.of(new Building(BUILDER, each, Optional.of(policy)));
    String witnessed = "witnessed";
    try (TestNode node = new TestNode(folder.resolve("whole"), Engine.H2, building)) {
      make(node, 3);
      while (node.does("block_latest", "[]").path("block").path("height").asInt() < 2
          || !node.does("block_checkpoint", "[]").path(witnessed).asBoolean()) {
        Thread.onSpinWait();
      }
      assertThat(node.alarms).isEmpty();
      assertThat(node.does("block_forks", "[]").path("doubts")).isEmpty();
    }
    Path lost = folder.resolve("lost");
    try (TestNode node = new TestNode(lost, Engine.H2, building)) {
      make(node, 1);
      while (node.alarms.isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(List.copyOf(node.alarms))
          .filteredOn(line -> line.startsWith("ALARM"))
          .singleElement()
          .asString()
          .contains("3 entries");
      JsonNode doubt = node.does("block_forks", "[]").path("doubts").path(0);
      assertThat(doubt.path("origin").asText()).isEqualTo(ORIGIN.text());
      assertThat(doubt.path("kind").asText()).isEqualTo("ahead");
      assertThat(doubt.path("ours").asInt()).isEqualTo(1);
      assertThat(doubt.path("theirs").asInt()).isEqualTo(3);
    }
    String data = lost.resolve("data-" + Engine.H2).toString();
    Terminal.Outcome told = Terminal.run("block", "forks", "--data", data);
    assertThat(told.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(told.lines()).containsExactly("doubt " + ORIGIN.text() + " ahead 1 3 w");
    Optional<Building> alone = Optional.of(new Building(BUILDER, each, Optional.empty()));
    try (TestNode node = new TestNode(lost, Engine.H2, alone)) {
      assertThat(node.alarms).singleElement().asString().startsWith("ALARM").contains("3 entries");
    }
  }

  @Test
  void theCommandTellsWhereItListensAndByWhichKeyItCosigns() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Console console = new Console(InputStream.nullInputStream(), out, new ByteArrayOutputStream());
    StopSignal stop = new StopSignal();
    stop.asked().complete(null);
    Surroundings surroundings = Terminal.quietSurroundings(Map.of("VIVIM_PASSPHRASE", "tea"));
    VivimCommandLine vivim = new VivimCommandLine(console, surroundings, stop);
    String keys = folder.resolve("keys").toString();
    String data = folder.resolve("witness").toString();
    String key = ORIGIN.key().text();
    String[] serve = {
      "witness",
      "serve",
      "--data",
      data,
      "--keys",
      keys,
      "--key",
      "watcher",
      "--log",
      key,
      "--listen",
      "127.0.0.1:0"
    };
    assertThat(vivim.run(serve)).isZero();
    String first = out.toString(StandardCharsets.UTF_8);
    assertThat(first).containsPattern("listening on http://127.0.0.1:[0-9]+");
    assertThat(first).containsPattern("witness vivim-witness/z6Mk\\w+\\+[0-9a-f]{8}\\+B\\S+");
    assertThat(vivim.run(serve)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines().filter(each -> each.contains("+")))
        .hasSize(2)
        .containsOnly(first.lines().filter(each -> each.contains("+")).findFirst().orElseThrow());
  }

  @Test
  void whatIsNoRequestIsToldAsTheSpecificationSays() throws Exception {
    assertThat(post("/add-checkpoint", "junk").statusCode()).isEqualTo(400);
    assertThat(post("/", "junk").statusCode()).isEqualTo(404);
    assertThat(HttpCalls.to(server.address()).get("/add-checkpoint").statusCode()).isEqualTo(405);
    assertThat(
            HttpCalls.to(server.address()).get("/" + "0".repeat(64) + "/checkpoint").statusCode())
        .isEqualTo(404);
    String other = "old 0\n\nother\n1\n" + "A".repeat(43) + "=\n\n\u2014 other AAAAAAA=\n";
    assertThat(post("/add-checkpoint", other).statusCode()).isEqualTo(404);
  }
}
