package io.vivim.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.events.DecodedEvent;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.Engine;
import io.vivim.store.KeyRange;
import io.vivim.store.Store;
import io.vivim.store.StoreError;
import io.vivim.store.StoreException;
import io.vivim.store.StoreOptions;
import io.vivim.store.Stores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each named crash point fails both ways: nothing was written, and all was written. */
class CrashPointTest {
  private final Author ada = new Author(1);

  /** How a commit fails. */
  private enum Failure {
    NOT_PERSISTED,
    BUT_PERSISTED
  }

  /** A store whose commits of one step fail once they are armed. */
  private static final class Failing extends WrappedStore {
    private final Failure failure;
    private final String step;
    private volatile boolean isArmed;

    Failing(Store real, String step, Failure failure, boolean isArmed) {
      super(real);
      this.step = step;
      this.failure = failure;
      this.isArmed = isArmed;
    }

    void arm() {
      isArmed = true;
    }

    @Override
    public void commit(Batch batch, Durability durability) {
      if (!isArmed || !batch.name().equals(step)) {
        super.commit(batch, durability);
        return;
      }
      if (failure == Failure.BUT_PERSISTED) {
        super.commit(batch, durability);
      }
      throw new StoreException(StoreError.FAILED, "made to fail", null);
    }

    @Override
    public void purge(List<KeyRange> ranges) {
      if (isArmed && step.equals("purge")) {
        throw new StoreException(StoreError.FAILED, "made to fail", null);
      }
      super.purge(ranges);
    }
  }

  static Stream<Arguments> both() {
    return Stream.of(Engine.values())
        .flatMap(engine -> Stream.of(Failure.values()).map(how -> Arguments.of(engine, how)));
  }

  private static Store open(Engine engine, Path directory) {
    return Stores.open(directory, engine, StoreOptions.DEFAULT);
  }

  @ParameterizedTest
  @MethodSource("both")
  void aLogThatCouldNotBeMadeIsMadeTheNextTime(Engine engine, Failure how, @TempDir Path directory)
      throws Exception {
    Failing failing = new Failing(open(engine, directory), "log-create", how, true);
    assertThatThrownBy(() -> new TestLog(failing)).isInstanceOf(StoreException.class);
    failing.close();

    try (TestLog here = new TestLog(open(engine, directory))) {
      assertThat(here.give(ada.create())).isEqualTo(new Outcome.Accepted(1));
      assertThat(here.problems()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void aRoundThatFailedIsThereAsAWholeOrNotAtAll(
      Engine engine, Failure how, @TempDir Path directory) throws Exception {
    DecodedEvent safe = ada.create();
    DecodedEvent secret = ada.create();
    DecodedEvent cause = ada.create();
    DecodedEvent held = ada.update(cause);
    List<DecodedEvent> round =
        List.of(ada.update(safe), cause, ada.erase(secret), ada.update(ada.create()));
    Failing failing = new Failing(open(engine, directory), "log-commit", how, false);
    try (TestLog here = new TestLog(failing)) {
      here.giveAll(List.of(safe, secret, held));
      failing.arm();
      List<CompletableFuture<Outcome>> answers = new ArrayList<>();
      for (DecodedEvent event : round) {
        answers.add(here.log.submit(event.raw(), TestLog.PEER).toCompletableFuture());
      }
      for (CompletableFuture<Outcome> answer : answers) {
        assertThatThrownBy(() -> TestLog.await(answer))
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(StoreException.class);
      }
      assertThat(here.log.failure().toCompletableFuture()).isCompletedExceptionally();
      CompletableFuture<Outcome> after =
          here.log.submit(ada.create().raw(), TestLog.PEER).toCompletableFuture();
      assertThatThrownBy(() -> after.get(1, TimeUnit.SECONDS))
          .hasCauseInstanceOf(StoreException.class);
    }

    try (TestLog here = new TestLog(open(engine, directory))) {
      assertThat(here.problems()).isEmpty();
      assertThat(here.log.find(safe.id())).isPresent();
      boolean isReleased = here.log.find(cause.id()).isPresent();
      assertThat(here.log.find(held.id()).isPresent()).isEqualTo(isReleased);
      assertThat(here.held().contains(held.id())).isEqualTo(!isReleased);
      if (how == Failure.NOT_PERSISTED) {
        assertThat(here.log.head().position()).isEqualTo(2);
      }

      here.giveAll(round);

      assertThat(here.problems()).isEmpty();
      assertThat(here.log.find(held.id())).isPresent();
      assertThat(here.log.find(secret.id()).orElseThrow().raw().payload()).isNull();
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void aPurgeThatFailedIsMadeUpForAtTheNextStart(
      Engine engine, Failure how, @TempDir Path directory) throws Exception {
    DecodedEvent secret = ada.create();
    Failing failing = new Failing(open(engine, directory), "log-purged", how, true);
    try (TestLog here = new TestLog(failing)) {
      here.giveAll(List.of(secret, ada.erase(secret)));
      CompletableFuture<Throwable> failed = new CompletableFuture<>();
      here.log.purged().whenComplete((nothing, thrown) -> failed.complete(thrown));
      TestLog.await(failed);
      // Where the mark is gone already there was nothing left to fail.
      assertThat(failing.get(LogKeys.meta("purge")).isPresent())
          .isEqualTo(how == Failure.NOT_PERSISTED);
    }

    assertPurgedAtStart(engine, directory);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aPurgeThatWasCutOffIsMadeUpForAtTheNextStart(Engine engine, @TempDir Path directory)
      throws Exception {
    DecodedEvent secret = ada.create();
    Failing failing = new Failing(open(engine, directory), "purge", Failure.NOT_PERSISTED, true);
    try (TestLog here = new TestLog(failing)) {
      here.giveAll(List.of(secret, ada.erase(secret)));
      CompletableFuture<Void> purged = here.log.purged().toCompletableFuture();
      assertThatThrownBy(() -> TestLog.await(purged)).isInstanceOf(ExecutionException.class);
    }

    assertPurgedAtStart(engine, directory);
  }

  private static void assertPurgedAtStart(Engine engine, Path directory) throws Exception {
    WrappedStore store = new WrappedStore(open(engine, directory));
    try (TestLog here = new TestLog(store)) {
      TestLog.await(here.log.purged().toCompletableFuture());
      assertThat(store.get(LogKeys.meta("purge"))).isEmpty();
      assertThat(here.problems()).isEmpty();
    }
  }
}
