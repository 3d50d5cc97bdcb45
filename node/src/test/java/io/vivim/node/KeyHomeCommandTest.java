package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.note.NoteSigner;
import io.vivim.did.SigningKey;
import io.vivim.events.LogScope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code vivim node --build} and {@code vivim witness serve} say of folders and keys. */
class KeyHomeCommandTest {
  private static final String LOG =
      new LogOrigin(SigningKey.generate().did(), LogScope.PUBLIC).key().text();

  @TempDir Path folder;

  /** Runs a command that ends as soon as it listens. */
  private Terminal.Outcome run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    StopSignal stop = new StopSignal();
    stop.asked().complete(null);
    Surroundings surroundings = Terminal.quietSurroundings(Map.of("VIVIM_PASSPHRASE", "tea"));
    Console console = new Console(InputStream.nullInputStream(), out, err);
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--keys", folder.resolve("keys").toString()));
    int code = new VivimCommandLine(console, surroundings, stop).run(all.toArray(String[]::new));
    return new Terminal.Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Terminal.Outcome build(String data) {
    String at = folder.resolve(data).toString();
    return run("node", "--build", "b", "--data", at, "--listen", "127.0.0.1:0");
  }

  private Terminal.Outcome witness(String data, String key, String log) {
    String at = folder.resolve(data).toString();
    return run(
        "witness", "serve", "--data", at, "--key", key, "--log", log, "--listen", "127.0.0.1:0");
  }

  private static void assertRefused(Terminal.Outcome outcome, String... why) {
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains(why);
  }

  private static String signer(Terminal.Outcome started) {
    assertThat(started.code()).as(started.err()).isEqualTo(ExitCode.GOOD);
    return started.lines().get(started.lines().size() - 1);
  }

  @Test
  void aWitnessesKeySignsNoEvent() {
    signer(witness("witness", "w", LOG));
    Terminal.Outcome outcome =
        run(
            "entity",
            "create",
            "memory",
            "--data",
            folder.resolve("data").toString(),
            "--key",
            "w",
            "--set",
            "content=tea");
    assertRefused(outcome, "the key 'w' is a witness's, which signs nothing but cosignatures");
  }

  @Test
  void aNodeBuildsInTheFolderOfItsKeyAloneWhereverThatLies() throws IOException {
    String first = signer(build("data"));
    assertThat(first).startsWith("building vivim/z6Mk");
    assertThat(signer(build("data"))).isEqualTo(first);

    assertRefused(build("daat"), "no folder", "name a key that is not there yet");
    assertThat(folder.resolve("daat")).doesNotExist();
    String other = folder.resolve("other").toString();
    assertThat(run("node", "--data", other, "--listen", "127.0.0.1:0").code()).isZero();
    assertRefused(build("other"), "another data folder than " + other, "'b'");

    Files.move(folder.resolve("data"), folder.resolve("moved"));
    assertThat(signer(build("moved"))).isEqualTo(first);
  }

  @Test
  void aWitnessCosignsInTheFolderOfItsKeyAlone() throws IOException {
    String first = signer(witness("witness", "w", LOG));
    assertThat(first).startsWith("witness vivim-witness/z6Mk");

    assertRefused(witness("wintess", "w", LOG), "no folder", "name a key");
    assertThat(folder.resolve("wintess")).doesNotExist();
    signer(witness("other", "v", LOG));
    assertRefused(witness("other", "w", LOG), "another data folder", "'w'");

    Files.move(folder.resolve("witness"), folder.resolve("moved"));
    assertThat(signer(witness("moved", "w", LOG))).isEqualTo(first);
  }

  @Test
  void aWitnessHasAKeyOfItsOwn() {
    assertThat(run("key", "new", "ann").code()).isZero();
    assertRefused(witness("witness", "ann", LOG), "'ann'", "name a key that is not there yet");
    assertThat(folder.resolve("witness")).doesNotExist();
    signer(build("data"));
    signer(witness("witness", "w", LOG));
    assertRefused(witness("witness", "b", LOG), "is a builder's");
  }

  @Test
  void aKeyThatWasMadeByHandBuildsWhereNothingIs() {
    assertThat(run("key", "new", "b").code()).isZero();
    signer(build("data"));
    assertRefused(build("other"), "no folder");
  }

  @Test
  void aWitnessAndANodeShareNoFolder() {
    signer(witness("witness", "w", LOG));
    assertRefused(build("witness"), "is a witness's", "--data");
    String data = folder.resolve("witness").toString();
    Terminal.Outcome check = Terminal.run("log", "check", "--data", data);
    assertThat(check.code()).isNotZero();
    assertThat(check.err()).contains("is a witness's");
    signer(witness("witness", "w", LOG));

    signer(build("data"));
    assertRefused(witness("data", "v", LOG), "is a node's", "--data");
  }

  @Test
  void aKeyThatCosignsIsNoKeyOfALog() {
    String cosigner = NoteSigner.witness("w", SigningKey.generate()).verifier().text();

    Terminal.Outcome outcome = witness("witness", "w", cosigner);

    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("--log is no key of a log").contains("cosigns");
    assertThat(folder.resolve("witness")).doesNotExist();
  }
}
