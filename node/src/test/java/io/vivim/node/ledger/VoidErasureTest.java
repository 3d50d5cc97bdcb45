package io.vivim.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.SigningKey;
import io.vivim.eventlog.Outcome;
import io.vivim.eventlog.Source;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.EventLimits;
import io.vivim.events.EventType;
import io.vivim.events.RawEvent;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.Ground;
import io.vivim.statemachine.Reader;
import io.vivim.store.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a stolen device erased comes back, once the device is revoked and somebody still has it. */
class VoidErasureTest {
  private static final long START_MILLIS = 1_700_000_000_000L;

  @TempDir Path folder;

  private final SigningKey root = SigningKey.generate();
  private final SigningKey device = SigningKey.generate();
  private int made;

  private DecodedEvent grant = anyEvent();
  private DecodedEvent memory = grant;
  private DecodedEvent erase = grant;
  private DecodedEvent revocation = grant;

  private DecodedEvent anyEvent() {
    return event("memory:create", Map.of()).sign(root);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whatIsErasedByAVoidEventKeepsItsPayload(Engine engine) throws Exception {
    write();
    try (Ledger ledger = LedgerRows.ledger(folder, engine)) {
      List.of(grant, revocation, memory, erase).forEach(event -> accept(ledger, event.raw()));
      assertThat(ledger.log().find(memory.id()).orElseThrow().raw().payload()).isNotNull();
      assertThat(ledger.state().entity(Reader.NODE, memory.id())).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void anErasureAheadOfItsTargetIsJudgedFirst(Engine engine) throws Exception {
    write();
    try (Ledger ledger = LedgerRows.ledger(folder, engine)) {
      List.of(grant, erase, memory).forEach(event -> accept(ledger, event.raw()));
      assertThat(ledger.log().find(memory.id()).orElseThrow().raw().payload()).isNull();
      assertThat(ledger.state().entity(Reader.NODE, memory.id())).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void thePayloadIsTakenAgainAndFoldsAsIfItHadNeverGone(Engine engine) throws Exception {
    write();
    try (Ledger ledger = LedgerRows.ledger(folder, engine)) {
      List.of(grant, memory, erase).forEach(event -> accept(ledger, event.raw()));
      assertThat(ledger.log().find(memory.id()).orElseThrow().raw().payload()).isNull();
      assertThat(ledger.state().entity(Reader.NODE, memory.id())).isEmpty();

      accept(ledger, revocation.raw());
      assertThat(
              ledger
                  .state()
                  .history(Reader.NODE, memory.id(), null, 1)
                  .orElseThrow()
                  .entries()
                  .get(0)
                  .verdict()
                  .ground())
          .isEqualTo(Ground.NO_PAYLOAD);

      accept(ledger, memory.raw());
      Entity back = ledger.state().entity(Reader.NODE, memory.id()).orElseThrow();
      assertThat(back.fields()).containsEntry("content", Ipld.of("keep"));
    }
    Map<String, String> live = LedgerRows.rows(folder, engine);
    try (var store = LedgerRows.store(folder, engine)) {
      Ledger.rebuild(store, position -> {});
    }
    assertThat(LedgerRows.rows(folder, engine)).isEqualTo(live);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void anErasureStandsWhenTheEventThatNamesTheEntityComesLast(Engine engine) throws Exception {
    SigningKey stranger = SigningKey.generate();
    DecodedEvent note = event("x.note:create", Map.of("t", Ipld.of("mine"))).sign(root);
    DecodedEvent early =
        event("x.note:edit", Map.of("t", Ipld.of("hello"))).entity(note.id()).sign(stranger);
    DecodedEvent secret =
        event("x.note:edit", Map.of("t", Ipld.of("of the owner")))
            .entity(note.id())
            .heads(List.of(EventFacts.of(early)))
            .after(1, early.id())
            .sign(stranger);
    erase =
        event("system:erase", Map.of("target", Ipld.of(secret.id().cid())))
            .after(1, note.id())
            .sign(root);
    DecodedEvent again =
        event("x.note:edit", Map.of("t", Ipld.of("mine, again")))
            .entity(note.id())
            .heads(List.of(EventFacts.of(note), EventFacts.of(secret)))
            .after(2, erase.id())
            .sign(root);
    try (Ledger ledger = LedgerRows.ledger(folder.resolve("whole"), engine)) {
      List.of(early, secret, erase, note).forEach(event -> accept(ledger, event.raw()));
      assertThat(ledger.log().find(secret.id()).orElseThrow().raw().payload()).isNull();
      accept(ledger, again.raw());
      assertThat(ledger.state().entity(Reader.NODE, note.id()).orElseThrow().fields())
          .containsEntry("t", Ipld.of("mine, again"));
    }
    try (Ledger ledger = LedgerRows.ledger(folder.resolve("bare"), engine)) {
      List.of(early, erase).forEach(event -> accept(ledger, event.raw()));
      RawEvent bare = secret.withoutPayload().raw();
      assertThat(ledger.log().submit(bare, Source.LOCAL).toCompletableFuture().get())
          .isInstanceOf(Outcome.Pending.class);
      accept(ledger, note.raw());
      ledger.log().settled().toCompletableFuture().get();
      accept(ledger, again.raw());
      assertThat(ledger.state().entity(Reader.NODE, note.id()).orElseThrow().fields())
          .containsEntry("t", Ipld.of("mine, again"));
    }
  }

  private void write() {
    EventId identity = EntityIds.identity(Scope.PUBLIC, root.did());
    grant =
        event("identity:add_device", Map.of("device", Ipld.of(device.did().toString())))
            .entity(identity)
            .sign(root);
    memory =
        event("memory:create", Map.of("content", Ipld.of("keep"))).after(1, grant.id()).sign(root);
    erase =
        event("system:erase", Map.of("target", Ipld.of(memory.id().cid())))
            .author(root.did())
            .auth(List.of(grant.id()))
            .sign(device);
    revocation =
        event(
                "identity:revoke_device",
                Map.of("grants", Ipld.listOf(Ipld.of(grant.id().cid())), "until", Ipld.listOf()))
            .entity(identity)
            .heads(List.of(EventFacts.of(grant)))
            .after(2, memory.id())
            .sign(root);
  }

  private EventBuilder event(String type, Map<String, Ipld> set) {
    byte[] salt = new byte[EventLimits.SALT_BYTES];
    salt[0] = (byte) made;
    return EventBuilder.of(EventType.named(type), Bytes.owning(salt))
        .timestamp(Timestamp.of(START_MILLIS + 1000L * made++, 0))
        .body(IpldMap.builder().put("set", IpldMap.of(set)).build());
  }

  private static void accept(Ledger ledger, RawEvent event) {
    try {
      Outcome outcome = ledger.log().submit(event, Source.LOCAL).toCompletableFuture().get();
      assertThat(Objects.requireNonNull(outcome)).isInstanceOf(Outcome.Accepted.class);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
