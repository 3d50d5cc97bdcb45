package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.KeyStore;
import io.vivim.did.Passphrase;
import io.vivim.did.SigningKey;
import io.vivim.eventlog.PageMark;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventJson;
import io.vivim.events.EventLimits;
import io.vivim.events.EventType;
import io.vivim.events.RawEvent;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import io.vivim.node.rpc.HttpCalls;
import io.vivim.node.rpc.Listen;
import io.vivim.node.rpc.RpcOptions;
import io.vivim.store.Engine;
import io.vivim.store.StoreException;
import io.vivim.testvectors.VectorCase;
import io.vivim.testvectors.Vectors;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node in this process, asked over HTTP. */
class NodeTest {
  /** Behind the heads of a list and of the signature's bytes. */
  private static final int IN_SIGNATURE = 10;

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir Path folder;
  private final SigningKey key = SigningKey.generate();
  private final List<Throwable> faults = new ArrayList<>();
  private Node node;
  private HttpCalls anyone;
  private HttpCalls owner;
  private int made;

  @BeforeEach
  void start() throws Exception {
    start(Engine.H2, Optional.of("tea"));
  }

  private void start(Engine engine, Optional<String> passphrase) throws Exception {
    node = startIn("data", engine, passphrase, 0);
    anyone = HttpCalls.to(node.address());
    owner = anyone.withToken(Files.readString(node.tokenFile()).strip());
  }

  private Node startIn(String data, Engine engine, Optional<String> passphrase, int port)
      throws Exception {
    return Node.start(
        new Node.Config(
            "1.2.3",
            folder.resolve(data),
            Optional.of(engine),
            KeyStore.at(folder.resolve("keys")),
            passphrase.map(
                text -> Passphrase.of(text.toCharArray(), InsecureSecretKeyAccess.get())),
            Optional.empty(),
            RpcOptions.DEFAULT.withListen(new Listen("127.0.0.1", port))),
        new Node.Machine(() -> NOW, System::nanoTime, new SecureRandom()),
        faults::add,
        alarm -> {});
  }

  private void restart(Engine engine, Optional<String> passphrase) throws Exception {
    node.close();
    start(engine, passphrase);
  }

  @AfterEach
  void stop() {
    node.close();
    assertThat(faults).isEmpty();
  }

  private EventBuilder builder(Scope scope) {
    return EventBuilder.of(EventType.named("memory:create"), Bytes.copyOf(new byte[16]))
        .scope(scope)
        .timestamp(Timestamp.of(NOW.toEpochMilli() - 1000 + made++, 0));
  }

  private DecodedEvent event(Scope scope) {
    return builder(scope).sign(key);
  }

  private static String param(DecodedEvent event) {
    return "[" + EventJson.write(event) + "]";
  }

  private String submitted(DecodedEvent event) {
    return owner.result("event_submit", param(event)).path("outcome").asText();
  }

  private static List<String> ids(JsonNode page) {
    List<String> ids = new ArrayList<>();
    page.path("events").forEach(e -> ids.add(e.path("event").path("id").path("/").asText()));
    return ids;
  }

  @Test
  void aNodeSaysWhatItIs() {
    submitted(event(Scope.PUBLIC));
    JsonNode info = owner.result("node_info", "{}");
    assertThat(info.path("version").asText()).isEqualTo("1.2.3");
    assertThat(info.path("engine").asText()).isEqualTo("h2");
    assertThat(info.path("log").asText()).isEqualTo(node.logId());
    assertThat(info.path("position").asInt()).isEqualTo(1);
    assertThat(info.path("cursor").asText()).isEqualTo(node.logId() + ".1");
    assertThat(info.path("addresses").path(0).asText()).isEqualTo(node.address());
    assertThat(info.path("limits").path("payloadBytes").asInt())
        .isEqualTo(EventLimits.MAX_PAYLOAD_BYTES);

    ((ObjectNode) info).remove(List.of("position", "cursor"));
    assertThat(anyone.result("node_info", "{}")).isEqualTo(info);
  }

  @Test
  void aNodeMayKeepItsStoreInRocksDb() throws Exception {
    node.close();
    node = startIn("rocks", Engine.ROCKSDB, Optional.empty(), 0);
    assertThat(HttpCalls.to(node.address()).result("node_info", "[]").path("engine").asText())
        .isEqualTo("rocksdb");
  }

