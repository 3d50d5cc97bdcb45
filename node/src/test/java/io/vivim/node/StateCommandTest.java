package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventType;
import io.vivim.events.Timestamp;
import io.vivim.node.Terminal.Outcome;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateCommandTest {
  private static final String NOTHING = "0".repeat(64);

  @TempDir Path folder;
  private DataFolder home;
  private DecodedEvent tea;
  private DecodedEvent coffee;

  @BeforeEach
  void fill() throws Exception {
    home = new DataFolder(folder);
    tea = home.memory("tea");
    coffee = home.memory("coffee");
    home.hold(tea, coffee, home.local("secret"));
  }

  @Test
  void hashSaysTheDigestAndThePositionOfEachScope() {
    Outcome outcome = home.run("state", "hash");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.lines()).hasSize(2);
    assertThat(outcome.lines().get(0)).matches("[0-9a-f]{64} 3 local:" + home.key.did());
    assertThat(outcome.lines().get(1)).matches("[0-9a-f]{64} 3 public");
    assertThat(home.run("state", "hash", "--scope", "public").lines())
        .containsExactly(outcome.lines().get(1));
    assertThat(home.run("state", "hash", "--scope", "public", "--json").out())
        .contains("\"entities\":2", "\"position\":3", "\"scope\":\"public\"");
  }

  @Test
  void aScopeInWhichNothingIsHasTheDigestOfNothing() {
    String scope = "private:" + home.key.did();
    assertThat(home.run("state", "hash", "--scope", scope).lines())
        .containsExactly(NOTHING + " 3 " + scope);
    Outcome outcome = home.run("state", "hash", "--scope", "here");
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.complaints()).hasSize(1);
  }

  @Test
  void explainTellsWhichFieldsThereAreWhereNoneIsOfTheName() {
    Outcome outcome = home.run("state", "explain", tea.id().toString(), "txt");
    assertThat(outcome.lines()).containsExactly("error field");
    assertThat(outcome.complaints()).singleElement().asString().contains("'txt'", "text");
    assertThat(home.run("state", "explain", tea.id().toString(), "text").code()).isZero();
  }

  @Test
  void rebuildMendsAStateThatWasDamaged() {
    String before = home.run("state", "hash").out();
    damage();
    assertThat(home.run("state", "hash").out()).isNotEqualTo(before);
    Outcome outcome = home.run("state", "rebuild");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).isEqualTo("rebuilt 3 events\n");
    assertThat(home.run("state", "hash").out()).isEqualTo(before);
    assertThat(home.run("state", "rebuild", "--json").out()).isEqualTo("{\"events\":3}\n");
  }

  /** Loses the entities. */
  private void damage() {
    try (Store store = Stores.openExisting(home.data)) {
      Batch batch = Batch.named("damage");
      try (Scan scan = store.scan(KeyRange.startingWith(Bytes.fromHex("0201")))) {
        while (scan.next()) {
          batch.delete(scan.key().compact());
        }
      }
      store.commit(batch, Durability.SYNC);
    }
  }

  @Test
  void diffNamesTheEntitiesThatDifferAndWhoHasThem() throws Exception {
    DataFolder other = new DataFolder(folder.resolve("other"));
    DecodedEvent theirs = other.memory("theirs");
    other.hold(tea, theirs);
    home.hold(home.update(tea, "green tea"));
    Outcome outcome = home.run("state", "diff", other.data.toString());
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.complaints()).containsExactly("vivim: the states differ in 4 entities");
    assertThat(outcome.lines())
        .hasSize(4)
        .contains(
            "both " + tea.id() + " public",
            "here " + coffee.id() + " public",
            "there " + theirs.id() + " public")
        .anyMatch(line -> line.startsWith("here ") && line.contains(" local:"));
    assertThat(home.run("state", "diff", other.data.toString(), "--json").out())
        .contains("\"side\":\"both\"", "\"scope\":\"public\"");
  }

  @Test
  void aCopyDoesNotDiffer() {
    Path copy = folder.resolve("copy");
    assertThat(
            home.run("store", "copy", "--from", home.data.toString(), "--to", copy.toString())
                .code())
        .isZero();
    Outcome outcome = home.run("state", "diff", copy.toString());
    assertThat(outcome.out()).isEqualTo("ok 2 scopes\n");
    assertThat(outcome.code()).isZero();
    assertThat(home.run("state", "diff", copy.toString(), "--json").out())
        .isEqualTo("{\"scopes\":2}\n");
  }

  private DecodedEvent update(DecodedEvent head, DecodedEvent last, int millis, IpldMap body) {
    return EventBuilder.of(EventType.named("memory:update"), Bytes.owning(new byte[16]))
        .entity(head.entity())
        .heads(List.of(EventFacts.of(head)))
        .after(last.header().seq(), last.id())
        .timestamp(Timestamp.of(DataFolder.START_MILLIS + millis, 0))
        .body(body)
        .sign(home.key);
  }

  private static IpldMap set(String name, Ipld value) {
    return IpldMap.builder().put("set", IpldMap.builder().put(name, value).build()).build();
  }

  @Test
  void explainTellsWhoMadeAFieldWhatItIsAndWhatDoesNotCount() throws Exception {
    DecodedEvent black = update(tea, coffee, 100, set("content", Ipld.of("black")));
    DecodedEvent green = update(tea, black, 200, set("content", Ipld.of("green")));
    DecodedEvent bad = update(tea, green, 300, set("content", Ipld.of(7)));
    IpldMap three =
        IpldMap.builder()
            .put("increment", IpldMap.builder().put("accessCount", Ipld.of(3)).build())
            .build();
    DecodedEvent count = update(green, bad, 400, three);
    home.hold(black, green, bad, count);
    Outcome outcome = home.run("state", "explain", tea.id().toString());
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.lines())
        .containsExactly(
            "entity " + tea.id() + " memory public",
            "field \"accessCount\" 3",
            "by " + line(count) + " 3",
            "field \"content\" \"green\"",
            "against " + line(black) + " \"black\"",
            "by " + line(green) + " \"green\"",
            "field \"text\" \"tea\"",
            "by " + line(tea) + " \"tea\"",
            "without "
                + line(bad)
                + " schema: its body has a value that breaks the schema: content: must be of type string (type)");
    assertThat(home.run("state", "explain", tea.id().toString(), "content").lines())
        .hasSize(5)
        .contains("field \"content\" \"green\"")
        .doesNotContain("field \"text\" \"tea\"");
    Outcome none = home.run("state", "explain", tea.id().toString(), "no");
    assertThat(none.lines()).contains("field \"no\" null").anyMatch(l -> l.startsWith("without "));
    assertThat(none.complaints()).singleElement().asString().contains("'no'", "content, text");
    assertThat(home.run("state", "explain", tea.id().toString(), "--json").out())
        .contains("\"reason\":\"schema\"", "\"shown\":false", "\"value\":\"green\"");
  }

  private static String line(DecodedEvent event) {
    return event.id()
        + " "
        + event.header().timestamp()
        + " "
        + event.header().author()
        + " "
        + event.header().type().name();
  }

  @Test
  void explainSaysValuesThatJsonHasNoWayToSay() throws Exception {
    Ipld odd = IpldMap.builder().put("/", Ipld.of("x")).build();
    DecodedEvent strange = update(tea, coffee, 100, set("/", odd));
    home.hold(strange);
    String hex = DagCbor.encode(odd).toHex();
    assertThat(home.run("state", "explain", tea.id().toString()).lines())
        .contains("field \"/\" dag-cbor:" + hex, "by " + line(strange) + " dag-cbor:" + hex);
    Outcome json = home.run("state", "explain", tea.id().toString(), "--json");
    assertThat(json.code()).isZero();
    assertThat(json.out()).contains("\"name\":\"/\"");
  }

  @Test
  void explainTellsWhatErasedAnEvent() throws Exception {
    home.keepKey();
    String erased = home.run("event", "erase", "--key", "home", coffee.id().toString()).out();
    String erase = erased.strip().replaceAll(".* ", "");
    assertThat(home.run("state", "explain", coffee.id().toString()).lines())
        .contains("without " + line(coffee) + " erased by " + erase + ": it was erased");
  }

  @Test
  void explainRefusesWhatIsNotThere() {
    Outcome outcome = home.run("state", "explain", "x");
    assertThat(outcome.out()).isEqualTo("error id\n");
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
    String unknown = "bafyreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
    assertThat(home.run("state", "explain", unknown).out()).isEqualTo("error unknown\n");
  }

  @Test
  void aFolderWithoutAStoreIsSaidInOneLine() {
    String absent = folder.resolve("absent").toString();
    for (List<String> command :
        List.of(
            List.of("hash"),
            List.of("rebuild"),
            List.of("explain", "x"),
            List.of("diff", absent))) {
      List<String> all = new ArrayList<>(List.of("state"));
      all.addAll(command);
      if (!command.contains("diff")) {
        all.addAll(List.of("--data", absent));
      }
      Outcome outcome = home.run(all.toArray(new String[0]));
      assertThat(outcome.complaints()).containsExactly("vivim: there is no store here: " + absent);
      assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
      assertThat(outcome.out()).isEmpty();
    }
    assertThat(Files.exists(Path.of(absent))).isFalse();
  }
}
