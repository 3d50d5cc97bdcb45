package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.did.SigningKey;
import io.vivim.events.EntityIds;
import io.vivim.events.Scope;
import io.vivim.node.Terminal.Outcome;
import io.vivim.node.rpc.HttpCalls;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code vivim entity} on a folder that no node has open. */
class EntityCommandTest {
  @TempDir Path temp;
  private DataFolder folder;

  @BeforeEach
  void keep() throws Exception {
    folder = new DataFolder(temp);
    folder.keepKey();
  }

  private Outcome entity(String... arguments) {
    List<String> all = new ArrayList<>(List.of("entity"));
    all.addAll(Arrays.asList(arguments));
    return folder.run(all.toArray(String[]::new));
  }

  /** Makes a memory, and tells its id. */
  private String memory(String... options) {
    List<String> all = new ArrayList<>(List.of("create", "memory", "--key", "home"));
    all.addAll(Arrays.asList(options));
    Outcome made = entity(all.toArray(String[]::new));
    assertThat(made.code()).as(made.err()).isZero();
    String[] words = made.lines().get(0).split(" ");
    assertThat(words).hasSize(4).startsWith("created").contains("by");
    return words[1];
  }

  private JsonNode shown(String id) {
    return HttpCalls.json(entity("get", "--json", id).out());
  }

  @Test
  void anEntityIsMadeShownAndChanged() {
    String id = memory("--set", "content=tea at four", "--set", "pinned:=true");
    Outcome shown = entity("get", id);
    assertThat(shown.code()).isZero();
    assertThat(shown.lines())
        .contains(
            "id " + id,
            "kind memory",
            "scope private:" + folder.key.did(),
            "owners " + folder.key.did(),
            "heads " + id,
            "fields \"content\" \"tea at four\"",
            "fields \"pinned\" true",
            "gone false");
    Outcome updated =
        entity("update", id, "--key", "home", "--body", "{\"add\":{\"tags\":[\"tea\"]}}", "--json");
    JsonNode written = HttpCalls.json(updated.out());
    assertThat(written.path("id").asText()).isEqualTo(id);
    assertThat(written.path("ground").asText()).isEqualTo("counts");
    assertThat(shown(id).path("fields").path("tags").path(0).asText()).isEqualTo("tea");
    assertThat(entity("history", id).lines())
        .hasSize(2)
        .allMatch(line -> line.endsWith(" counts"))
        .last()
        .asString()
        .startsWith(written.path("event").asText());
  }

  @Test
  void aListShowsTheBeginningOfWhatIsSaid() {
    String id = memory("--set", "content=\n  tea at \u001b[1mfour\nand milk " + "x".repeat(80));
    memory("--set", "content=" + "y".repeat(80));
    List<String> lines = entity("query", "--kind", "memory").lines();
    assertThat(lines)
        .hasSize(2)
        .anyMatch(line -> line.startsWith(id) && line.endsWith(" tea at ?[1mfour"))
        .anyMatch(line -> line.endsWith(" " + "y".repeat(60) + "…"));
  }

  @Test
  void whatWasMadeIsFoundAtOnce() {
    folder.run("search", "nothing");
    String id = memory("--set", "content=zanzibar at four");
    assertThat(folder.run("search", "zanzibar").lines())
        .singleElement()
        .asString()
        .startsWith(id)
        .endsWith(" zanzibar at four");
  }