  @Test
  void anIdentityIsAKeyInTheKeyStore() throws Exception {
    assertThat(anyone.error("identity_create", "[\"home\"]")).isEqualTo("token-needed");

    JsonNode made = owner.result("identity_create", "{\"name\":\"home\"}");

    Passphrase passphrase = Passphrase.of("tea".toCharArray(), InsecureSecretKeyAccess.get());
    assertThat(KeyStore.at(folder.resolve("keys")).open("home", passphrase).did())
        .hasToString(made.path("did").asText());
    JsonNode again = owner.call("identity_create", "[\"home\"]").path("error").path("data");
    assertThat(again.path("code").asText()).isEqualTo("key-refused");
    assertThat(again.path("detail").asText()).startsWith("name-taken");
    assertThat(owner.error("identity_create", "[\"../x\"]")).isEqualTo("key-refused");
    assertThat(owner.error("identity_create", "[7]")).isEqualTo("invalid-params");
    assertThat(owner.error("identity_create", "[]")).isEqualTo("invalid-params");
  }

  @Test
  void withoutAPassphraseNoIdentityIsMade() throws Exception {
    restart(Engine.H2, Optional.empty());
    assertThat(owner.error("identity_create", "[\"home\"]")).isEqualTo("no-passphrase");
    assertThat(folder.resolve("keys")).doesNotExist();
  }

  @Test
  void anEventIsTakenInBothForms() {
    DecodedEvent one = event(Scope.PUBLIC);
    JsonNode accepted = anyone.result("event_submit", param(one));
    assertThat(accepted.path("outcome").asText()).isEqualTo("accepted");
    assertThat(accepted.has("position")).isFalse();
    assertThat(accepted.path("id").asText()).isEqualTo(one.id().toString());
    String hex = one.raw().encode().toHex();
    assertThat(anyone.result("event_submit", "[\"" + hex + "\"]").path("outcome").asText())
        .isEqualTo("duplicate");
    String other = event(Scope.PUBLIC).raw().encode().toHex().toUpperCase(Locale.ROOT);
    assertThat(
            owner.result("event_submit", "{\"event\":\"" + other + "\"}").path("position").asInt())
        .isEqualTo(2);
  }

  @Test
  void anEventThatIsSubmittedAgainIsKnownAndChangesNothing() {
    DecodedEvent one = event(Scope.PUBLIC);
    assertThat(owner.result("event_submit", param(one)).path("outcome").asText())
        .isEqualTo("accepted");
    List<JsonNode> before = told(one);
    JsonNode again = owner.result("event_submit", param(one));
    assertThat(again.path("outcome").asText()).isEqualTo("duplicate");
    assertThat(again.path("id").asText()).isEqualTo(one.id().toString());
    assertThat(told(one)).isEqualTo(before);
  }

  /** All that tells what became of an event. */
  private List<JsonNode> told(DecodedEvent event) {
    String id = "[\"" + event.id() + "\"]";
    return List.of(
        owner.result("node_info", "[]").path("position"),
        owner.result("event_query", "[{}]").path("events"),
        owner.result("event_get", id),
        owner.result("entity_get", id),
        owner.result("entity_history", id));
  }

  @Test
  void anEventThatHasToWaitIsAnsweredWithWhy() {
    DecodedEvent first = event(Scope.PUBLIC);
    DecodedEvent second =
        EventBuilder.of(EventType.named("memory:update"), Bytes.copyOf(new byte[16]))
            .entity(first.entity())
            .heads(List.of(EventFacts.of(first)))
            .after(1, first.id())
            .timestamp(Timestamp.of(NOW.toEpochMilli(), 0))
            .sign(key);
    JsonNode pending = anyone.result("event_submit", param(second));
    assertThat(pending.path("outcome").asText()).isEqualTo("pending");
    assertThat(pending.path("causes").path(0).asText()).isEqualTo(first.id().toString());
    DecodedEvent ahead =
        builder(Scope.PUBLIC).timestamp(Timestamp.of(NOW.toEpochMilli() + 600_000, 0)).sign(key);
    JsonNode early = anyone.result("event_submit", param(ahead));
    assertThat(early.path("outcome").asText()).isEqualTo("early");
    assertThat(early.path("until").asText()).isEqualTo(ahead.header().timestamp().toString());
  }

