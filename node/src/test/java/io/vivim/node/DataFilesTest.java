package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.blockbuilder.LogOrigin;
import io.vivim.did.SigningKey;
import io.vivim.events.LogScope;
import io.vivim.store.Engine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders that a store is made in, and those of others, which are left as they are. */
class DataFilesTest {
  private static final String LOG =
      new LogOrigin(SigningKey.generate().did(), LogScope.PUBLIC).key().text();

  @TempDir Path folder;
  private DataFolder home;

  @BeforeEach
  void choose() throws IOException {
    home = new DataFolder(folder);
    Files.createDirectory(home.data);
  }

  /** Runs a command that ends as soon as it listens. */
  private Terminal.Outcome serve(String... command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    StopSignal stop = new StopSignal();
    stop.asked().complete(null);
    Map<String, String> variables =
        Map.of("VIVIM_KEYS", folder.resolve("keys").toString(), "VIVIM_PASSPHRASE", "tea");
    Console console = new Console(InputStream.nullInputStream(), out, err);
    int code =
        new VivimCommandLine(console, Terminal.quietSurroundings(variables), stop).run(command);
    return new Terminal.Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Terminal.Outcome node() {
    return serve("node", "--data", home.data.toString(), "--listen", "127.0.0.1:0");
  }

  private void put(String name) throws IOException {
    Files.writeString(home.data.resolve(name), "not of a node");
  }

  private static List<String> names(Path where) throws IOException {
    try (Stream<Path> files = Files.list(where)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private void assertRefused(Terminal.Outcome outcome) throws IOException {
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.complaints())
        .singleElement()
        .asString()
        .contains(home.data.toString(), "'notes.txt'", "name an empty or a new folder");
    assertThat(names(home.data)).containsExactly("notes.txt");
  }

  @Test
  void noCommandMakesAStoreAmongFilesOfOthers() throws Exception {
    home.keepKey();
    put("notes.txt");
    String data = home.data.toString();
    assertRefused(node());
    assertRefused(serve("node", "--data", data, "--store", "rocksdb", "--listen", "127.0.0.1:0"));
    assertRefused(
        serve(
            "witness",
            "serve",
            "--data",
            data,
            "--key",
            "w",
            "--log",
            LOG,
            "--listen",
            "127.0.0.1:0"));
    assertRefused(home.run("event", "import"));
    assertRefused(home.run("event", "import", "--store", "h2"));
    assertRefused(home.run("entity", "create", "memory", "--key", "home", "--set", "content=tea"));
    DataFolder other = new DataFolder(folder.resolve("other"));
    other.log().close();
    assertRefused(Terminal.run("store", "copy", "--from", other.data.toString(), "--to", data));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lost+found", ".DS_Store", ".Trash-1000", "keys", "search"})
  void whatAFileSystemPutThereOrLiesThereBeforeAStoreStopsNobody(String name) throws Exception {
    Files.createDirectory(home.data.resolve(name));
    assertThat(node().code()).isZero();
    assertThat(node().code()).as("once more").isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "owner", "vivim-store.new"})
  void aFirstStartThatWasBrokenOffIsTakenUp(String left) throws Exception {
    put(left);
    assertThat(node().code()).isZero();
  }

  @Test
  void aFolderThatIsOursMayHaveOtherFilesToo() throws Exception {
    assertThat(node().code()).isZero();
    put("notes.txt");
    assertThat(node().code()).isZero();
    assertThat(names(home.data)).contains("notes.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vivim-store.new", "running-node"})
  void oneFileThatNobodyElseHasMakesAFolderOurs(String mark) throws Exception {
    put(mark);
    put("notes.txt");
    assertThat(node().code()).isZero();
  }

  @Test
  void namesThatOthersHaveTooDoNot() throws Exception {
    put("lock");
    put("notes.txt");
    assertThat(node().err()).contains("'notes.txt'");
    assertThat(names(home.data)).containsExactly("lock", "notes.txt");
  }

  @Test
  void allThatANodePutsIntoItsFolderIsKnownAsOurs() throws Exception {
    for (Engine engine : Engine.values()) {
      Path data = folder.resolve("data-" + engine);
      TestNode node = new TestNode(folder, engine);
      assertThat(names(data)).contains("running-node").allMatch(DataFiles::isExpected);
      node.close();
      assertThat(names(data)).contains("rpc-token").allMatch(DataFiles::isExpected);
    }
  }
}
