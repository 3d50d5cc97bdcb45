package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.blockbuilder.BlockLimits;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.Witness;
import io.vivim.blockbuilder.note.NoteCheck;
import io.vivim.blockbuilder.note.NoteSigner;
import io.vivim.blockbuilder.note.Policy;
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
import io.vivim.testvectors.Stranger;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A running node, witnessed, and a stranger who asks it by HTTP and believes what adds up. */
class StrangerTest {
  private static final SigningKey BUILDER = SigningKey.generate();
  private static final LogOrigin ORIGIN = new LogOrigin(BUILDER.did(), LogScope.PUBLIC);
  private static final NoteSigner WITNESS = NoteSigner.witness("w", SigningKey.generate());
  private static final String WITNESS_KEY = WITNESS.verifier().text();
  private static final int EVENTS = 3;
  private static final List<String> PAGES =
      List.of("checkpoint", "tile/0/000.p/3", "tile/entries/000.p/3");

  @TempDir Path folder;
  private final List<Throwable> faults = Collections.synchronizedList(new ArrayList<>());
  private final List<String> events = new ArrayList<>();
  private WitnessServer server;
  private TestNode node;

  @BeforeEach
  void write() throws Exception {
    Witness witness =
        Witness.open(
            Stores.inMemory(),
            WITNESS,
            origin -> List.of(ORIGIN.key()),
            new NoteCheck(SignatureVerifier.create()),
            InstantSource.fixed(TestNode.NOW));
    RpcOptions anywhere = RpcOptions.DEFAULT.withListen(new Listen("127.0.0.1", 0));
    server = WitnessServer.start(anywhere, witness, System::nanoTime, faults::add);
    Policy.Witness asked = new Policy.Witness(WITNESS.verifier(), Optional.of(server.address()));
    BlockLimits each = new BlockLimits(1, 1 << 20, Duration.ofSeconds(10));
    Policy policy = Policy.of(1, List.of(asked));
    node =
        new TestNode(
            folder, Engine.H2, Optional.of(new Building(BUILDER, each, Optional.of(policy))));
    node.identity("ann");
    for (int i = 0; i < EVENTS; i++) {
      events.add(node.made("{'kind':'acu','as':'ann','scope':'public','fields':{'title':'a'}}"));
    }
    String note = "";
    while (!note.startsWith(ORIGIN.text() + "\n" + EVENTS + "\n") || !note.contains(" w ")) {
      note = page("checkpoint").map(StrangerTest::text).orElse("");
    }
  }

  @AfterEach
  void close() {
    node.close();
    server.close();
    assertThat(faults).isEmpty();
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private Optional<byte[]> page(String path) {
    return page(node.anyone, ORIGIN, path);
  }

  private static Optional<byte[]> page(HttpCalls caller, LogOrigin origin, String path) {
    return got(caller, "/log/" + origin.text().substring("vivim/".length()) + "/" + path);
  }

  private static Optional<byte[]> got(HttpCalls caller, String path) {
    HttpResponse<byte[]> answer = caller.get(path);
    return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
  }

  private static void readAll(Stranger stranger) {
    stranger.entries(stranger.checkpoint());
  }

  @Test
  void whatARunningNodeServesAddsUpForAStranger() {
    Stranger stranger = new Stranger(this::page, ORIGIN.key().text());
    Stranger.Head head = stranger.checkpoint();
    assertThat(head.origin()).isEqualTo(ORIGIN.text());
    assertThat(stranger.entries(head)).hasSize(EVENTS);
    assertThat(Stranger.cosigned(page("checkpoint").orElseThrow(), WITNESS_KEY))
        .isEqualTo(TestNode.NOW.getEpochSecond());
  }

  @Test
  void aPageThatWasChangedOnItsWayDoesNot() {
    Map<String, byte[]> pages = new HashMap<>();
    PAGES.forEach(path -> pages.put(path, page(path).orElseThrow()));
    for (Map.Entry<String, byte[]> each : pages.entrySet()) {
      String changed = each.getKey();
      byte[] page = each.getValue();
      // Of the checkpoint what the log signed; the witness's line is looked at for itself.
      int end = changed.equals("checkpoint") ? text(page).lastIndexOf("\n\u2014 w ") : page.length;
      for (int at = 0; at < end; at++) {
        byte[] flipped = flipped(page, at);
        Stranger stranger =
            new Stranger(
                path ->
                    path.equals(changed)
                        ? Optional.of(flipped)
                        : Optional.ofNullable(pages.get(path)),
                ORIGIN.key().text());
        assertThatThrownBy(() -> readAll(stranger))
            .as(changed + " " + at)
            .isInstanceOf(AssertionError.class);
      }
    }
    byte[] note = page("checkpoint").orElseThrow();
    for (int at = 0; at < note.length; at++) {
      byte[] flipped = flipped(note, at);
      Stranger stranger = new Stranger(path -> Optional.of(flipped), ORIGIN.key().text());
      assertThatThrownBy(
              () -> {
                stranger.checkpoint();
                Stranger.cosigned(flipped, WITNESS_KEY);
              })
          .as("cosigned " + at)
          .isInstanceOf(AssertionError.class);
    }
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] changed = bytes.clone();
    changed[at] ^= (byte) (1 << (at % Byte.SIZE));
    return changed;
  }