  /** Whoever submits events learns of causes that they may not see as of those that nobody has. */
  @Test
  void causesThatAreHiddenAreAnsweredLikeThoseThatAreNotHere() {
    DecodedEvent hidden = event(Scope.PRIVATE);
    DecodedEvent absent = event(Scope.PRIVATE);
    DecodedEvent other = event(Scope.PUBLIC);
    submitted(hidden);
    for (DecodedEvent cause : List.of(hidden, absent)) {
      DecodedEvent citing =
          builder(Scope.PUBLIC).auth(List.of(cause.id(), other.id())).sign(SigningKey.generate());
      JsonNode whole = anyone.result("event_submit", param(citing));
      assertThat(whole.path("outcome").asText()).isEqualTo("pending");
      assertThat(whole.path("causes")).hasSize(2);
      assertThat(whole.path("payload").asBoolean()).isFalse();
      JsonNode again = anyone.result("event_submit", "[\"" + hex(headerOf(citing)) + "\"]");
      assertThat(again).isEqualTo(whole);
      DecodedEvent another =
          builder(Scope.PUBLIC).auth(List.of(cause.id(), other.id())).sign(SigningKey.generate());
      JsonNode without = anyone.result("event_submit", "[\"" + hex(headerOf(another)) + "\"]");
      assertThat(without.path("causes")).hasSize(2);
      assertThat(without.path("payload").asBoolean()).isTrue();
      byte[] header = citing.raw().header().toArray();
      header[IN_SIGNATURE] ^= 1;
      RawEvent forged = new RawEvent(Bytes.owning(header), citing.raw().payload());
      JsonNode refused = anyone.result("event_submit", "[\"" + hex(forged) + "\"]");
      assertThat(refused.path("reason").asText()).isEqualTo("signature");
    }
  }

  private static RawEvent headerOf(DecodedEvent event) {
    return new RawEvent(event.raw().header(), null);
  }

  private static String hex(RawEvent event) {
    return event.encode().toHex();
  }

  @Test
  void whoeverErasesNothingIsToldSo() throws Exception {
    keepKey();
    DecodedEvent open = event(Scope.PUBLIC);
    DecodedEvent own = event(Scope.PRIVATE);
    submitted(open);
    submitted(own);
    SigningKey other = SigningKey.generate();
    assertThat(erases(anyone, erasing(open, other))).isEqualTo("false");
    assertThat(erases(anyone, erasing(open, key))).isEqualTo("true");
    assertThat(erases(owner, erasing(own, other))).as("in its own scope").isEqualTo("false");
    assertThat(erases(anyone, erasing(own, other))).as("who may not see it").isEmpty();
    assertThat(erases(anyone, erasing(event(Scope.PUBLIC), other))).as("not here").isEmpty();
    assertThat(erases(anyone, event(Scope.PUBLIC))).as("no erasure").isEmpty();
  }

  private DecodedEvent erasing(DecodedEvent target, SigningKey by) {
    IpldMap set = IpldMap.builder().put("target", Ipld.of(target.id().cid())).build();
    return EventBuilder.of(EventType.ERASE, Bytes.copyOf(new byte[16]))
        .scope(target.header().scope())
        .timestamp(Timestamp.of(NOW.toEpochMilli() + made++, 0))
        .body(IpldMap.builder().put("set", set).build())
        .sign(by);
  }

  private static String erases(HttpCalls caller, DecodedEvent event) {
    JsonNode answer = caller.result("event_submit", param(event));
    assertThat(answer.path("outcome").asText()).isEqualTo("accepted");
    return answer.path("erases").asText();
  }

  private void keepKey() throws Exception {
    Passphrase passphrase = Passphrase.of("tea".toCharArray(), InsecureSecretKeyAccess.get());
    KeyStore.at(folder.resolve("keys")).add("own", key, passphrase);
  }

  @Test
  void aLocalEventIsTakenFromTheOwnerOfItsKeyAlone() throws Exception {
    DecodedEvent own = event(Scope.LOCAL);
    DecodedEvent foreign = builder(Scope.LOCAL).sign(SigningKey.generate());
    for (int i = 0; i < 2; i++) {
      for (DecodedEvent each : List.of(own, foreign)) {
        JsonNode strangers = anyone.result("event_submit", param(each));
        assertThat(strangers.path("outcome").asText()).isEqualTo("rejected");
        assertThat(strangers.path("reason").asText()).isEqualTo("not-allowed");
      }
      JsonNode owners = owner.result("event_submit", param(foreign));
      assertThat(owners.path("reason").asText()).isEqualTo("not-allowed");
      assertThat(owners.path("detail").asText()).contains("local");
      if (i == 0) {
        assertThat(submitted(own)).as("its key is not here").isEqualTo("rejected");
        keepKey();
        assertThat(submitted(own)).isEqualTo("accepted");
      }
    }
    assertThat(submitted(own)).isEqualTo("duplicate");
    assertThat(owner.result("node_info", "[]").path("position").asInt()).isEqualTo(1);
  }

