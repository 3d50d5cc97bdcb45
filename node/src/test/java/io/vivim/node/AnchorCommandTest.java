package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vivim.anchors.Anchors;
import io.vivim.anchors.Http;
import io.vivim.anchors.OpenTimestampsAnchor;
import io.vivim.blockbuilder.BlockLimits;
import io.vivim.codec.Bytes;
import io.vivim.did.SigningKey;
import io.vivim.node.Terminal.Outcome;
import io.vivim.node.blocks.AnchorPlan;
import io.vivim.node.blocks.Building;
import io.vivim.store.Engine;
import io.vivim.store.Store;
import io.vivim.store.StoreOptions;
import io.vivim.store.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchorCommandTest {
  private static final Bytes NOTE = Bytes.utf8("log\n7\nroot\n\n— log signature\n");

  @TempDir Path folder;

  private final HttpServer calendar;
  private final AtomicBoolean hasBlock = new AtomicBoolean();
  private final AtomicBoolean isAsked = new AtomicBoolean();

  AnchorCommandTest() throws IOException {
    calendar = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    calendar.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          isAsked.set(true);
          boolean isPromise = exchange.getRequestURI().getPath().equals("/digest");
          // SHA-256, then an attestation: this calendar's, or that of block 5 of Bitcoin.
          byte[] body =
              Bytes.concat(
                      Bytes.fromHex(
                          isPromise ? "080083dfe30d2ef90c8e" : "08000588960d73d719010105"),
                      isPromise ? counted(counted(Bytes.utf8(address()))) : Bytes.EMPTY)
                  .toArray();
          boolean isKnown = isPromise || hasBlock.get();
          exchange.sendResponseHeaders(isKnown ? 200 : 404, isKnown ? body.length : -1);
          if (isKnown) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
  }

  private static Bytes counted(Bytes bytes) {
    return Bytes.concat(Bytes.owning(new byte[] {(byte) bytes.size()}), bytes);
  }

  private String address() {
    return "http://127.0.0.1:" + calendar.getAddress().getPort();
  }

  @BeforeEach
  void start() {
    calendar.start();
  }

  @AfterEach
  void stop() {
    calendar.stop(0);
  }

  /** A data folder in which a checkpoint was promised to be anchored. */
  private String promised() {
    return promised(folder.resolve("data"));
  }

  private String promised(Path data) {
    try (Store store = Stores.open(data, Engine.H2, StoreOptions.DEFAULT)) {
      Anchors.prepare(store);
      Anchors anchors =
          Anchors.open(
              store,
              store,
              List.of(
                  new OpenTimestampsAnchor(
                      "opentimestamps",
                      List.of(URI.create(address())),
                      new Http(),
                      new SecureRandom())),
              Duration.ofHours(1),
              InstantSource.system(),
              new SecureRandom());
      anchors.follow("log", 7, NOTE);
      anchors.work();
    }
    return data.toString();
  }

  @Test
  void statusTellsOfEachAnchoring() {
    String data = promised();
    Outcome outcome = Terminal.run("anchor", "status", "--data", data);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.lines())
        .containsExactly("1 pending opentimestamps log 7 promised by 1 of 1 calendars");
    assertThat(Terminal.run("anchor", "status", "1", "--json", "--data", data).out())
        .contains("\"state\":\"pending\"", "\"size\":7", "\"digest\":\"", "\"next\":\"");
  }

  @Test
  void whereNothingIsAnchoredStatusSaysSo() throws Exception {
    Path data = folder.resolve("data-" + Engine.H2);
    String[] status = {"anchor", "status", "--data", data.toString()};
    try (TestNode node = new TestNode(folder, Engine.H2)) {
      assertThat(node.position()).isZero();
      assertThat(Terminal.run(status).complaints())
          .singleElement()
          .asString()
          .contains("nothing is anchored yet", "--anchor-calendar");
    }
    Outcome stopped = Terminal.run(status);
    assertThat(stopped.code()).isEqualTo(ExitCode.GOOD);
    assertThat(stopped.out()).isEmpty();
    assertThat(stopped.complaints()).hasSize(1);
  }

  @Test
  void upgradeFetchesTheProofAndItIsExportedBesideItsCheckpoint() throws Exception {
    String data = promised();
    hasBlock.set(true);
    Outcome outcome =
        Terminal.run("anchor", "upgrade", "--anchor-calendar", address(), "--data", data);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.lines())
        .containsExactly("1 confirmed opentimestamps log 7 in block 5 of Bitcoin, a calendar says");
    Path file = folder.resolve("checkpoint");
    assertThat(Terminal.run("anchor", "status", "--export", file.toString(), "--data", data).code())
        .isZero();
    assertThat(Files.readAllBytes(file)).isEqualTo(NOTE.toArray());
    Bytes proof = Bytes.owning(Files.readAllBytes(folder.resolve("checkpoint.ots")));
    assertThat(proof.startsWith(Bytes.fromHex("004f70656e54696d657374616d7073"))).isTrue();
    assertThat(proof.indexOf(Anchors.digest(NOTE), 0)).isPositive();
  }

  @Test
  void aNodeThatBuildsAnchorsItsPublicLogAndWhatItBeganGoesOnWithoutIt() throws Exception {
    AnchorPlan plan =
        new AnchorPlan(
            List.of(
                new OpenTimestampsAnchor(
                    "opentimestamps",
                    List.of(URI.create(address())),
                    new Http(),
                    new SecureRandom())),
            Duration.ofHours(1));
    BlockLimits each = new BlockLimits(1, 1 << 20, Duration.ofSeconds(10));
    Building building = new Building(SigningKey.generate(), each, Optional.empty(), plan);
    try (TestNode node = new TestNode(folder, Engine.H2, Optional.of(building))) {
      node.identity("ann");
      node.made("{'kind':'acu','as':'ann','scope':'public','fields':{'title':'1'}}");
      while (!isAsked.get()) {
        Thread.onSpinWait();
      }
    }
    hasBlock.set(true);
    String data = folder.resolve("data-" + Engine.H2).toString();
    String[] upgrade = {"anchor", "upgrade", "--anchor-calendar", address(), "--data", data};
    // The node may have ended before it had kept what the calendar promised.
    Terminal.run(upgrade);
    Outcome outcome = Terminal.run(upgrade);
    assertThat(outcome.out())
        .startsWith("1 confirmed opentimestamps vivim/z6Mk")
        .contains("/public 1 in block 5 of Bitcoin");
  }

  @Test
  void aNodeThatRunsIsAskedHowFarItIs() throws Exception {
    String data = folder.resolve("data-" + Engine.H2).toString();
    Path file = folder.resolve("checkpoint");
    promised(Path.of(data));
    try (TestNode node = new TestNode(folder, Engine.H2)) {
      assertThat(Terminal.run("anchor", "status", "--data", data).lines())
          .containsExactly("1 pending opentimestamps log 7 promised by 1 of 1 calendars");
      Outcome upgrade =
          Terminal.run("anchor", "upgrade", "--anchor-calendar", address(), "--data", data);
      assertThat(upgrade.code()).isEqualTo(ExitCode.REFUSED);
      assertThat(upgrade.err()).contains("a node runs there", "vivim anchor status", "stop it");
      assertThat(node.anyone.call("block_anchors", "[]").toString()).contains("token-needed");
    }
    hasBlock.set(true);
    Terminal.run("anchor", "upgrade", "--anchor-calendar", address(), "--data", data);
    String[] export = {"anchor", "status", "--json", "--export", file.toString(), "--data", data};
    String stopped = Terminal.run(export).out();
    Path proof = folder.resolve("checkpoint.ots");
    byte[] exported = Files.readAllBytes(proof);
    Files.delete(proof);
    try (TestNode node = new TestNode(folder, Engine.H2)) {
      assertThat(Terminal.run(export).out()).isEqualTo(stopped).contains("confirmed");
      assertThat(Files.readAllBytes(file)).isEqualTo(NOTE.toArray());
      assertThat(Files.readAllBytes(proof)).isEqualTo(exported);
      assertThat(Terminal.run("anchor", "status", "2", "--data", data).err())
          .contains("there is no anchoring 2");
      assertThat(node.does("block_anchors", "{'limit':1}").path("next").asInt()).isEqualTo(2);
      assertThat(node.does("block_anchors", "{'from':2}").path("anchorings")).isEmpty();
    }
  }

  @Test
  void anAnchorThatIsDownIsToldWithTheReason() {
    String data = promised();
    stop();
    Outcome outcome =
        Terminal.run("anchor", "upgrade", "--anchor-calendar", address(), "--data", data);
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .startsWith("1 pending opentimestamps log 7 unreachable: " + address());
  }

  @Test
  void whatIsNotConfirmedHasNoProof() {
    String data = promised();
    String file = folder.resolve("checkpoint").toString();
    for (String number : new String[] {"1", "2"}) {
      Outcome outcome = Terminal.run("anchor", "status", number, "--export", file, "--data", data);
      assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
      assertThat(outcome.err()).isNotEmpty();
    }
    assertThat(Terminal.run("anchor", "status", "--export", file, "--data", data).err())
        .contains("nothing is confirmed yet");
    assertThat(Files.exists(Path.of(file))).isFalse();
  }

  @Test
  void anAnchorIsNamedWhole() throws Exception {
    String data = promised();
    String empty = Files.writeString(folder.resolve("empty"), "").toString();
    String key = Files.writeString(folder.resolve("key"), "11".repeat(32)).toString();
    String place = address();
    assertUsage("--anchor-tsa goes with", data, "--anchor-tsa", place);
    assertUsage("--anchor-tsa goes with", data, "--anchor-tsa-certificate", empty);
    assertUsage("--anchor-evm goes with", data, "--anchor-evm", place);
    assertUsage(
        "goes with --anchor-evm-chain", data, "--anchor-evm", place, "--anchor-evm-key", key);
    assertUsage("--anchor-evm goes with", data, "--anchor-evm-chain", "1");
    assertUsage("--anchor-evm goes with", data, "--anchor-evm-gas-price", "1");
    assertUsage("takes the address", data, "--anchor-calendar", "ftp://127.0.0.1");
    assertUsage("takes the address", data, "--anchor-calendar", "no address");
    Outcome outcome =
        Terminal.run(
            "anchor",
            "upgrade",
            "--data",
            data,
            "--anchor-tsa",
            place,
            "--anchor-tsa-certificate",
            empty);
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.err()).contains("empty has no certificate");
    outcome =
        Terminal.run(
            "anchor",
            "upgrade",
            "--data",
            data,
            "--anchor-evm",
            place,
            "--anchor-evm-chain",
            "1",
            "--anchor-evm-key",
            empty);
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.err()).contains("empty has no key");
    outcome = Terminal.run("anchor", "upgrade", "--data", data);
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.err()).contains("no anchor is named");
  }

  /** Where the node would start if it heeded none of them, it would not know where to listen. */
  @Test
  void aNodeThatMakesNoBlocksIsNotToldWhereToTakeThem() {
    String place = address();
    for (String[] options :
        new String[][] {
          {"--anchor-calendar", "public"},
          {"--anchor-tsa", place},
          {"--anchor-evm-chain", "1"},
          {"--anchor-every", "5"},
          {"--witnesses", "policy"}
        }) {
      Outcome outcome = node(options);
      assertThat(outcome.code()).as(options[0]).isEqualTo(ExitCode.USAGE);
      assertThat(outcome.err()).contains(options[0] + " is for a node that makes blocks");
    }
  }

  @Test
  void aTimeBetweenCheckpointsIsThatOfAnAnchor() {
    assertThat(node("--build", "b", "--anchor-every", "5").err())
        .contains("--anchor-every goes with");
    assertThat(node("--build", "b", "--anchor-every", "0", "--anchor-calendar", "public").err())
        .contains("--anchor-every is 1 or more");
  }

  private Outcome node(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "node",
                "--listen",
                "nowhere",
                "--data",
                folder.resolve("none").toString(),
                "--keys",
                folder.resolve("keys").toString()));
    command.addAll(List.of(options));
    return Terminal.runIn(
        Terminal.quietSurroundings(Map.of("VIVIM_PASSPHRASE", "tea")),
        InputStream.nullInputStream(),
        command.toArray(String[]::new));
  }

  private static void assertUsage(String words, String data, String... options) {
    String[] command = new String[options.length + 4];
    System.arraycopy(new String[] {"anchor", "upgrade", "--data", data}, 0, command, 0, 4);
    System.arraycopy(options, 0, command, 4, options.length);
    Outcome outcome = Terminal.run(command);
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains(words);
  }
}
