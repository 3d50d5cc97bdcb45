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
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.events.LogScope;
import io.vivim.node.blocks.Building;
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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
    String where = "/log/" + ORIGIN.text().substring("vivim/".length()) + "/" + path;
    HttpResponse<byte[]> answer = node.anyone.get(where);
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

  private static boolean same(byte[] one, byte[] other) {
    return Arrays.equals(one, other);
  }
}