  @Test
  void whatIsNoEventAtAllIsInvalid() {
    for (String params :
        List.of("[]", "[7]", "[true]", "[[\"00\"]]", "[\"0\"]", "[\"xy\"]", "[null]")) {
      assertThat(anyone.error("event_submit", params)).as(params).isEqualTo("invalid-params");
    }
  }

  /** Those that name causes and bring none show a form alone, and go before any cause is here. */
  @Test
  void goodVectorsAreTaken() {
    List<VectorCase> vectors = new ArrayList<>(Vectors.load("event").cases("valid"));
    vectors.sort(Comparator.comparing(vector -> bringsCauses(vector) || !namesCauses(vector)));
    for (VectorCase vector : vectors) {
      submitCauses(vector);
      for (String form : List.of("[" + vector.text("json") + "]", hex(vector))) {
        JsonNode answer = anyone.result("event_submit", form);
        // Their form is good; what their authors may do in somebody's circle is another matter.
        boolean isForm =
            List.of("not-allowed", "not-a-device").contains(answer.path("reason").asText());
        assertThat(answer.path("outcome").asText())
            .as(vector + ": " + answer)
            .isIn(
                isForm
                    ? List.of("rejected")
                    : List.of("accepted", "pending", "duplicate", "early"));
        assertThat(answer.path("id").asText()).isEqualTo(vector.text("id"));
      }
    }
    assertThat(owner.result("node_info", "[]").path("position").asInt()).isGreaterThan(50);
  }

  @Test
  void badVectorsAreRejectedForTheirReasons() {
    int rejected = 0;
    for (VectorCase vector : Vectors.load("event").cases("invalid")) {
      submitCauses(vector);
      String form = vector.has("json") ? "[" + vector.text("json") + "]" : hex(vector);
      JsonNode answer = anyone.call("event_submit", form);
      if (answer.has("error")) {
        // What is no JSON, or no object, never gets as far as being an event.
        assertThat(vector.text("reason")).as(vector + ": " + answer).isEqualTo("json");
        continue;
      }
      JsonNode result = answer.path("result");
      if (result.path("detail").asText().startsWith("a local event")) {
        // From a stranger it is refused for that alone.
        assertThat(result.path("reason").asText()).isEqualTo("not-allowed");
        rejected++;
      } else if (result.path("outcome").asText().equals("rejected")) {
        assertThat(result.path("reason").asText())
            .as(vector.toString())
            .isEqualTo(vector.text("reason"));
        rejected++;
      } else {
        assertThat(result.path("outcome").asText())
            .as(vector + ": " + answer)
            .isIn("pending", "early");
      }
    }
    assertThat(rejected).isGreaterThan(200);
  }

  private static boolean bringsCauses(VectorCase vector) {
    return vector.has("heads") || vector.has("grants");
  }

  private static boolean namesCauses(VectorCase vector) {
    JsonNode event = HttpCalls.json(vector.text("json"));
    return !event.path("prevVersion").isEmpty() || !event.path("auth").isEmpty();
  }

  private static String hex(VectorCase vector) {
    return "[\"" + vector.text("wire") + "\"]";
  }

  private void submitCauses(VectorCase vector) {
    for (String list : List.of("heads", "grants")) {
      for (JsonNode wire : vector.fields().path(list)) {
        anyone.result("event_submit", "[\"" + wire.textValue() + "\"]");
      }
    }
  }

  @Test
  void anEventIsGotByItsId() {
    DecodedEvent one = event(Scope.PUBLIC);
    submitted(one);
    JsonNode found = anyone.result("event_get", "[\"" + one.id() + "\"]");
    assertThat(found.has("position")).isFalse();
    assertThat(owner.result("event_get", "[\"" + one.id() + "\"]").path("position").asInt())
        .isEqualTo(1);
    assertThat(found.path("event")).isEqualTo(HttpCalls.json(EventJson.write(one)));
    assertThat(anyone.error("event_get", "[\"" + event(Scope.PUBLIC).id() + "\"]"))
        .isEqualTo("not-found");
    assertThat(anyone.error("event_get", "[\"bafkqaaa\"]")).isEqualTo("invalid-params");
    assertThat(anyone.error("event_get", "[{\"/\":\"" + one.id() + "\"}]"))
        .isEqualTo("invalid-params");
  }

