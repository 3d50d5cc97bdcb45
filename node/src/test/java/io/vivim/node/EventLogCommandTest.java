package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.eventlog.EventLog;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventJson;
import io.vivim.events.LogScope;
import io.vivim.node.Terminal.Outcome;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLogCommandTest {
  private static final String UNKNOWN =
      "bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";

  @TempDir Path folder;

  private DataFolder home = new DataFolder(Path.of(""));
  private List<DecodedEvent> events = List.of();

  @BeforeEach
  void makeLog() throws Exception {
    home = new DataFolder(folder);
    DecodedEvent first = home.memory("tea");
    events = List.of(first, home.memory("coffee"), home.update(first, "green tea"));
    home.hold(events.toArray(DecodedEvent[]::new));
  }

  private List<String> forms(int... which) {
    return Arrays.stream(which).mapToObj(events::get).map(EventJson::write).toList();
  }

  private String id(int which) {
    return events.get(which).id().toString();
  }

  @Test
  void queryFindsByEveryField() {
    String did = home.key.did().toString();
    List<List<String>> all =
        List.of(
            List.of("--author", did),
            List.of("--signer", did),
            List.of("--scope", "public"),
            List.of("--type", "memory:create", "--type", "memory:update"),
            List.of("--since", "2023-11-14T22:13:20Z"),
            List.of("--until", "2023-11-14T22:13:20.002Z"));
    for (List<String> options : all) {
      assertFound(options, forms(2, 1, 0));
    }
    assertFound(List.of("--id", id(1)), forms(1));
    assertFound(List.of("--entity", id(0)), forms(2, 0));
    assertFound(List.of("--type", "memory:update"), forms(2));
    assertFound(List.of("--tag", "topic=tea"), forms(0));
    assertFound(List.of("--tag", "topic=tea", "--tag", "topic=coffee"), forms(1, 0));
    assertFound(List.of("--since", "2023-11-14T22:13:20.001Z/0000"), forms(2, 1));
    assertFound(List.of("--until", "2023-11-14T22:13:20.001Z"), forms(1, 0));
    assertFound(List.of("--parent", UNKNOWN), List.of());
    assertFound(List.of("--scope", LogScope.parse("local:" + did).orElseThrow().text()), List.of());
  }

  private void assertFound(List<String> options, List<String> expected) {
    Outcome outcome = run("event query", options.toArray(String[]::new));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.lines()).as("%s", options).isEqualTo(expected);
    assertThat(outcome.code()).isZero();
    assertThat(run("event query --count", options.toArray(String[]::new)).out())
        .isEqualTo(expected.size() + "\n");
  }

  private Outcome run(String command, String... more) {
    String[] words = command.split(" ");
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return home.run(all);
  }

  @Test
  void aNewEventTakesTheNextPlaceOfTheLog() throws Exception {
    home.keepKey();
    Outcome third = run("event new memory:create --key home --next --scope public");
    assertThat(third.err()).isEmpty();
    assertThat(third.out()).contains("\"seq\":4", "\"prev\":{\"/\":\"" + id(2) + "\"}");
    Outcome first = run("event new memory:create --key home --next");
    assertThat(first.out())
        .as("nothing is public that nobody says to be")
        .contains("\"seq\":1", "\"prev\":null", "\"scope\":\"private\"");
    assertThat(run("event new circle:create --key home").out())
        .contains("\"scope\":\"circle:new\"");
    Outcome imported = home.runOn(input(third.out() + first.out()), "event", "import");
    assertThat(imported.lines()).hasSize(2).allMatch(line -> line.startsWith("accepted=1 "));
    assertThat(run("event new memory:create --key home --next --scope public").out())
        .contains("\"seq\":5");
    assertThat(run("event new memory:create --key home --next --author home").out())
        .contains("\"seq\":2", "\"author\":\"" + home.key.did() + "\"");
    assertThat(run("event new memory:create --key home --next --seq 2").err())
        .contains("--next goes without");
    assertThat(run("log evidence").out()).isEmpty();
  }

  @Test
  void evidenceNamesWhatContradictsWhat() throws Exception {
    home.keepKey();
    String rival = run("event new memory:create --key home --scope public").out();
    assertThat(home.runOn(input(rival), "event", "import").out()).contains("accepted=1 ");
    String event = home.runOn(input(rival), "event", "verify").out().strip().substring(3);
    assertThat(run("log evidence").out()).isEqualTo("fork 1 " + event + " " + id(0) + "\n");
    assertThat(run("log evidence --json").out())
        .contains("\"kind\":\"fork\"", "\"seq\":1", "\"event\":\"" + event + "\"");
  }

  private static InputStream input(String lines) {
    return new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aQueryGoesOnBehindTheMarkOfTheLast() {
    Outcome first = run("event query --limit 2");
    assertThat(first.lines()).isEqualTo(forms(2, 1));
    assertThat(first.err()).startsWith("vivim: there may be more: --after ");
    String mark = first.err().strip().replaceAll(".* ", "");
    assertThat(run("event query --limit 2 --after", mark).lines()).isEqualTo(forms(0));
    assertThat(run("event query --limit 0").lines()).isEqualTo(forms(2, 1, 0));
    assertThat(run("event query --limit 1 --brief").out()).startsWith(id(2) + " 2023-11-14T");
    assertThat(run("event query --limit 1 --wire").out())
        .isEqualTo(events.get(2).raw().encode().toHex() + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event query --author me",
        "event query --id x",
        "event query --scope circle",
        "event query --type Memory",
        "event query --parent x",
        "event query --tag tea",
        "event query --since yesterday",
        "event query --after x",
        "event query --limit -1",
        "event query --brief --wire",
        "event tail --from yesterday",
        "event erase x",
        "event import --store paper x"
      })
  void optionsThatMeanNothingAreSaid(String command) {
    Outcome outcome = run(command);
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.complaints()).hasSize(1);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void tailListsInTheOrderOfTheLogAndGoesOnFromItsCursor() throws Exception {
    Outcome all = run("event tail");
    assertThat(all.lines()).isEqualTo(forms(0, 1, 2));
    assertThat(all.code()).isZero();
    String cursor = all.err().strip().replaceAll(".* ", "");
    assertThat(all.err()).isEqualTo("vivim: cursor " + cursor + "\n");

    DecodedEvent fourth = home.memory("water");
    home.hold(fourth);
    assertThat(run("event tail --from", cursor).lines())
        .isEqualTo(List.of(EventJson.write(fourth)));
    assertThat(run("event tail --from now").out()).isEmpty();
    assertThat(run("event tail --type memory:update").lines()).isEqualTo(forms(2));
  }

  @Test
  void aCursorThatCannotBeTakenUpIsSaidInOneLine() throws Exception {
    String own = run("event tail").err().strip().replaceAll(".* ", "");
    String other = "0".repeat(32) + own.substring(own.indexOf('.'));
    assertThat(run("event tail --from", other).complaints())
        .containsExactly("vivim: --from: the cursor is of another log");
    assertThat(run("event tail --from", own.replaceAll("\\..*", ".99")).complaints())
        .containsExactly("vivim: --from: the cursor is ahead of the log");
    String early = own.replaceAll("\\..*", ".1");
    try (EventLog log = home.log()) {
      log.forget(log.head()).toCompletableFuture().get();
    }
    Outcome old = run("event tail --from", early);
    assertThat(old.complaints())
        .containsExactly("vivim: --from: what follows the cursor was forgotten with age");
    assertThat(old.code()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void followingTellsItsCursorBeforeItWaitsAndEndsWhenItIsInterrupted() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CountDownLatch told = new CountDownLatch(1);
    OutputStream err =
        new OutputStream() {
          @Override
          public void write(int value) {
            told.countDown();
          }
        };
    Console console = new Console(InputStream.nullInputStream(), out, err);
    VivimCommandLine vivim =
        new VivimCommandLine(
            console, Terminal.quietSurroundings(Map.of("VIVIM_DATA", home.data.toString())));
    CompletableFuture<Integer> code = new CompletableFuture<>();
    Thread follower = new Thread(() -> code.complete(vivim.run("event", "tail", "--follow")));
    follower.start();
    told.await();
    follower.interrupt();

    assertThat(code.get()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines().toList()).isEqualTo(forms(0, 1, 2));
    assertThat(run("log check").out()).isEqualTo("ok 3 events\n");
  }

  @Test
  void whatIsExportedCanBeImportedElsewhere() throws Exception {
    Path car = folder.resolve("events.car");
    home.hold(home.local("secret"));
    assertThat(run("event export -o", car.toString()).out()).isEqualTo("exported 3 events\n");
    assertThat(run("car verify", car.toString()).out()).isEqualTo("ok 6 blocks\n");
    Path other = folder.resolve("other");
    Outcome first =
        run("event import --store rocksdb --data " + other, car.toString(), car.toString());
    assertThat(first.err()).isEmpty();
    assertThat(first.lines())
        .containsExactly(
            "accepted=3 duplicate=0 pending=0 early=0 declined=0 rejected=0 other-blocks=0",
            "accepted=0 duplicate=3 pending=0 early=0 declined=0 rejected=0 other-blocks=0");
    assertThat(run("event tail --data " + other).lines()).isEqualTo(forms(0, 1, 2));
    assertThat(run("log stats --data " + other).lines()).contains("engine rocksdb", "events 3");
    assertThat(run("event import --store h2 --data " + other, car.toString()).complaints())
        .containsExactly("vivim: the store is kept by rocksdb, not by h2: " + other);
  }

  @Test
  void anExportTakesAFilterAndGoesToTheOutput() throws Exception {
    Path car = folder.resolve("some.car");
    Outcome outcome = run("event export --type memory:update");
    // The console's bytes are no text, so that they are compared with those of the file.
    assertThat(run("event export --type memory:update -o", car.toString()).out())
        .isEqualTo("exported 1 event\n");
    assertThat(outcome.out())
        .isEqualTo(new String(Files.readAllBytes(car), StandardCharsets.UTF_8));
    assertThat(outcome.err()).isEmpty();
    Path absent = folder.resolve("absent").resolve("x.car");
    assertThat(run("event export -o", absent.toString()).complaints())
        .containsExactly("vivim: " + absent + " cannot be written: there is no such file");
  }

  @Test
  void linesOfJsonAreImportedFromAFileOrFromStandardInput() throws Exception {
    Path lines = folder.resolve("events.json");
    Files.write(lines, forms(0, 1, 2));
    Path other = folder.resolve("other");
    assertThat(run("event import --data " + other, lines.toString()).lines())
        .containsExactly(
            "accepted=3 duplicate=0 pending=0 early=0 declined=0 rejected=0 other-blocks=0");
    assertThat(
            home.runOn(Files.newInputStream(lines), "event", "import", "--data", other.toString())
                .lines())
        .containsOnly(
            "accepted=0 duplicate=1 pending=0 early=0 declined=0 rejected=0 other-blocks=0");
    Files.writeString(lines, "{\"no\":\"event\"}");
    assertThat(run("event import --data " + other, lines.toString()).lines().get(0))
        .contains("rejected=1");
  }

  @Test
  void whatWaitedForWhatTheSameFileBroughtIsNotPending() throws Exception {
    List<String> all = new ArrayList<>(forms(0, 1, 2));
    Collections.reverse(all);
    Path lines = Files.write(folder.resolve("reversed.json"), all);
    Path other = folder.resolve("other");
    assertThat(run("event import --data " + other, lines.toString()).lines())
        .containsExactly(
            "accepted=3 duplicate=0 pending=0 early=0 declined=0 rejected=0 other-blocks=0");
    Path one = Files.writeString(folder.resolve("one.json"), forms(2).get(0));
    assertThat(run("event import --data " + folder.resolve("third"), one.toString()).lines())
        .containsExactly(
            "accepted=0 duplicate=0 pending=1 early=0 declined=0 rejected=0 other-blocks=0");
  }

  @Test
  void anImportSaysThatItFoundAFork() throws Exception {
    DataFolder twin = new DataFolder(folder.resolve("twin"), home.key);
    twin.hold(twin.memory("milk"));
    Path car = folder.resolve("twin.car");
    assertThat(twin.run("event", "export", "-o", car.toString()).code()).isZero();
    Outcome forked = run("event import", car.toString());
    assertThat(forked.out()).startsWith("accepted=1 ");
    assertThat(forked.complaints())
        .singleElement()
        .asString()
        .contains("forks were found: 1 event has the number of another one");
    assertThat(forked.code()).isZero();
    assertThat(run("event import", car.toString()).err()).isEmpty();
  }

  @Test
  void anImportVerifiesAndSaysWhatItDidNotTake() throws Exception {
    Path car = folder.resolve("events.car");
    run("event export -o", car.toString());
    byte[] bytes = Files.readAllBytes(car);
    Path cut = folder.resolve("cut.car");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length - 1));
    Path other = folder.resolve("other");
    Outcome outcome =
        run("event import --json --data " + other, cut.toString(), folder + "/absent");
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.lines()).hasSize(2);
    assertThat(outcome.lines().get(0)).contains("\"error\":\"truncated\"");
    assertThat(outcome.lines().get(1)).contains("\"error\":\"no-such-file\"");
    assertThat(run("log stats --data " + other).lines()).contains("events 2");
    assertThat(
            home.runOn(
                    Files.newInputStream(car),
                    "event",
                    "import",
                    "--json",
                    "--source",
                    "peer",
                    "--data",
                    other.toString(),
                    "-")
                .out())
        .isEqualTo(
            "{\"accepted\":1,\"declined\":0,\"duplicate\":2,\"early\":0,\"file\":\"-\","
                + "\"otherBlocks\":0,\"pending\":0,\"rejected\":0}\n");
  }

  @Test
  void anEventWithAWrongSignatureIsNotImported() throws Exception {
    Bytes header = events.get(0).raw().header();
    byte[] wrong = header.toArray();
    wrong[20] ^= 1;
    Path car = folder.resolve("wrong.car");
    TestCar.write(car, List.of(Bytes.owning(wrong), Bytes.utf8("no event")));
    Outcome outcome = run("event import", car.toString());
    assertThat(outcome.out()).endsWith("rejected=1 other-blocks=1\n");
    assertThat(outcome.err()).contains("events were not taken; the first was bafy", "signature");
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void eraseLeavesTheHeaderAloneAndFollowsTheSignersLog() throws Exception {
    home.keepKey();
    Outcome outcome = run("event erase --key home", id(1), UNKNOWN, "x");
    assertThat(outcome.lines()).hasSize(3);
    assertThat(outcome.lines().get(0)).startsWith("erased " + id(1) + " by bafyrei");
    assertThat(outcome.lines().subList(1, 3)).containsExactly("error unknown", "error id");
    assertThat(run("event query --brief --id", id(1)).out()).endsWith(" without payload\n");
    assertThat(allBytes(home.data)).doesNotContain("coffee").contains("green tea");
    assertThat(run("log check").out()).isEqualTo("ok 4 events\n");
    assertThat(run("log stats").lines()).contains("evidence 0");

    String erase = outcome.lines().get(0).replaceAll(".* ", "");
    assertThat(run("event erase --key home", erase).out()).isEqualTo("error control\n");
    DataFolder stranger = new DataFolder(folder.resolve("stranger"));
    DecodedEvent theirs = stranger.memory("theirs");
    home.hold(theirs);
    assertThat(run("event erase --key home", theirs.id().toString()).out())
        .isEqualTo("error not-yours\n");
  }

  @Test
  void whatIsLocalIsErasedInItsOwnScope() throws Exception {
    home.keepKey();
    DecodedEvent secret = home.local("secret");
    home.hold(secret);
    Outcome outcome = run("event erase --key home", secret.id().toString());
    assertThat(outcome.err()).isEmpty();
    assertThat(run("event query --brief --id", secret.id().toString()).out())
        .endsWith(" without payload\n");
    assertThat(run("event query --type system:erase").out()).contains("\"scope\":\"local\"");
  }

  private static String allBytes(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  @Test
  void checkFindsAnIndexEntryThatIsGone() throws Exception {
    assertThat(run("log check").out()).isEqualTo("ok 3 events\n");
    try (Store store = Stores.openExisting(home.data)) {
      Batch batch = Batch.named("damage");
      try (Scan scan = store.scan(KeyRange.startingWith(Bytes.fromHex("0104")))) {
        assertThat(scan.next()).isTrue();
        batch.delete(scan.key());
      }
      store.commit(batch, Durability.SYNC);
    }
    Outcome outcome = run("log check");
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.out()).startsWith("problem position ").endsWith("problems in 3 events\n");
    assertThat(outcome.complaints()).hasSize(1);
    assertThat(run("log check --json").out()).contains("\"events\":3", "\"told\":[{\"position\":");
  }

  @Test
  void aFolderWithoutALogIsSaidInOneLine() {
    for (String command :
        List.of("log check", "log stats", "event query", "event tail", "event export")) {
      Outcome outcome = run(command, "--data", folder.resolve("absent").toString());
      assertThat(outcome.complaints())
          .containsExactly("vivim: there is no store here: " + folder.resolve("absent"));
      assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
      assertThat(outcome.out()).isEmpty();
    }
    assertThat(Files.exists(folder.resolve("absent"))).isFalse();
  }

  @Test
  void aLogThatIsOpenElsewhereIsSaidInOneLine() {
    try (EventLog log = home.log()) {
      Outcome outcome = run("log stats");
      assertThat(outcome.complaints()).hasSize(1);
      assertThat(outcome.err()).contains("the store is open already");
      assertThat(log.head().position()).isEqualTo(3);
    }
  }

  @Test
  void statsTellFigures() {
    Outcome outcome = run("log stats");
    assertThat(outcome.lines()).contains("engine h2", "events 3", "held 0", "floor 0");
    assertThat(outcome.lines().get(0)).matches("id [0-9a-f]{32}");
    assertThat(run("log stats --json").out()).contains("\"events\":3", "\"engine\":\"h2\"");
  }
}