  @Test
  void aWholeEntityIsErased() {
    String id = memory("--set", "content=zanzibar", "--scope", "public");
    folder.run("search", "zanzibar");
    assertThat(entity("update", id, "--key", "home", "--set", "content=more").code()).isZero();
    String other = memory("--set", "content=tea");

    Outcome erased = entity("erase", id, "--key", "home", "--as", "home");

    assertThat(erased.out()).as(erased.err()).isEqualTo("erased " + id + " events 2 kept 0\n");
    assertThat(entity("history", id).lines())
        .hasSize(2)
        .allMatch(line -> line.contains(" erased by ") && line.endsWith(": it was erased"));
    for (String command : List.of("get", "update", "delete")) {
      String[] options = command.equals("get") ? new String[0] : new String[] {"--key", "home"};
      Outcome gone =
          entity(Stream.concat(Stream.of(command, id), Stream.of(options)).toArray(String[]::new));
      assertThat(gone.code()).isEqualTo(ExitCode.REFUSED);
      assertThat(gone.err()).as(command).contains("it is erased");
    }
    assertThat(folder.run("search", "zanzibar").out()).isEmpty();
    assertThat(shown(other).path("fields").path("content").asText()).isEqualTo("tea");
    Outcome again = entity("erase", id, "--key", "home");
    assertThat(again.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(again.complaints()).singleElement().asString().contains("erased already");
    assertThat(entity("erase", "x", "--key", "home").out()).isEqualTo("error id\n");
  }

  @RepeatedTest(3)
  void whatWasErasedIsTakenElsewhereWithoutComplaint() {
    String id = memory("--set", "content=zanzibar");
    assertThat(entity("update", id, "--key", "home", "--set", "content=more").code()).isZero();
    assertThat(entity("erase", id, "--key", "home").code()).isZero();
    String car = temp.resolve("mine.car").toString();
    assertThat(folder.run("event", "export", "-o", car).out()).isEqualTo("exported 4 events\n");
    String other = temp.resolve("elsewhere").toString();
    Outcome taken = folder.run("event", "import", "--data", other, car);
    assertThat(taken.err()).isEmpty();
    assertThat(taken.out())
        .isEqualTo(
            "accepted=4 duplicate=0 pending=0 early=0 declined=0 rejected=0 other-blocks=0\n");
    assertThat(taken.code()).isZero();
  }

  @Test
  void nobodyErasesWhatIsAnothers() throws Exception {
    String id = memory("--set", "content=tea", "--scope", "public");
    String[] other = {"--passphrase-file", temp.resolve("other").toString()};
    Files.writeString(temp.resolve("other"), "other");
    assertThat(folder.run("key", "new", "other", other[0], other[1]).code()).isZero();
    Outcome refused = entity("erase", id, "--key", "other", other[0], other[1]);
    assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.complaints()).singleElement().asString().contains("owner: none of its");
    String body = "{\"set\":{\"target\":{\"/\":\"" + id + "\"}}}";
    Outcome single =
        entity(
            "create", "erasure", "--key", "other", other[0], other[1], "--scope", "public",
            "--body", body);
    assertThat(single.out()).isEqualTo("error owner\n");
    assertThat(shown(id).path("fields").path("content").asText()).isEqualTo("tea");
  }

  @Test
  void aRemovalWithoutUntilKeepsWhatWasDoneSoFar() throws Exception {
    SigningKey friend = SigningKey.generate();
    folder.keep("friend", friend);
    String member = friend.did().toString();
    String circle = entity("create", "circle", "--key", "home", "--set", "name=us").lines().get(0);
    String id = circle.replaceFirst("created (\\S+) .*", "$1");
    Outcome added =
        entity(
            "update",
            id,
            "--key",
            "home",
            "--type",
            "circle:add_member",
            "--set",
            "member=" + member,
            "--set",
            "role=member");
    String grant = added.out().strip().replaceFirst(".* by ", "");
    String[] post = {"create", "content", "--key", "friend", "--set", "title=tea", "--scope"};
    Outcome posted =
        entity(Stream.concat(Stream.of(post), Stream.of("circle:" + id)).toArray(String[]::new));
    assertThat(posted.code()).as(posted.err()).isZero();
    String last = posted.out().strip().replaceFirst(".* by ", "");
    String grants = "grants:=[{\"/\":\"" + grant + "\"}]";
    Outcome removed =
        entity(
            "update",
            id,
            "--key",
            "home",
            "--type",
            "circle:remove_member",
            "--set",
            "member=" + member,
            "--set",
            grants);
    assertThat(removed.code()).as(removed.err()).isZero();
    assertThat(untilOf(removed)).isEqualTo("[{\"/\":\"" + last + "\"}]");
    Outcome all =
        entity(
            "update",
            id,
            "--key",
            "home",
            "--type",
            "circle:remove_member",
            "--set",
            "member=" + member,
            "--set",
            grants,
            "--set",
            "until:=[]");
    assertThat(untilOf(all)).as("said so").isEqualTo("[]");
  }

