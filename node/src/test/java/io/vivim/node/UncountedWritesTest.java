package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.store.Engine;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A write that the state would not count is refused before there is an event. */
class UncountedWritesTest {
  @TempDir Path folder;
  private TestNode node;
  private String other;

  @BeforeEach
  void start() throws Exception {
    node = new TestNode(folder, Engine.H2);
    node.identity("home");
    other = node.identity("other");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private String made(String kind, String fields) {
    return node.made(
        "{'kind':'%s','as':'home','scope':'public','fields':%s}".formatted(kind, fields));
  }

  private String policyFor(String entity, String right) {
    return made(
        "sharing_policy",
        "{'entities':[{'/':'%s'}],'audience':['%s'],'rights':['%s']}"
            .formatted(entity, other, right));
  }

  private static String update(String id, String auth) {
    return "{'id':'%s','as':'other','fields':{'title':'theirs'},'auth':[%s]}".formatted(id, auth);
  }

  private String refused(String params) {
    long before = node.position();
    String detail = node.detail("write-refused", "entity_update", params);
    assertThat(node.position()).as(detail).isEqualTo(before);
    return detail;
  }

  private String ground(String params) {
    return node.does("entity_update", params).path("ground").asText();
  }

  @ParameterizedTest
  @ValueSource(strings = {"conversation", "org.example.note"})
  void whatIsAnothersIsWrittenToByARightThatIsOneAndStands(String kind) {
    String id = made(kind, "{'title':'mine'}");
    String elsewhere = policyFor(made(kind, "{'title':'second'}"), "write");
    String toRead = policyFor(id, "read");
    String policy = policyFor(id, "write");

    assertThat(refused(update(id, ""))).startsWith("owner: ");
    assertThat(refused(update(id, "'" + elsewhere + "'"))).startsWith("owner: ");
    assertThat(refused(update(id, "'" + toRead + "'"))).startsWith("owner: ");
    String right = update(id, "'" + policy + "'");
    assertThat(ground(right)).isEqualTo("counts");

    String revoke =
        "{'id':'%s','as':'home','type':'sharing:revoke','fields':{'grants':[{'/':'%s'}],'until':[]}}";
    assertThat(ground(revoke.formatted(policy, policy))).isEqualTo("counts");
    assertThat(refused(right)).startsWith("removed: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"audience", "rights", "entities"})
  void takingSomethingOutOfAPolicyIsNoRevocationAndIsRefused(String field) {
    String policy = policyFor(made("conversation", "{'title':'mine'}"), "write");
    String less = "{'id':'%s','as':'home','body':{'remove':{'%s':['x']}}}".formatted(policy, field);
    assertThat(refused(less)).startsWith("nothing-removed: ").contains("sharing:revoke");
  }

  @Test
  void whoeverWasLetInBySomebodyWhoWasRemovedIsToldSo() {
    String third = node.identity("third");
    String circle = node.made("{'kind':'circle','as':'home','fields':{'name':'us'}}");
    String admitted =
        "{'id':'%s','as':'%s','type':'circle:add_member','fields':{'member':'%s','role':'%s'}}";
    assertThat(ground(admitted.formatted(circle, "home", other, "admin"))).isEqualTo("counts");
    assertThat(ground(admitted.formatted(circle, "other", third, "member"))).isEqualTo("counts");
    String post =
        "{'kind':'content','as':'third','scope':'circle:%s','fields':{'title':'tea'}}"
            .formatted(circle);
    node.made(post);
    String remove =
        "{'id':'%s','as':'home','type':'circle:remove_member','fields':{'member':'%s'}}"
            .formatted(circle, other);
    assertThat(ground(remove)).isEqualTo("counts");

    long before = node.position();
    assertThat(node.detail("write-refused", "entity_create", post)).startsWith("removed: ");
    assertThat(node.position()).isEqualTo(before);
    assertThat(ground(admitted.formatted(circle, "home", third, "member"))).isEqualTo("counts");
    node.made(post);
  }

  @Test
  void whatIsWrongIsToldBeforeHeadsAreBroughtTogether() {
    String id = made("org.example.note", "{'title':'mine'}");
    String beside = "{'id':'%s','as':'home','fields':{'title':'%d'},'seen':['%s']}";
    for (int i = 0; i <= 32; i++) {
      assertThat(ground(beside.formatted(id, i, id))).isEqualTo("counts");
    }
    assertThat(refused(update(id, ""))).startsWith("owner: ");
    String bad = "{'id':'%s','as':'home','body':{'set':7}}".formatted(id);
    assertThat(refused(bad)).startsWith("grammar: ");
    assertThat(ground("{'id':'%s','as':'home','fields':{'title':'one'}}".formatted(id)))
        .isEqualTo("counts");
    assertThat(node.entity(id).path("heads")).hasSize(1);
  }
}