  @Test
  void whatIsNotPublicIsShownToTheOwnerAlone() throws Exception {
    keepKey();
    DecodedEvent open = event(Scope.PUBLIC);
    DecodedEvent circle =
        EventBuilder.of(EventType.named("circle:create"), Bytes.copyOf(new byte[16]))
            .scope(Scope.CIRCLE_NEW)
            .timestamp(Timestamp.of(NOW.toEpochMilli(), 0))
            .sign(key);
    List<DecodedEvent> hidden = List.of(event(Scope.PRIVATE), event(Scope.LOCAL), circle);
    submitted(open);
    hidden.forEach(event -> assertThat(submitted(event)).isEqualTo("accepted"));
    String unknown = anyone.call("event_get", "[\"" + event(Scope.PUBLIC).id() + "\"]").toString();
    Set<String> all = new HashSet<>(Set.of(open.id().toString()));
    for (DecodedEvent event : hidden) {
      String id = "[\"" + event.id() + "\"]";
      all.add(event.id().toString());
      assertThat(anyone.call("event_get", id)).hasToString(unknown);
      assertThat(owner.result("event_get", id).path("event").path("id").path("/").asText())
          .isEqualTo(event.id().toString());
      for (String filter :
          List.of(
              "{\"ids\":" + id + "}",
              "{\"entityIds\":" + id + "}",
              "{\"scopes\":[\"" + event.logScope() + "\"]}")) {
        assertThat(ids(anyone.result("event_query", "[" + filter + "]"))).as(filter).isEmpty();
        assertThat(ids(owner.result("event_query", "[" + filter + "]")))
            .contains(event.id().toString());
      }
      String mixed = "[{\"scopes\":[\"public\",\"" + event.logScope() + "\"]}]";
      assertThat(ids(anyone.result("event_query", mixed))).containsExactly(open.id().toString());
    }
    assertThat(ids(anyone.result("event_query", "[]"))).containsExactly(open.id().toString());
    assertThat(ids(anyone.result("event_query", "[{}]"))).containsExactly(open.id().toString());
    assertThat(ids(owner.result("event_query", "[]"))).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void eachFieldOfAFilterNarrows() {
    DecodedEvent tea = builder(Scope.PUBLIC).tag("topic", "tea").sign(key);
    DecodedEvent other =
        builder(Scope.PUBLIC)
            .tag("topic", "milk")
            .parent(tea.id().cid())
            .sign(SigningKey.generate());
    submitted(tea);
    submitted(other);
    assertFinds("{\"ids\":[\"" + tea.id() + "\"]}", tea);
    assertFinds("{\"authors\":[\"" + key.did() + "\"]}", tea);
    assertFinds("{\"signers\":[\"" + other.header().signer() + "\"]}", other);
    assertFinds("{\"entityIds\":[\"" + tea.id() + "\"]}", tea);
    assertFinds("{\"parents\":[\"" + tea.id() + "\"]}", other);
    assertFinds("{\"#topic\":[\"tea\"]}", tea);
    assertFinds("{\"#topic\":[\"tea\",\"milk\"]}", other, tea);
    assertFinds("{\"types\":[\"memory:create\"],\"scopes\":[\"public\"]}", other, tea);
    assertFinds("{\"types\":[\"acu:create\"]}");
    assertFinds("{\"since\":\"" + other.header().timestamp() + "\"}", other);
    assertFinds("{\"until\":\"" + tea.header().timestamp() + "\"}", tea);
    assertFinds("{\"until\":\"2026-11-20T11:59:59Z\"}", tea);
  }

  private void assertFinds(String filter, DecodedEvent... events) {
    assertThat(ids(anyone.result("event_query", "[" + filter + "]")))
        .as(filter)
        .isEqualTo(Arrays.stream(events).map(event -> event.id().toString()).toList());
  }

  @Test
  void aFilterThatIsNoneIsInvalid() {
    for (String params :
        List.of(
            "[7]",
            "[[]]",
            "[{\"id\":[\"x\"]}]",
            "[{\"ids\":[\"x\"]}]",
            "[{\"ids\":\"x\"}]",
            "[{\"ids\":[]}]",
            "[{\"ids\":[7]}]",
            "[{\"types\":[\"tea\"]}]",
            "[{\"authors\":[\"x\"]}]",
            "[{\"scopes\":[\"private\"]}]",
            "[{\"#\":[\"x\"]}]",
            "[{\"since\":\"today\"}]",
            "[{\"until\":7}]",
            "[{},0]",
            "[{},501]",
            "[{},\"1\"]",
            "[{},1.0]",
            "[{},1,\"x\"]",
            "[{},1,7]",
            "[{},1,null,4]",
            "{\"filters\":{}}",
            "[{\"ids\":[\"x\"],\"ids\":[\"x\"]}]",
            "[{\"parents\":[{\"/\":\"x\"}]}]")) {
      assertThat(anyone.error("event_query", params)).as(params).isEqualTo("invalid-params");
    }
  }

  @Test
  void pagesGoOnWhereTheLastOneEnded() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      DecodedEvent event = event(Scope.PUBLIC);
      submitted(event);
      expected.add(0, event.id().toString());
    }
    List<String> found = new ArrayList<>();
    String after = "null";
    do {
      JsonNode page =
          anyone.result("event_query", "{\"limit\":3,\"after\":" + after + ",\"filter\":null}");
      assertThat(page.path("events").size()).isLessThanOrEqualTo(3);
      found.addAll(ids(page));
      after = page.path("next").toString();
      if (!after.equals("null")) {
        assertThat(PageMark.parse(page.path("next").asText())).as("a mark to be read").isEmpty();
        assertThat(owner.error("event_query", "{\"after\":" + after + "}"))
            .as("a mark of another caller")
            .isEqualTo("invalid-params");
      }
    } while (!after.equals("null"));
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void aPageOfLargeEventsEndsEarlyAndGoesOn() {
    Set<String> expected = new HashSet<>();
    String text = "\\u0001".repeat(10_000);
    for (int i = 0; i < 48; i++) {
      DecodedEvent event =
          builder(Scope.PUBLIC)
              .body(IpldMap.builder().put("text", Ipld.of("\u0001".repeat(10_000))).build())
              .sign(key);
      assertThat(submitted(event)).isEqualTo("accepted");
      expected.add(event.id().toString());
    }
    Set<String> found = new HashSet<>();
    String after = "null";
    int pages = 0;
    do {
      JsonNode page = anyone.result("event_query", "{\"limit\":500,\"after\":" + after + "}");
      found.addAll(ids(page));
      after = page.path("next").toString();
      pages++;
    } while (!after.equals("null"));
    assertThat(found).isEqualTo(expected);
    assertThat(pages).isGreaterThanOrEqualTo(48 * text.length() / (2 * 1024 * 1024));
  }

