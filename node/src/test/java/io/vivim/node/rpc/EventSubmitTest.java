package io.vivim.node.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.codec.IpldMap;
import io.vivim.did.KeyStore;
import io.vivim.did.SigningKey;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.HeldLimits;
import io.vivim.eventlog.LogListener;
import io.vivim.eventlog.LogOptions;
import io.vivim.eventlog.Outcome;
import io.vivim.eventlog.Source;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventJson;
import io.vivim.events.EventLimits;
import io.vivim.events.EventType;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import io.vivim.node.ledger.ErasureRules;
import io.vivim.node.ledger.GrantRemovals;
import io.vivim.node.ledger.Ledger;
import io.vivim.statemachine.State;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a submitter hears of a log that has no room. */
class EventSubmitTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final DecodedEvent HIDDEN = event(0, Scope.PRIVATE).sign(KEY);

  @Test
  void aLogWithoutRoomIsBusy() throws Exception {
    CountDownLatch committing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    LogOptions options =
        LogOptions.defaults(InstantSource.system())
            .withInFlight(1, 1 << 20)
            .withHook(
                (events, batch) -> {
                  committing.countDown();
                  awaitQuietly(goOn);
                  return Set.of();
                });
    String event = JsonText.of(ExampleEvent.event()).text();
    Store store = Stores.inMemory();
    try (EventLog log = EventLog.open(store, options, LogListener.NONE)) {
      EventSubmit method = method(log, store);
      Arguments arguments =
          Arguments.of(method.signature().params(), new Request.Params.Positional(List.of(event)));
      CompletableFuture<Outcome> first =
          log.submit(EventJson.read(event).orThrow(), Source.LOCAL).toCompletableFuture();
      committing.await();

      assertThatThrownBy(() -> method.call(arguments, Caller.ANYONE))
          .isInstanceOfSatisfying(
              RpcException.class, e -> assertThat(e.error()).isEqualTo(RpcError.BUSY));

      goOn.countDown();
      assertThat(first.get()).isEqualTo(new Outcome.Accepted(1));
    }
  }

  /**
   * Whoever fills the room of those who wait, and knows the id of an event, learns nothing of
   * whether it is here: not from an answer, nor from what waited and comes in later.
   */
  @Test
  void aFullRoomTellsNothingOfWhatIsHidden() throws Exception {
    List<String> there = told(List.of(HIDDEN));
    List<String> absent = told(List.of());
    assertThat(there).isEqualTo(absent);
    assertThat(String.join(" ", there)).contains("no-room-to-wait", "pending", "accepted");
  }

  /** What anyone hears of one question after another, with room for three that wait. */
  private static List<String> told(List<DecodedEvent> here) throws Exception {
    LogOptions options =
        LogOptions.defaults(InstantSource.system())
            .withHeld(new HeldLimits(3, 1 << 20, 100, 1 << 20));
    Store store = Stores.inMemory();
    try (EventLog log = EventLog.open(store, options, LogListener.NONE)) {
      for (DecodedEvent event : here) {
        assertThat(log.submit(event.raw(), Source.LOCAL).toCompletableFuture().get())
            .isInstanceOf(Outcome.Accepted.class);
      }
      EventSubmit method = method(log, store);
      DecodedEvent late = event(1, Scope.PUBLIC).sign(KEY);
      List<DecodedEvent> fillers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        fillers.add(event(10 + i, Scope.PUBLIC).auth(List.of(late.id())).sign(KEY));
      }
      DecodedEvent first = event(20, Scope.PUBLIC).auth(List.of(HIDDEN.id())).sign(KEY);
      DecodedEvent both = event(21, Scope.PUBLIC).auth(List.of(HIDDEN.id(), late.id())).sign(KEY);
      List<String> told = new ArrayList<>();
      for (DecodedEvent asked :
          List.of(
              event(23, Scope.PRIVATE).auth(List.of(HIDDEN.id())).sign(KEY),
              event(24, Scope.PRIVATE).auth(List.of(HIDDEN.id())).sign(KEY),
              event(25, Scope.PRIVATE).auth(List.of(HIDDEN.id())).sign(KEY),
              event(26, Scope.PRIVATE).auth(List.of(HIDDEN.id())).sign(KEY),
              first,
              fillers.get(0),
              fillers.get(1),
              fillers.get(2),
              both,
              first,
              HIDDEN,
              event(22, Scope.PRIVATE).auth(List.of(HIDDEN.id())).sign(KEY),
              HIDDEN,
              late,
              fillers.get(3),
              both,
              first)) {
        told.add(answer(method, asked));
      }
      for (DecodedEvent filler : fillers) {
        told.add("here: " + log.find(filler.id()).isPresent());
      }
      return told;
    }
  }

  private static String answer(EventSubmit method, DecodedEvent event) throws Exception {
    Arguments arguments =
        Arguments.of(
            method.signature().params(),
            new Request.Params.Positional(List.of(EventJson.write(event))));
    return method.call(arguments, Caller.ANYONE).toCompletableFuture().get().text();
  }

  private static EventBuilder event(int number, Scope scope) {
    byte[] salt = new byte[EventLimits.SALT_BYTES];
    salt[0] = (byte) number;
    return EventBuilder.of(EventType.named("memory:create"), Bytes.owning(salt))
        .scope(scope)
        .timestamp(Timestamp.of(1_700_000_000_000L + number, 0))
        .body(IpldMap.EMPTY);
  }

  private static EventSubmit method(EventLog log, Store store) {
    State state = Ledger.stateIn(store);
    return new EventSubmit(
        log,
        new Disclosure(state),
        new ErasureRules(log, state),
        new GrantRemovals(log, state),
        KeyStore.at(Path.of("absent-keys")));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
