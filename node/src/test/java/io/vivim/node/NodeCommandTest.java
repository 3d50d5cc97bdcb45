package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import io.vivim.did.KeyStore;
import io.vivim.did.Passphrase;
import io.vivim.did.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code vivim node} does before it listens, told to stop as soon as it does. */
class NodeCommandTest {
  @TempDir Path folder;
  private final List<String> questions = new ArrayList<>();
  private Path data;

  @BeforeEach
  void choose() {
    data = folder.resolve("data");
  }

  private void keep(String name, String passphrase) throws Exception {
    KeyStore.at(folder.resolve("keys")).add(name, SigningKey.generate(), secret(passphrase));
  }

  private static Passphrase secret(String text) {
    return Passphrase.of(text.toCharArray(), InsecureSecretKeyAccess.get());
  }

  /**
   * Starts a node and stops it.
   *
   * @param told what a person at the terminal answers; null where there is none
   */
  private Terminal.Outcome start(Map<String, String> variables, @Nullable String told) {
    return start(variables, told, 0);
  }

  private Terminal.Outcome start(Map<String, String> variables, @Nullable String told, int port) {
    Surroundings surroundings =
        new Surroundings(
            variables,
            folder,
            question -> {
              questions.add(question);
              return Optional.ofNullable(told).map(String::toCharArray);
            });
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    StopSignal stop = new StopSignal();
    stop.asked().complete(null);
    String[] command = {
      "node",
      "--data",
      data.toString(),
      "--keys",
      folder.resolve("keys").toString(),
      "--listen",
      "127.0.0.1:" + port
    };
    Console console = new Console(InputStream.nullInputStream(), out, err);
    int code = new VivimCommandLine(console, surroundings, stop).run(command);
    return new Terminal.Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aPassphraseThatOpensNoKeyIsRefused() throws Exception {
    keep("home", "tea");
    keep("work", "milk");

    Terminal.Outcome wrong = start(Map.of("VIVIM_PASSPHRASE", "coffee"), null);

    assertThat(wrong.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(wrong.out()).isEmpty();
    assertThat(wrong.complaints())
        .singleElement()
        .asString()
        .contains("passphrase is wrong", "home", "work");
    assertThat(data).doesNotExist();
    assertThat(start(Map.of("VIVIM_PASSPHRASE", "milk"), null).code()).isEqualTo(ExitCode.GOOD);
    assertThat(questions).isEmpty();
  }

  @Test
  void aPersonIsAskedForThePassphraseOfKeysThatAreThere() throws Exception {
    assertThat(start(Map.of(), "tea").code()).isEqualTo(ExitCode.GOOD);
    assertThat(questions).as("there is nothing to open yet").isEmpty();
    keep("home", "tea");

    assertThat(start(Map.of(), "tea").code()).isEqualTo(ExitCode.GOOD);
    assertThat(start(Map.of(), "coffee").complaints())
        .singleElement()
        .asString()
        .contains("passphrase is wrong");
    assertThat(start(Map.of(), "").code()).as("without keys").isEqualTo(ExitCode.GOOD);
    assertThat(questions).hasSize(3).allMatch(question -> question.startsWith("Passphrase"));
    assertThat(start(Map.of(), null).code()).as("nobody to ask").isEqualTo(ExitCode.GOOD);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatANodeMakesIsForItsOwnerAlone() throws Exception {
    assertThat(start(Map.of("VIVIM_PASSPHRASE", "tea"), null).err()).isEmpty();

    assertThat(mode(data)).isEqualTo("rwx------");
    try (Stream<Path> made = Files.list(data)) {
      assertThat(made.toList())
          .hasSizeGreaterThan(3)
          .allSatisfy(each -> assertThat(mode(each)).as(each.toString()).endsWith("------"));
    }
    assertThat(RunningNode.of(data)).as("it has stopped").isEmpty();
  }

  @Test
  void aNodeWhosePortIsTakenLeavesNothingBehind() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Terminal.Outcome taken = start(Map.of(), null, other.getLocalPort());

      assertThat(taken.code()).isEqualTo(ExitCode.REFUSED);
      assertThat(taken.complaints())
          .singleElement()
          .asString()
          .contains("cannot start: 127.0.0.1:" + other.getLocalPort(), "'--listen 127.0.0.1:0'");
      assertThat(data).doesNotExist();
    }
  }

  @Test
  void aNodeWithoutAPassphraseSaysThatItHasNoUseOfKeys() {
    assertThat(start(Map.of(), null).complaints())
        .singleElement()
        .asString()
        .contains("no passphrase was given", "VIVIM_PASSPHRASE");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFolderThatOthersMayEnterIsTold() throws Exception {
    Files.createDirectory(data);
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(start(Map.of("VIVIM_PASSPHRASE", "tea"), null).complaints())
        .singleElement()
        .asString()
        .contains("chmod 700 " + data);
    assertThat(mode(data)).isEqualTo("rwxr-xr-x");
    assertThat(mode(data.resolve("engine"))).isEqualTo("rwx------");
    assertThat(mode(data.resolve("search"))).isEqualTo("rwx------");
  }

  private static String mode(Path path) throws java.io.IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