  private String untilOf(Outcome removal) {
    String event = removal.out().strip().replaceFirst(".* by ", "");
    return HttpCalls.json(folder.run("event", "query", "--id", event).out())
        .findPath("until")
        .toString();
  }

  @Test
  void aFieldThatTheSchemaRefusesIsNamedWithWhatItTakes() {
    Outcome refused = entity("create", "memory", "--key", "home", "--set", "memoryType=odd");
    assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.complaints())
        .singleElement()
        .asString()
        .contains("memoryType: must be one of episodic, semantic", "goal, project");
  }

  @Test
  void aValueOfTheWrongTypeIsToldHowItIsWritten() {
    Outcome pinned = entity("create", "memory", "--key", "home", "--set", "pinned=true");
    assertThat(pinned.complaints()).singleElement().asString().contains("FIELD:=VALUE");
    Outcome link = entity("create", "memory", "--key", "home", "--set", "consolidatedInto=bafy");
    assertThat(link.complaints()).singleElement().asString().contains("{\"/\":\"bafy…\"}");
    Outcome odd = entity("create", "memory", "--key", "home", "--set", "x:={\"/\":\"nope\"}");
    assertThat(odd.err()).contains("a link is {\"/\":\"bafy…\"}");
    assertThat(entity("create", "--help").out().replaceAll("\\s+", " "))
        .contains("with ':='", "{\"/\":\"bafy…\"}");
  }

  @Test
  void whatIsBetweenTwoNeedsAScopeAndNamesKeysHere() {
    String[] follow = {"create", "follow", "--key", "home", "--set", "target=did:web:example.com"};
    Outcome refused = entity(follow);
    assertThat(refused.lines()).containsExactly("error scope-needed");
    assertThat(refused.complaints()).singleElement().asString().contains("a follow is between two");
    assertThat(folder.run("event", "new", "social:follow", "--key", "home").err())
        .contains("--scope", "a follow is between two");
    String id = memory("--scope", "public");
    assertThat(entity("query", "--owner", "home").out()).startsWith(id);
    Outcome unknown = entity("query", "--owner", "nobody");
    assertThat(unknown.code()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown.err()).contains("--owner");
  }

  @Test
  void namesThatNoBuiltInKindKnowsAreTakenWithAWarning() {
    Outcome kind = entity("create", "memmory", "--key", "home", "--set", "content=tea");
    assertThat(kind.code()).isZero();
    assertThat(kind.complaints()).singleElement().asString().contains("'memory'?");
    Outcome field = entity("create", "memory", "--key", "home", "--set", "contnet=tea");
    assertThat(field.code()).isZero();
    assertThat(field.complaints()).singleElement().asString().contains("contnet", "'content'?");
    Outcome own = entity("create", "com.example.tea", "--key", "home", "--set", "contnet=tea");
    assertThat(own.code()).isZero();
    assertThat(own.err()).isEmpty();
    assertThat(entity("create", "memory", "--key", "home", "--set", "content=tea").err()).isEmpty();
  }

  @Test
  void whatIsDeletedIsNotFoundAndSaidToBeGone() {
    String id = memory("--scope", "public");
    assertThat(entity("query", "--kind", "memory").lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith(id)
        .endsWith(" memory public");
    assertThat(entity("delete", id, "--key", "home").out()).startsWith("deleted " + id + " by ");
    assertThat(entity("query", "--kind", "memory").out()).isEmpty();
    assertThat(shown(id).path("gone").asBoolean()).isTrue();
  }

  @Test
  void queriesTellWhereTheyGoOn() {
    for (int i = 0; i < 3; i++) {
      memory("--set", "content=" + i);
    }
    Outcome first = entity("query", "--limit", "2");
    assertThat(first.lines()).hasSize(2);
    String mark = first.err().strip().replaceFirst(".*--after ", "");
    Outcome rest = entity("query", "--after", mark);
    assertThat(rest.lines()).hasSize(1).doesNotContainAnyElementsOf(first.lines());
    assertThat(entity("query", "--owner", folder.key.did().toString(), "--json").lines())
        .hasSize(3)
        .allMatch(line -> HttpCalls.json(line).path("fields").has("content"));
  }

  @Test
  void aConflictIsShownAndResolved() throws Exception {
    var first = folder.memory("tea");
    folder.hold(first, folder.update(first, "black"), folder.update(first, "green"));
    String id = first.id().toString();
    assertThat(entity("conflicts", "--scope", "public").lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith(id);
    assertThat(entity("get", id).out()).contains("\"black\"", "\"green\"", "conflicts \"text\"");
    Outcome resolved = entity("resolve", id, "text", "\"white\"", "--key", "home");
    assertThat(resolved.out()).startsWith("resolved " + id);
    assertThat(entity("conflicts", "--scope", "public").out()).isEmpty();
    assertThat(shown(id).path("fields").path("text").asText()).isEqualTo("white");
    Outcome again = entity("resolve", id, "text", "--key", "home");
    assertThat(again.out()).isEqualTo("error no-conflict\n");
    assertThat(again.err()).contains("there is no conflict about 'text'");
  }

  @Test
  void aTextForAListIsToldHowAListIsWritten() {
    Outcome tags = entity("create", "memory", "--key", "home", "--set", "tags=tea");
    assertThat(tags.out()).isEqualTo("error merge\n");
    assertThat(tags.complaints())
        .singleElement()
        .asString()
        .endsWith("; say --set 'tags:=[\"tea\"]'");
    assertThat(entity("create", "memory", "--key", "home", "--set", "tags:=[\"tea\"]").code())
        .isZero();
  }

  @Test
  void aFollowNamesAKeyHereAndWarnsOfNobody() {
    String[] follow = {
      "create", "follow", "--key", "home", "--scope", "public", "--json", "--set", "target=home"
    };
    Outcome own = entity(follow);
    assertThat(own.err()).isEmpty();
    String id = HttpCalls.json(own.out()).path("id").asText();
    assertThat(shown(id).path("fields").path("target").asText())
        .isEqualTo(folder.key.did().toString());
    follow[follow.length - 1] = "target=hom";
    assertThat(entity(follow).complaints())
        .singleElement()
        .asString()
        .contains("the target 'hom' is neither a DID");
  }

  @Test
  void whatWouldNotCountIsRefusedWithItsCode() {
    String id = memory();
    Outcome bad = entity("create", "memory", "--key", "home", "--set", "content:=7");
    assertThat(bad.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(bad.out()).isEqualTo("error schema\n");
    assertThat(bad.complaints()).hasSize(1);
    Outcome each =
        folder.runOn(
            new ByteArrayInputStream((id + "\nx\n").getBytes(StandardCharsets.UTF_8)),
            "entity",
            "update",
            "--key",
            "home",
            "--type",
            "acu:update");
    assertThat(each.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(each.lines()).containsExactly("error kind", "error id");
    assertThat(entity("get", folder.key.did().toString()).out()).isEqualTo("error id\n");
    String unknown = EntityIds.identity(Scope.PUBLIC, folder.key.did()).toString();
    assertThat(entity("history", unknown).code()).isEqualTo(ExitCode.REFUSED);
    assertThat(entity("history", id).lines()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create",
        "create memory",
        "create Memory! --key home",
        "create memory:forget --key home",
        "create memory --key home --set content",
        "create memory --key home --body []",
        "create memory --key home --scope secret",
        "create memory --key home --as me",
        "create memory --key home --auth x",
        "create memory --key home --parent x",
        "resolve x --key home",
        "resolve x y {z --key home",
        "history x",
        "query --limit -1",
        "query --after x",
        "query --owner me",
        "conflicts",
        "conflicts --scope private"
      })
  void badUsageIsOneLineAndACodeOfItsOwn(String line) {
    Outcome outcome = entity(line.split(" "));
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.complaints()).hasSize(1);
    assertThat(folder.data).doesNotExist();
  }
}