  @Test
  void proofsOfARunningNodeConvinceAStranger() {
    Stranger stranger = new Stranger(this::page, ORIGIN.key().text());
    for (String event : events) {
      JsonNode made = node.does("block_proof", "['" + event + "']");
      byte[] file = made.path("proof").asText().getBytes(StandardCharsets.UTF_8);
      byte[] entry = Stranger.entryOf(Stranger.extra(file));
      assertThat(stranger.proven(file, entry)).isEqualTo(stranger.checkpoint());
      assertThat(stranger.entries(stranger.checkpoint())).anyMatch(each -> same(each, entry));
      byte[] other = Stranger.entryOf(flipped(Stranger.extra(file), 7));
      assertThatThrownBy(() -> stranger.proven(file, other)).isInstanceOf(AssertionError.class);
      byte[] changed = flipped(file, made.path("proof").asText().indexOf("\nindex ") + 12);
      assertThatThrownBy(() -> stranger.proven(changed, entry)).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theLogOfACircleAddsUpForWhoeverMaySeeIt() {
    String circle = node.made("{'kind':'circle','as':'ann','fields':{'name':'us'}}");
    String one = "{'kind':'acu','as':'ann','scope':'circle:" + circle + "','fields':{'title':'a'}}";
    String event = node.made(one);
    node.made(one);
    LogScope scope = LogScope.parse("circle:" + circle).orElseThrow();
    LogOrigin origin = new LogOrigin(BUILDER.did(), scope);
    String note = "";
    while (!note.startsWith(origin.text() + "\n3\n")) {
      note = page(node.owner, origin, "checkpoint").map(StrangerTest::text).orElse("");
    }
    Stranger member = new Stranger(path -> page(node.owner, origin, path), origin.key().text());
    Stranger.Head head = member.checkpoint();
    List<byte[]> entries = member.entries(head);
    assertThat(entries).hasSize(3);
    String proof =
        node.does("block_proof", "['" + event + "','" + origin + "']").path("proof").asText();
    byte[] file = proof.getBytes(StandardCharsets.UTF_8);
    byte[] entry = Stranger.entryOf(Stranger.extra(file));
    assertThat(member.proven(file, entry)).isEqualTo(head);
    assertThat(entries.get(1)).isEqualTo(entry);

    Stranger other = new Stranger(path -> page(node.owner, origin, path), ORIGIN.key().text());
    assertThatThrownBy(other::checkpoint).isInstanceOf(AssertionError.class);
    Stranger nobody = new Stranger(path -> page(node.anyone, origin, path), origin.key().text());
    assertThatThrownBy(nobody::checkpoint).hasMessageContaining("not served");
  }

  @Test
  void whatAWitnessShowsIsWhatItCosigned() {
    String hash = Multihash.sha256(Bytes.utf8(ORIGIN.text())).digest().toHex();
    byte[] note = got(HttpCalls.to(server.address()), "/" + hash + "/checkpoint").orElseThrow();
    Stranger stranger = new Stranger(this::page, ORIGIN.key().text());
    assertThat(stranger.open(note)).isEqualTo(stranger.checkpoint());
    assertThat(Stranger.cosigned(note, WITNESS_KEY)).isEqualTo(TestNode.NOW.getEpochSecond());
    for (int at = 0; at < note.length; at++) {
      byte[] changed = flipped(note, at);
      assertThatThrownBy(
              () -> {
                stranger.open(changed);
                Stranger.cosigned(changed, WITNESS_KEY);
              })
          .as("byte " + at)
          .isInstanceOf(AssertionError.class);
    }
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theEventThatTellsOfABlockProvesThatItGoesOn() {
    JsonNode block = node.does("block_get", "[" + (EVENTS - 1) + "]").path("block");
    JsonNode told = block;
    while (!told.path("block").equals(block.path("bytes"))) {
      told = node.does("entity_query", "{'kind':'checkpoint'}").path("entities").path(0);
      told = told.path("fields");
    }
    Stranger stranger = new Stranger(this::page, ORIGIN.key().text());
    Stranger.Head before = headOf(stranger, EVENTS - 2);
    Stranger.Head after = headOf(stranger, EVENTS - 1);
    assertThat(after).isEqualTo(stranger.checkpoint());
    List<byte[]> path = new ArrayList<>();
    told.path("proof")
        .forEach(
            hash -> path.add(Base64.getDecoder().decode(hash.path("/").path("bytes").asText())));
    assertThat(before.size()).isEqualTo(EVENTS - 1);
    Stranger.goesOn(before, after, path);
    assertThatThrownBy(() -> Stranger.goesOn(headOf(stranger, 0), after, path))
        .isInstanceOf(AssertionError.class);
  }

  private Stranger.Head headOf(Stranger stranger, int height) {
    JsonNode block = node.does("block_get", "[" + height + "]").path("block");
    return stranger.open(block.path("checkpoint").asText().getBytes(StandardCharsets.UTF_8));
  }

  private static boolean same(byte[] one, byte[] other) {
    return Arrays.equals(one, other);
  }
}
