package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.node.Terminal.Outcome;
import io.vivim.testvectors.VectorCase;
import io.vivim.testvectors.Vectors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventCommandTest {
  private static final Vectors VECTORS = Vectors.load("event");
  private static final String SOME_ID =
      "bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";

  @TempDir Path folder;

  private String did = "";

  private Outcome run(String input, String... arguments) {
    Map<String, String> variables =
        Map.of("VIVIM_KEYS", folder.resolve("keys").toString(), "VIVIM_PASSPHRASE", "tea");
    return Terminal.runIn(
        Terminal.quietSurroundings(variables),
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        arguments);
  }

  private Outcome make(String... options) {
    List<String> arguments = new ArrayList<>(List.of("event", "new"));
    arguments.addAll(List.of(options));
    return run("", arguments.toArray(String[]::new));
  }

  @BeforeEach
  void makeKey() {
    did = run("", "key", "new", "home").out().strip().substring("home ".length());
  }

  private static String lines(List<String> each) {
    return String.join("\n", each) + "\n";
  }

  @Test
  void everyGoodEventOfTheVectorsIsOkInBothForms() {
    List<VectorCase> events = VECTORS.cases("valid");
    List<String> ok = events.stream().map(event -> "ok " + event.text("id")).toList();
    for (String field : List.of("wire", "json")) {
      Outcome outcome =
          run(lines(events.stream().map(event -> event.text(field)).toList()), "event", "verify");
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.lines()).isEqualTo(ok);
      assertThat(outcome.code()).isZero();
    }
  }

  @Test
  void everyBadEventOfTheVectorsIsRefusedForItsReason() {
    List<VectorCase> events =
        VECTORS.cases("invalid").stream()
            .filter(event -> !event.has("heads") && !event.has("grants"))
            .filter(event -> !event.text("reason").startsWith("not-"))
            .filter(event -> !event.has("json") || event.text("json").startsWith("{"))
            .toList();
    Outcome outcome =
        run(
            lines(
                events.stream()
                    .map(event -> event.text(event.has("json") ? "json" : "wire"))
                    .toList()),
            "event",
            "verify");
    assertThat(outcome.lines()).hasSameSizeAs(events);
    for (int i = 0; i < events.size(); i++) {
      VectorCase event = events.get(i);
      String detail = event.has("detail") ? " (" + event.text("detail") + ")" : "";
      assertThat(outcome.lines().get(i))
          .as(event.toString())
          .startsWith("error " + event.text("reason") + detail);
    }
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.complaints()).hasSize(1);
  }

  @Test
  void showTurnsEachFormIntoTheOther() {
    VectorCase event = VECTORS.cases("valid").get(0);
    assertThat(run("", "event", "show", event.text("wire")).out())
        .isEqualTo(event.text("json") + "\n");
    assertThat(run("", "event", "show", "--wire", event.text("json")).out())
        .isEqualTo(event.text("wire") + "\n");
    assertThat(run("", "event", "show", "--json", event.text("wire")).out())
        .isEqualTo(event.text("json") + "\n");
    assertThat(run("", "event", "show", "--brief", event.text("json")).out())
        .matches(event.text("id") + " 2026-02-26T10:30:00.123Z/0007 \\S+ public \\S+ \\d+ bytes\n");
    assertThat(run("", "event", "show", "--wire", "--brief", "x").code()).isEqualTo(ExitCode.USAGE);
    assertThat(run("", "event", "verify", "--json", event.text("wire")).out())
        .isEqualTo("{\"id\":\"" + event.text("id") + "\",\"valid\":true}\n");
    assertThat(run("0x\n\n", "event", "show").lines())
        .containsExactly("error hex at 1", "error wire (truncated at 0)");
  }

  @Test
  void anEventIsMadeSignedAndUpdated() throws IOException {
    Outcome first =
        make(
            "memory:create",
            "--key",
            "home",
            "--body",
            "{\"set\":{\"text\":\"tea\"}}",
            "--tag",
            "topic=a=b",
            "--tag",
            "[\"topic\",\"tea\",\"green\"]",
            "--scope",
            "private");
    assertThat(first.err()).isEmpty();
    assertThat(first.out())
        .contains("\"scope\":\"private\"", "\"author\":\"" + did + "\"")
        .contains("\"tags\":[[\"topic\",\"a=b\"],[\"topic\",\"tea\",\"green\"]]");
    String verdict = run(first.out(), "event", "verify").out();
    assertThat(verdict).startsWith("ok ");
    String id = verdict.strip().substring(3);

    Path file = Files.writeString(folder.resolve("first.json"), first.out());
    Outcome second =
        make(
            "memory:update",
            "--key",
            "home",
            "--head",
            file.toString(),
            "--seq",
            "2",
            "--prev",
            id,
            "--auth",
            SOME_ID,
            "--parent",
            "bafkqaaa",
            "--wire");
    assertThat(second.err()).isEmpty();
    assertThat(run(second.out(), "event", "verify").out()).startsWith("ok ");
    assertThat(run(second.out(), "event", "show").out())
        .contains("\"entityId\":{\"/\":\"" + id + "\"}", "\"prevVersion\":[{\"/\":\"" + id + "\"}]")
        .contains("\"version\":2", "\"vectorClock\":{\"" + did + "\":2}", "\"scope\":\"private\"");
  }

  @Test
  void whatIsMadeHereCanBeSignedThere() {
    Outcome unsigned =
        make("memory:create", "--signer", did, "--timestamp", "2026-02-26T10:30:00.123Z/0007");
    assertThat(unsigned.out()).doesNotContain("signature").contains("30:00.123Z/0007");

    Outcome signed = run(unsigned.out(), "event", "sign", "--key", "home");
    assertThat(signed.err()).isEmpty();
    assertThat(run(signed.out(), "event", "verify").out()).startsWith("ok ");
    String wire = run(unsigned.out(), "event", "sign", "--key", "home", "--wire").out();
    assertThat(run(wire, "event", "show").out()).isEqualTo(signed.out());

    Outcome refused =
        run(
            unsigned.out().replace("\"seq\":1", "\"seq\":2") + "x\n" + signed.out(),
            "event",
            "sign",
            "--key",
            "home");
    assertThat(refused.lines().get(0)).isEqualTo("error clock-own-entry");
    assertThat(refused.lines().get(1)).startsWith("error json (json-syntax at ");
    assertThat(refused.lines().get(2)).isEqualTo("error json (keys)");
    assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void whatCannotBeAnEventIsBadUsage() {
    assertMisused("there is no event type memory", "memory", "--key", "home");
    assertMisused("one of --key and --signer", "memory:create");
    assertMisused("has no wire form", "memory:create", "--signer", did, "--wire");
    assertMisused("--body is not a map", "memory:create", "--key", "home", "--body", "[]");
    assertMisused("--body is malformed", "memory:create", "--key", "home", "--body", "{");
    assertMisused("there is no scope x", "memory:create", "--key", "home", "--scope", "x");
    assertMisused("--tag is a name", "memory:create", "--key", "home", "--tag", "x");
    assertMisused("--tag is a name", "memory:create", "--key", "home", "--tag", "[]");
    assertMisused("--timestamp is malformed", "memory:create", "--key", "home", "--timestamp", "1");
    assertMisused("--seq goes with --prev", "memory:create", "--key", "home", "--seq", "2");
    assertMisused("--auth is no id", "memory:create", "--key", "home", "--auth", "bafkqaaa");
    assertMisused("--parent is malformed", "memory:create", "--key", "home", "--parent", "x");
    assertMisused("--author is malformed", "memory:create", "--key", "home", "--author", "did:x");
    assertMisused("--author is neither", "memory:create", "--key", "home", "--author", "x");
    assertMisused("a --head is bad: wire", "memory:update", "--key", "home", "--head", "00");
    assertMisused("no such event: the event names no entity", "memory:update", "--key", "home");
  }

  private void assertMisused(String complaint, String... options) {
    Outcome outcome = make(options);
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.complaints()).hasSize(1).first().asString().contains(complaint);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void missingKeysAndFilesAreOneLine() {
    Outcome key = make("memory:create", "--key", "absent");
    assertThat(key.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(key.complaints()).hasSize(1).first().asString().contains("key absent: ");
    Outcome head = make("memory:update", "--key", "home", "--head", "absent.json");
    assertThat(head.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(head.err()).isEqualTo("vivim: absent.json: there is no such file\n");
  }
}