  @Test
  void aSecondNodeOnTheSameFolderIsOneClearError() {
    assertThatThrownBy(() -> startIn("data", Engine.H2, Optional.empty(), 0))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("open")
        .hasMessageContaining("a node runs there (process " + ProcessHandle.current().pid() + ")")
        .hasMessageContaining(node.address());
  }

  @Test
  void aNodeThatCannotListenLeavesNothingOpen() throws Exception {
    int port = Integer.parseInt(node.address().replaceFirst(".*:", ""));
    assertThatThrownBy(() -> startIn("other", Engine.H2, Optional.empty(), port))
        .isInstanceOf(BindException.class);
    startIn("other", Engine.H2, Optional.empty(), 0).close();
  }

  @Test
  void whatWasAcceptedIsThereAfterARestartAndSoIsTheToken() throws Exception {
    DecodedEvent one = event(Scope.PRIVATE);
    submitted(one);
    String token = Files.readString(node.tokenFile());
    restart(Engine.H2, Optional.empty());
    assertThat(Files.readString(node.tokenFile())).isEqualTo(token);
    assertThat(owner.result("event_get", "[\"" + one.id() + "\"]").path("position").asInt())
        .isEqualTo(1);
  }

  @Test
  void anOptionThatMakesNoSenseIsBadUsage() {
    assertBadUsage("--listen", "nowhere");
    assertBadUsage("--listen", "127.0.0.1");
    assertBadUsage("--store", "oracle");
    assertBadUsage("--keys", "");
  }

  private void assertBadUsage(String option, String value) {
    Terminal.Outcome outcome =
        Terminal.run("node", "--data", folder.resolve("new").toString(), option, value);
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.complaints()).hasSize(1);
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void aCommandThatCannotListenSaysSoInOneLine() {
    Terminal.Outcome outcome =
        Terminal.run(
            "node",
            "--data",
            folder.resolve("new").toString(),
            "--listen",
            node.address().substring("http://".length()));
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.complaints())
        .singleElement()
        .asString()
        .contains("cannot start", node.address().substring("http://".length()));
  }
}
