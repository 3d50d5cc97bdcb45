package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.node.Terminal.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyCommandTest {
  private static final String PASSPHRASE = "correct horse";

  @TempDir Path folder;

  private Outcome run(String input, String... arguments) {
    Map<String, String> variables =
        Map.of("VIVIM_KEYS", folder.resolve("keys").toString(), "VIVIM_PASSPHRASE", PASSPHRASE);
    return Terminal.runIn(
        Terminal.quietSurroundings(variables),
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        arguments);
  }

  private Outcome runAsking(List<String> answers, String... arguments) {
    Deque<String> left = new ArrayDeque<>(answers);
    Surroundings surroundings =
        new Surroundings(
            Map.of(),
            folder,
            question -> Optional.ofNullable(left.poll()).map(String::toCharArray));
    return Terminal.runIn(surroundings, InputStream.nullInputStream(), arguments);
  }

  @Test
  void aKeyIsMadeShownMovedAndRemoved() {
    Outcome made = run("", "key", "new", "home");
    assertThat(made.err()).isEmpty();
    assertThat(made.out()).matches("home did:key:z6Mk\\w+\n");
    assertThat(run("", "key", "show", "home").out()).isEqualTo(made.out());
    assertThat(run("", "key", "list").out()).isEqualTo(made.out());
    assertThat(run("", "key", "list", "--json").out()).startsWith("{\"did\":\"did:key:z6Mk");

    String exported = run("", "key", "export", "home").out();
    assertThat(exported).matches("home [0-9a-f]+\n").doesNotContain(PASSPHRASE);
    assertThat(run("home\n", "key", "rm", "--yes").out()).isEqualTo("removed home\n");
    assertThat(run("", "key", "list").out()).isEmpty();
    Outcome kept = run(exported, "key", "import");
    assertThat(kept.out()).isEqualTo(made.out());
    assertThat(kept.complaints()).singleElement().asString().contains("forks its log", "device");
    assertThat(kept.code()).isZero();
    Outcome taken = run(exported, "key", "import");
    assertThat(taken.out()).isEqualTo("error name-taken\n");
    assertThat(taken.err()).doesNotContain("forks its log");
    assertThat(run("", "key", "import", "--help").out()).contains("identity:add_device");
  }

  @Test
  void badNamesAndFilesAreRefusedWithReasons() {
    Outcome outcome = run("absent\n../x\n\n", "key", "show");
    assertThat(outcome.lines())
        .containsExactly("error no-such-key", "error bad-name", "error bad-name");
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.complaints()).hasSize(1);
    assertThat(run("home 00\nhome\nhome 0x\n", "key", "import").lines())
        .containsExactly("error damaged-file", "error no-hex at 4", "error hex at 6");
  }

  @Test
  void removingHasToBeMeant() {
    Outcome outcome = run("", "key", "rm", "home");
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("--yes");
  }

  @Test
  void thePassphraseComesFromAFileOrAPerson() throws IOException {
    Path file = Files.writeString(folder.resolve("passphrase"), "from a file\r\nnot this");
    assertThat(runAsking(List.of(), "key", "new", "--passphrase-file", file.toString(), "a").out())
        .startsWith("a did:key:");
    assertThat(runAsking(List.of("typed", "typed"), "key", "new", "b").out())
        .startsWith("b did:key:");
    assertThat(folder.resolve(".vivim").resolve("keys")).isDirectory();
  }

  @Test
  void withoutAGoodPassphraseThereIsNoKey() {
    List<List<String>> askings = List.of(List.of(), List.of("one", "other"), List.of("", ""));
    for (List<String> answers : askings) {
      Outcome outcome = runAsking(answers, "key", "new", "home");
      assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
      assertThat(outcome.complaints()).hasSize(1).first().asString().contains("passphrase");
      assertThat(outcome.out()).isEmpty();
    }
    Outcome absent = runAsking(List.of(), "key", "new", "--passphrase-file", "absent", "home");
    assertThat(absent.complaints()).containsExactly("vivim: absent: there is no such file");
  }

  @Test
  void noSecretIsEverWritten() throws IOException {
    String[] commands = {"new home", "show home", "list", "export home", "rm --yes home"};
    for (String command : commands) {
      String[] words = ("key " + command).split(" ", -1);
      Outcome outcome = run("", words);
      assertThat(outcome.out() + outcome.err()).doesNotContain(PASSPHRASE);
    }
    assertThat(Arrays.asList(commands)).hasSize(5);
  }

  @Test
  void aBadKeyIsNamedAndHidesNoOther() throws IOException {
    run("", "key", "new", "good");
    Path bad = folder.resolve("keys").resolve("bad.key");
    Files.copy(bad.resolveSibling("good.key"), bad, StandardCopyOption.COPY_ATTRIBUTES);
    byte[] bytes = Files.readAllBytes(bad);
    bytes[40] ^= 1;
    Files.write(bad, bytes);

    Outcome outcome = run("", "key", "list");

    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.lines()).hasSize(2);
    assertThat(outcome.lines().get(0)).isEqualTo("error damaged-file bad");
    assertThat(outcome.lines().get(1)).startsWith("good did:key:");
    assertThat(outcome.complaints()).hasSize(1);
  }

  @Test
  void aSeedIsExportedAndImportedAgainstThePassphraseOnly() {
    String did = run("", "key", "new", "home").out().strip().substring("home ".length());

    String seed = run("", "key", "export", "--seed", "home").out();
    assertThat(seed).matches("home [0-9a-f]{64}\n");
    String copy = seed.replace("home", "copy");
    assertThat(run(copy, "key", "import", "--seed").out()).isEqualTo("copy " + did + "\n");
    assertThat(run("short 00\n", "key", "import", "--seed").out()).isEqualTo("error seed-length\n");

    Map<String, String> wrong =
        Map.of("VIVIM_KEYS", folder.resolve("keys").toString(), "VIVIM_PASSPHRASE", "not this one");
    Outcome refused =
        Terminal.runIn(
            Terminal.quietSurroundings(wrong),
            InputStream.nullInputStream(),
            "key",
            "export",
            "--seed",
            "home");
    assertThat(refused.out()).isEqualTo("error wrong-passphrase\n");
    assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void anEmptyFolderIsNoFolder() {
    assertThat(run("", "key", "list", "--keys=").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void theHomeIsTheOneThatTheEnvironmentNames() {
    Surroundings.Prompt nobody = question -> Optional.empty();
    assertThat(Surroundings.of(Map.of("HOME", "/a"), "/b", nobody).home()).isEqualTo(Path.of("/a"));
    assertThat(Surroundings.of(Map.of("HOME", ""), "/b", nobody).home()).isEqualTo(Path.of("/b"));
    assertThat(Surroundings.of(Map.of(), "/b", nobody).home()).isEqualTo(Path.of("/b"));
  }
}
