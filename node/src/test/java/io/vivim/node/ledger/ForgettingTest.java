package io.vivim.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.LogListener;
import io.vivim.eventlog.LogOptions;
import io.vivim.events.DecodedEvent;
import io.vivim.statemachine.Reader;
import io.vivim.store.Engine;
import io.vivim.store.Store;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A state that follows a log is what the log comes to, whatever that forgets with age. */
final class ForgettingTest {
  @TempDir private Path home;

  private final Author ada = new Author(1, new AtomicLong(Author.START_MILLIS));
  private final DecodedEvent memory = ada.memory("tea");
  private final DecodedEvent update = ada.update(memory, Author.set("content", "coffee"));

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aLogThatAStateIsFoldedFromForgetsNothing(Engine engine) throws Exception {
    LedgerRows.submit(home, engine, List.of(memory, update));
    Map<String, String> rows = LedgerRows.rows(home, engine);
    try (Ledger ledger = LedgerRows.ledger(home, engine)) {
      assertThatThrownBy(() -> ledger.log().forget(ledger.log().head()))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(ledger.log().find(memory.id()).orElseThrow().raw().payload()).isNotNull();
    }
    rebuild(engine);
    assertThat(LedgerRows.rows(home, engine)).isEqualTo(rows);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whatALogForgotWhileNothingFollowedItIsNotInTheState(Engine engine) throws Exception {
    LedgerRows.submit(home, engine, List.of(memory, update));
    Store store = LedgerRows.store(home, engine);
    try (EventLog log =
        EventLog.open(store, LogOptions.defaults(InstantSource.system()), LogListener.NONE)) {
      log.forget(log.head()).toCompletableFuture().get();
    }
    try (Ledger ledger = LedgerRows.ledger(home, engine)) {
      assertThat(ledger.state().position()).isEqualTo(2);
      assertThat(ledger.state().entity(Reader.NODE, memory.id())).isEmpty();
    }
    Map<String, String> rows = LedgerRows.rows(home, engine);
    rebuild(engine);
    assertThat(LedgerRows.rows(home, engine)).isEqualTo(rows);
  }

  private void rebuild(Engine engine) {
    try (Store store = LedgerRows.store(home, engine)) {
      Ledger.rebuild(store, position -> {});
    }
  }
}
