package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.blockbuilder.BlockLimits;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.note.NoteSigner;
import io.vivim.did.SigningKey;
import io.vivim.events.LogScope;
import io.vivim.node.Terminal.Outcome;
import io.vivim.node.blocks.Building;
import io.vivim.store.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vivim block}, {@code vivim proof} and {@code vivim log audit}, on what a node made. */
class BlockCommandTest {
  private static final SigningKey BUILDER = SigningKey.generate();
  private static final LogOrigin ORIGIN = new LogOrigin(BUILDER.did(), LogScope.PUBLIC);
  private static final String KEY = ORIGIN.key().text();

  @TempDir Path folder;

  private static TestNode start(Path where) throws IOException {
    BlockLimits each = new BlockLimits(1, 1 << 20, Duration.ofSeconds(10));
    return new TestNode(
        where, Engine.H2, Optional.of(new Building(BUILDER, each, Optional.empty())));
  }

  private static String write(TestNode node, int number) {
    return node.made(
        "{'kind':'acu','as':'ann','scope':'public','fields':{'title':'%d'}}".formatted(number));
  }

  private Outcome run(String... command) {
    String[] all = Arrays.copyOf(command, command.length + 2);
    all[command.length] = "--data";
    all[command.length + 1] = folder.resolve("data-" + Engine.H2).toString();
    return Terminal.run(all);
  }

  @Test
  void blocksAndProofsAreForWhoeverHasTheFolder() throws IOException {
    String event;
    try (TestNode node = start(folder)) {
      node.identity("ann");
      event = write(node, 1);
      write(node, 2);
      write(node, 3);
    }
    assertThat(run("block", "list").lines())
        .hasSize(3)
        .first()
        .asString()
        .matches("2 bafy\\w+ \\S+ leaves 2 to 2");
    assertThat(run("block", "show", "0").out()).contains("height 0\nprev none\n", ORIGIN.text());
    assertThat(run("block", "show", "7").code()).isEqualTo(1);
    Outcome misused = run("block", "show", "x");
    assertThat(misused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(misused.err()).contains("named by its height, a number from 0, not by x");
    assertThat(run("block", "verify").lines()).containsExactly("ok 3 entries in 3 blocks");
    assertThat(run("block", "forks").code()).isZero();
    Outcome made = run("proof", "make", event);
    assertThat(made.err()).isEmpty();
    Path good = Files.writeString(folder.resolve("good.tlog-proof"), made.out());
    Path bad =
        Files.writeString(
            folder.resolve("bad.tlog-proof"), made.out().replace("index 0", "index 1"));
    Outcome verified = Terminal.run("proof", "verify", good.toString(), "--key", KEY);
    assertThat(verified.code()).isZero();
    assertThat(verified.out()).startsWith("ok " + event + " 0 of 3 did:key:");
    Outcome refused =
        Terminal.run("proof", "verify", good.toString(), bad.toString(), "--key", KEY);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.lines().get(1)).isEqualTo("error NOT_PROVEN " + bad);
    assertThat(refused.err()).contains("1 of 2", bad.toString());
  }

  /** Whoever reads the answers line by line must not find one that a name made up. */
  @Test
  void theNameOfAFileForgesNoLineOfAnAnswer() throws IOException {
    String forged = "bad\nok bafy 0 of 1 did:key:z\r\u001b[2J " + "x".repeat(150);
    Path bad = Files.writeString(folder.resolve(forged), "no proof");
    String deep = bad.getParent() + "/.".repeat(300) + "/" + bad.getFileName();
    Outcome refused = Terminal.run("proof", "verify", deep, "--key", KEY);
    assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
    String shown = deep.replaceAll("[\n\r\u001b]", "?");
    assertThat(refused.out()).isEqualTo("error NOT_A_PROOF " + shown + "\n");
    Outcome asJson = Terminal.run("proof", "verify", deep, "--key", KEY, "--json");
    assertThat(asJson.lines()).singleElement().asString().contains("bad\\nok");
  }

  @Test
  void anAuditorReadsALogByHttpAndRemembersIt() throws IOException {
    Path seen = folder.resolve("seen.txt");
    try (TestNode node = start(folder)) {
      node.identity("ann");
      write(node, 1);
      write(node, 2);
      assertThat(audited(node, seen).lines().get(0)).matches("ok [12] entries in [12] blocks");
    }
    String first = Files.readString(seen);
    try (TestNode node = start(folder)) {
      write(node, 3);
      assertThat(audited(node, seen).code()).isZero();
    }
    assertThat(Files.readString(seen)).isNotEqualTo(first);
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    try (TestNode node = start(elsewhere)) {
      node.identity("ann");
      for (int i = 4; i < 9; i++) {
        write(node, i);
      }
    }
    String before = Files.readString(seen);
    try (TestNode node = start(elsewhere)) {
      Outcome caught = audited(node, seen);
      assertThat(caught.code()).isEqualTo(1);
      assertThat(caught.out()).isEqualTo("error the log has another history than before\n");
    }
    assertThat(Files.readString(seen)).isEqualTo(before);
    assertThat(Files.readString(folder.resolve("seen.txt.rival"))).startsWith(ORIGIN.text());
  }

  @Test
  void anAuditAsksForWitnessesWhereAPolicyNamesThem() throws IOException {
    Path policy = folder.resolve("policy.txt");
    String key = NoteSigner.witness("w", SigningKey.generate()).verifier().text();
    try (TestNode node = start(folder)) {
      node.identity("ann");
      write(node, 1);
      Files.writeString(policy, "witness W " + key + "\nquorum W\n");
      Outcome refused = audited(node, "--witnesses", policy.toString());
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.out()).contains("too few of the witnesses");
      Files.writeString(policy, "witness W " + key + "\nquorum none\n");
      assertThat(audited(node, "--witnesses", policy.toString()).code()).isZero();
    }
  }

  private static Outcome audited(TestNode node, Path seen) {
    return audited(node, "--state", seen.toString());
  }

  private static Outcome audited(TestNode node, String option, String value) {
    String url = node.address() + "/log/" + ORIGIN.text().substring("vivim/".length());
    while (node.anyone.get(url.substring(node.address().length()) + "/checkpoint").statusCode()
        != 200) {
      Thread.onSpinWait();
    }
    return Terminal.run("log", "audit", url, option, value);
  }
}
