package io.vivim.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vivim.anchors.CalendarServer;
import io.vivim.anchors.Http;
import io.vivim.anchors.OpenTimestampsAnchor;
import io.vivim.anchors.Step;
import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The JavaScript client of OpenTimestamps reads, completes and verifies what we keep. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenTimestampsClientTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Bytes DIGEST = Multihash.sha256(Bytes.utf8("a checkpoint")).digest();
  private static final int HEIGHT = 840_000;

  @TempDir private Path folder = Path.of("");
  private Path packages = Path.of("");

  @BeforeAll
  void install() {
    packages = Counterpart.packages("opentimestamps");
  }

  private static OpenTimestampsAnchor anchor(CalendarServer... calendars) {
    List<URI> places = new ArrayList<>();
    for (CalendarServer calendar : calendars) {
      places.add(URI.create(calendar.address()));
    }
    return new OpenTimestampsAnchor("ots", places, new Http(), new SecureRandom());
  }

  private static Bytes waits(Step step) {
    assertThat(step).as(step.toString()).isInstanceOf(Step.Waiting.class);
    return ((Step.Waiting) step).progress();
  }

  private static Bytes confirmed(Step step) {
    assertThat(step).as(step.toString()).isInstanceOf(Step.Confirmed.class);
    return ((Step.Confirmed) step).proof();
  }

  private Path file(Bytes proof) throws IOException {
    return Files.write(Files.createTempFile(folder, "proof", ".ots"), proof.toArray());
  }

  private JsonNode client(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("node", "ots.mjs"));
    command.addAll(List.of(arguments));
    return new ObjectMapper()
        .readTree(Counterpart.run(packages, command.toArray(String[]::new)).output());
  }

  @Test
  void itReadsWhatIsPromisedByTwoCalendars() throws Exception {
    try (CalendarServer first = new CalendarServer();
        CalendarServer second = new CalendarServer()) {
      Bytes promise = waits(anchor(first, second).step(DIGEST, Bytes.EMPTY, NOW));
      JsonNode shown = client("show", file(promise).toString());
      assertThat(shown.path("digest").asText()).as(shown.toString()).isEqualTo(DIGEST.toHex());
      assertThat(shown.path("attestations").findValuesAsText("pending"))
          .containsExactlyInAnyOrder(first.address(), second.address());
    }
  }

  @Test
  void itCompletesWhatWeWerePromisedAndVerifiesIt() throws Exception {
    try (CalendarServer calendar = new CalendarServer()) {
      Path file = file(waits(anchor(calendar).step(DIGEST, Bytes.EMPTY, NOW)));
      String root = calendar.mine(HEIGHT).toHex();
      assertThat(client("upgrade", file.toString(), calendar.address()).path("changed").asBoolean())
          .isTrue();
      assertThat(client("verify", file.toString(), DIGEST.toHex(), root).path("blocks").asInt())
          .isEqualTo(1);
    }
  }

  @Test
  void itVerifiesWhatWeCompleted() throws Exception {
    try (CalendarServer first = new CalendarServer();
        CalendarServer second = new CalendarServer()) {
      OpenTimestampsAnchor anchor = anchor(first, second);
      Bytes promise = waits(anchor.step(DIGEST, Bytes.EMPTY, NOW));
      String root = second.mine(HEIGHT).toHex();
      String file = file(confirmed(anchor.step(DIGEST, promise, NOW))).toString();
      JsonNode verified = client("verify", file, DIGEST.toHex(), root);
      assertThat(verified.path("blocks").asInt()).as(verified.toString()).isEqualTo(1);
      assertThat(client("show", file).path("attestations").findValues("block"))
          .extracting(JsonNode::asInt)
          .containsExactly(HEIGHT);
      assertThat(client("verify", file, DIGEST.toHex(), "00".repeat(32)).has("error")).isTrue();
      assertThat(client("verify", file, "00".repeat(32), root).has("error")).isTrue();
    }
  }

  /** So the calendar of the tests speaks the protocol as others do. */
  @Test
  void itIsServedByTheCalendarOfOurTestsFromBeginningToEnd() throws Exception {
    try (CalendarServer calendar = new CalendarServer()) {
      String file = folder.resolve("theirs.ots").toString();
      JsonNode stamped = client("stamp", file, DIGEST.toHex(), calendar.address());
      assertThat(stamped.has("error")).as(stamped.toString()).isFalse();
      String root = calendar.mine(HEIGHT).toHex();
      client("upgrade", file, calendar.address());
      assertThat(client("verify", file, DIGEST.toHex(), root).path("blocks").asInt()).isEqualTo(1);
    }
  }
}
