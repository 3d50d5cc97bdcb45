package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.codec.Bytes;
import io.vivim.codec.DagJson;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import io.vivim.did.DidKey;
import io.vivim.did.SigningKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventId;
import io.vivim.events.EventJson;
import io.vivim.events.EventType;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import io.vivim.store.Engine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events whose type is of another kind than the entity that they name, and what they do to it. */
final class OddKindsTest {
  private static final String REVOKE =
      "{'id':'%s','type':'identity:revoke_device',"
          + "'body':{'set':{'grants':[{'/':'%s'}],'until':[]}}}";

  @TempDir Path folder;
  private TestNode node;
  private DidKey home;
  private final SigningKey other = SigningKey.generate();

  @BeforeEach
  void start() throws Exception {
    node = new TestNode(folder, Engine.H2);
    home = DidKey.parse(node.identity("home"));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  /** An event of some application's kind, which the other one signs. */
  private EventBuilder odd(String entity, int later) throws RefusedException {
    return EventBuilder.of(EventType.named("x.odd:edit"), Bytes.copyOf(new byte[16]))
        .timestamp(Timestamp.of(TestNode.NOW.toEpochMilli(), later))
        .entity(id(entity))
        .body((IpldMap) DagJson.decode("{\"set\":{\"a\":\"1\"}}").orThrow());
  }

  private static EventId id(String text) {
    return EventId.parse(text).orElseThrow();
  }

  private void submit(EventBuilder event) throws Exception {
    DecodedEvent signed = event.sign(other);
    node.anyone.result("event_submit", "[" + EventJson.write(signed) + "]");
  }

  /** Makes the other one a device. */
  private JsonNode device() throws Exception {
    return node.does(
        "entity_create",
        "{'scope':'public','type':'identity:add_device','fields':{'device':'%s'}}"
            .formatted(other.did()));
  }

  @Test
  void aMemberKeepsNobodyFromRemovingThem() throws Exception {
    String circle = node.made("{'kind':'circle','fields':{'name':'us'}}");
    JsonNode added =
        node.does(
            "entity_update",
            "{'id':'%s','type':'circle:add_member','fields':{'member':'%s','role':'member'}}"
                .formatted(circle, other.did()));
    EventId grant = id(added.path("event").asText());
    submit(odd(circle, 9).scope(Scope.circle(id(circle))).auth(List.of(grant)));

    node.does("entity_update", "{'id':'%s','fields':{'name':'we'}}".formatted(circle));
    node.does(
        "entity_update",
        "{'id':'%s','type':'circle:remove_member','fields':{'member':'%s'}}"
            .formatted(circle, other.did()));

    JsonNode fields = node.entity(circle).path("fields");
    assertThat(fields.path("name").asText()).isEqualTo("we");
    assertThat(fields.path("members").has(other.did().toString())).isFalse();
  }

  @Test
  void aStolenDeviceKeepsNobodyFromRevokingIt() throws Exception {
    JsonNode added = device();
    String identity = added.path("id").asText();
    EventId grant = id(added.path("event").asText());
    submit(odd(identity, 9).author(home).auth(List.of(grant)));

    node.does("entity_update", REVOKE.formatted(identity, grant));
    JsonNode updated =
        node.does("entity_update", "{'id':'%s','fields':{'displayName':'Me'}}".formatted(identity));
    assertThat(updated.path("ground").asText()).isEqualTo("counts");
  }

  @Test
  void aDeviceThatWasRevokedWipesNoPrivateEntity() throws Exception {
    JsonNode added = device();
    String identity = added.path("id").asText();
    EventId grant = id(added.path("event").asText());
    node.made("{'kind':'memory','fields':{'content':'x'}}");
    String talk =
        node.made(
            "{'kind':'conversation','fields':{'source':'https://chat.example/1','title':'mine'}}");
    node.does("entity_update", REVOKE.formatted(identity, grant));
    // Behind the grant, and before all that came after it.
    submit(odd(talk, 1).author(home).scope(Scope.PRIVATE).auth(List.of(grant)));

    assertThat(node.entity(talk).path("fields").path("title").asText()).isEqualTo("mine");
    node.does("entity_update", "{'id':'%s','fields':{'title':'again'}}".formatted(talk));
    assertThat(node.entity(talk).path("fields").path("title").asText()).isEqualTo("again");
  }

  @Test
  void whatOthersWriteUnderAnIdKeepsNobodyFromChangingTheirOwn() throws Exception {
    String talk =
        node.made(
            "{'kind':'conversation','fields':{'source':'https://chat.example/1','title':'mine'}}");
    for (int i = 0; i < 8; i++) {
      DecodedEvent theirs =
          EventBuilder.of(EventType.named("conversation:update"), Bytes.copyOf(new byte[16]))
              .timestamp(Timestamp.of(TestNode.NOW.toEpochMilli(), 9))
              .scope(Scope.PRIVATE)
              .entity(id(talk))
              .body((IpldMap) DagJson.decode("{\"set\":{\"title\":\"theirs\"}}").orThrow())
              .sign(SigningKey.generate());
      node.anyone.result("event_submit", "[" + EventJson.write(theirs) + "]");
    }

    JsonNode updated =
        node.does("entity_update", "{'id':'%s','fields':{'title':'again'}}".formatted(talk));
    assertThat(updated.path("ground").asText()).isEqualTo("counts");
    JsonNode deleted = node.does("entity_delete", "{'id':'%s'}".formatted(talk));
    assertThat(deleted.path("ground").asText()).isEqualTo("counts");
  }
}
