package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.blockbuilder.BlockLimits;
import io.vivim.blockbuilder.BlockReader;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.merkle.TreeHasher;
import io.vivim.blockbuilder.note.Checkpoint;
import io.vivim.blockbuilder.note.NoteCheck;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.codec.Bytes;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.node.blocks.Building;
import io.vivim.node.rpc.HttpCalls;
import io.vivim.store.Engine;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The logs of a node as anybody, and its owner, gets them by HTTP. */
class LogPagesTest {
  private static final SigningKey BUILDER = SigningKey.generate();
  private static final NoteCheck CHECK = new NoteCheck(SignatureVerifier.create());

  @TempDir Path folder;
  private TestNode node;
  private EventId event;
  private String circle;

  @BeforeEach
  void write() throws Exception {
    BlockLimits each = new BlockLimits(1, 1 << 20, Duration.ofSeconds(10));
    node =
        new TestNode(folder, Engine.H2, Optional.of(new Building(BUILDER, each, Optional.empty())));
    node.identity("ann");
    String id = node.made("{'kind':'acu','as':'ann','scope':'public','fields':{'title':'a'}}");
    event = EventId.parse(id).orElseThrow();
    circle = node.made("{'kind':'circle','as':'ann','fields':{'name':'us'}}");
    until(node.owner, circleLog() + "checkpoint");
    until(node.anyone, publicLog() + "checkpoint");
  }

  @AfterEach
  void close() {
    node.close();
  }

  private static void until(HttpCalls calls, String path) {
    while (calls.get(path).statusCode() != 200) {
      Thread.onSpinWait();
    }
  }

  private static String publicLog() {
    return "/log/" + BUILDER.did().multikey() + "/public/";
  }

  private String circleLog() {
    return "/log/" + BUILDER.did().multikey() + "/circle/" + circle + "/";
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void aCheckpointIsServedAndNotKept() throws Exception {
    HttpResponse<byte[]> answer = node.anyone.get(publicLog() + "checkpoint");
    assertThat(header(answer, "Content-Type"))
        .isEqualToIgnoringWhitespace("text/plain; charset=utf-8");
    assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
    LogOrigin origin = new LogOrigin(BUILDER.did(), LogScope.PUBLIC);
    SignedNote note = SignedNote.parse(Bytes.owning(answer.body()));
    assertThat(Checkpoint.open(note, origin.key(), CHECK).head().size()).isEqualTo(1);
  }

  @Test
  void tilesAndEntriesAreServedForEver() {
    HttpResponse<byte[]> tile = node.anyone.get(publicLog() + "tile/0/000.p/1");
    Bytes entry = LogOrigin.entry(event);
    assertThat(Bytes.owning(tile.body())).isEqualTo(new TreeHasher().leaf(entry));
    assertThat(header(tile, "Content-Type")).isEqualTo("application/octet-stream");
    assertThat(header(tile, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    HttpResponse<byte[]> bundle = node.anyone.get(publicLog() + "tile/entries/000.p/1");
    assertThat(Bytes.owning(bundle.body())).isEqualTo(Bytes.concat(Bytes.fromHex("0024"), entry));
    assertThat(header(bundle, "Content-Type")).isEqualTo("application/octet-stream");
  }

  @Test
  void blocksAreServedBesideThem() throws Exception {
    HttpResponse<byte[]> block = node.anyone.get(publicLog() + "block/0");
    assertThat(
            new BlockReader(SignatureVerifier.create()).read(Bytes.owning(block.body())).height())
        .isZero();
    assertThat(header(block, "Content-Type")).isEqualTo("application/vnd.ipld.dag-cbor");
    assertThat(node.anyone.get(publicLog() + "block/1").statusCode()).isEqualTo(404);
  }

  @Test
  void aCirclesLogIsForThoseWhoMaySeeIt() {
    for (String page : new String[] {"checkpoint", "tile/0/000.p/1", "block/0"}) {
      assertThat(node.owner.get(circleLog() + page).statusCode()).isEqualTo(200);
      assertThat(node.anyone.get(circleLog() + page).statusCode()).isEqualTo(404);
    }
    assertThat(header(node.owner.get(circleLog() + "tile/0/000.p/1"), "Cache-Control"))
        .startsWith("private, ");
  }

  @Test
  void whatNoRouteTakesIsAnsweredAsWhatIsNotThere() {
    HttpResponse<byte[]> missing = node.anyone.get(publicLog() + "block/1");
    for (String path : new String[] {"/log/", "/log//", "/log/x", "/log/x/../..", "/log/%2e%2e/"}) {
      HttpResponse<byte[]> answer = node.anyone.get(path);
      assertThat(answer.body()).as(path).asString().doesNotContain("{", "http", "Endpoint");
      if (answer.statusCode() == 404) {
        assertThat(answer.body()).as(path).isEqualTo(missing.body());
        assertThat(header(answer, "Content-Type")).startsWith("text/plain");
      }
    }
    assertThat(node.anyone.get("/log/").statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsNotThereOrNotSpelledSoIsNotFound() {
    for (String page :
        new String[] {
          "tile/0/000",
          "tile/0/000.p/2",
          "tile/0/000.p/01",
          "tile/00/000.p/1",
          "tile/0/0.p/1",
          "tile/0/001",
          "tile/1/000.p/1",
          "tile/64/000",
          "checkpoint/",
          "tile",
          "block/00",
          ""
        }) {
      assertThat(node.anyone.get(publicLog() + page).statusCode()).as(page).isEqualTo(404);
    }
    assertThat(node.anyone.get(publicLog() + "checkpoint?x=1").statusCode()).isEqualTo(404);
    assertThat(node.anyone.get("/").statusCode()).isEqualTo(405);
    assertThat(node.anyone.withToken("0".repeat(64)).get(publicLog() + "checkpoint").statusCode())
        .isEqualTo(401);
  }
}
