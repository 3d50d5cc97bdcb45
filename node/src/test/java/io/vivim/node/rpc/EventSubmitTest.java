package io.vivim.node.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.did.KeyStore;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.LogListener;
import io.vivim.eventlog.LogOptions;
import io.vivim.eventlog.Outcome;
import io.vivim.eventlog.Source;
import io.vivim.events.EventJson;
import io.vivim.node.ledger.ErasureRules;
import io.vivim.node.ledger.GrantRemovals;
import io.vivim.node.ledger.Ledger;
import io.vivim.statemachine.State;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a submitter hears of a log that has no room. */
class EventSubmitTest {
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
      State state = Ledger.stateIn(store);
      KeyStore noKeys = KeyStore.at(Path.of("absent-keys"));
      EventSubmit method =
          new EventSubmit(
              log,
              new Disclosure(state),
              new ErasureRules(log, state),
              new GrantRemovals(log, state),
              noKeys);
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

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
