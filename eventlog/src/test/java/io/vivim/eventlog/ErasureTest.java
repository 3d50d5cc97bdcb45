package io.vivim.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.Payload;
import io.vivim.events.Rejection;
import io.vivim.events.Scope;
import io.vivim.events.VerifiedEvent;
import io.vivim.store.Batch;
import io.vivim.store.Engine;
import io.vivim.store.KeyRange;
import io.vivim.store.Store;
import io.vivim.store.StoreError;
import io.vivim.store.StoreException;
import io.vivim.store.StoreOptions;
import io.vivim.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErasureTest {
  private final Author ada = new Author(1);
  private final Author bob = new Author(2);

  private static boolean hasPayload(TestLog here, DecodedEvent event) {
    return here.log.find(event.id()).orElseThrow().raw().payload() != null;
  }

  @Test
  void anErasedPayloadIsGoneAndItsHeaderStays() throws Exception {
    try (TestLog here = new TestLog(Stores.inMemory())) {
      DecodedEvent secret = ada.sign(ada.event("memory:create").tag("topic", "tea"));
      here.give(secret);
      Filter byTag = Filter.builder().tag("topic", Set.of("tea")).build();
      assertThat(here.log.count(byTag)).isEqualTo(1);

      here.give(ada.erase(secret));

      assertThat(hasPayload(here, secret)).isFalse();
      assertThat(here.log.count(byTag)).isZero();
      assertThat(here.log.count(Filter.builder().ids(Set.of(secret.id())).build())).isEqualTo(1);
      assertThat(here.problems()).isEmpty();
    }
  }

  @Test
  void noOneBringsAnErasedPayloadBack() throws Exception {
    try (TestLog here = new TestLog(Stores.inMemory())) {
      DecodedEvent secret = ada.create();
      here.giveAll(List.of(secret, ada.erase(secret)));

      assertThat(here.give(secret)).isEqualTo(new Outcome.Duplicate());
      assertThat(here.give(secret.raw(), Source.LOCAL)).isEqualTo(new Outcome.Duplicate());
      assertThat(hasPayload(here, secret)).isFalse();
    }
  }

  @Test
  void anEraseThatComesFirstWaitsForItsTarget() throws Exception {
    try (TestLog here = new TestLog(Stores.inMemory())) {
      DecodedEvent secret = ada.create();
      DecodedEvent bare = ada.create();

      here.giveAll(List.of(ada.erase(secret), ada.erase(bare)));

      assertThat(here.give(secret)).isInstanceOf(Outcome.Accepted.class);
      assertThat(hasPayload(here, secret)).isFalse();
      assertThat(here.give(bare.withoutPayload())).isInstanceOf(Outcome.Accepted.class);
      assertThat(here.problems()).isEmpty();
    }
  }

  @Test
  void aHeaderThatWaitsForItsPayloadIsReleasedByTheErase() throws Exception {
    try (TestLog here = new TestLog(Stores.inMemory())) {
      DecodedEvent secret = ada.create();
      here.give(secret.withoutPayload());

      here.give(ada.erase(secret));

      assertThat(here.log.find(secret.id())).isPresent();
      assertThat(here.held()).isEmpty();
    }
  }

  @Test
  void aStrangersEraseErasesNothing() throws Exception {
    try (TestLog here = new TestLog(Stores.inMemory())) {
      DecodedEvent early = ada.create();
      DecodedEvent late = ada.create();

      here.giveAll(List.of(early, bob.erase(early), bob.erase(late), late));

      assertThat(hasPayload(here, early)).isTrue();
      assertThat(hasPayload(here, late)).isTrue();
    }
  }

  @Test
  void aControlEventIsNeverErased() throws Exception {
    try (TestLog here = new TestLog(Stores.inMemory())) {
      DecodedEvent circle = ada.sign(ada.event("circle:create"), Scope.CIRCLE_NEW);
      DecodedEvent erase =
          ada.sign(
              ada.event("system:erase").body(Author.target(circle)), Scope.circle(circle.id()));

      here.giveAll(List.of(circle, erase));

      assertThat(hasPayload(here, circle)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void erasedBytesAreOutOfEveryFileAndStayOut(Engine engine, @TempDir Path directory)
      throws Exception {
    DecodedEvent secret = ada.create();
    DecodedEvent held = ada.update(secret);
    String salt = new String(payloadOf(held), StandardCharsets.ISO_8859_1);
    try (TestLog here = new TestLog(open(engine, directory))) {
      // One of them was held first, so its bytes were in two places.
      here.give(held);
      here.give(secret);
      for (int i = 0; i < 50; i++) {
        here.give(bob.create());
      }
      here.giveAll(List.of(ada.erase(secret), ada.erase(held)));
      TestLog.await(here.log.purged().toCompletableFuture());
      assertThat(filesWith(directory, salt)).isEmpty();
      here.giveAll(List.of(secret, held));
    }
    try (TestLog here = new TestLog(open(engine, directory))) {
      assertThat(hasPayload(here, secret)).isFalse();
      assertThat(hasPayload(here, held)).isFalse();
      assertThat(here.give(held)).isEqualTo(new Outcome.Duplicate());
      assertThat(here.problems()).isEmpty();
    }
    assertThat(filesWith(directory, salt)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void thePayloadOfAnErasedEventThatWaitsIsOutOfEveryFile(Engine engine, @TempDir Path directory)
      throws Exception {
    DecodedEvent cause = ada.create();
    DecodedEvent before = ada.update(cause);
    DecodedEvent behind = ada.update(cause);
    try (TestLog here = new TestLog(open(engine, directory))) {
      here.give(before);
      here.give(ada.erase(before));
      here.give(ada.erase(behind));
      here.give(behind);
      TestLog.await(here.log.purged().toCompletableFuture());
      expectNowhere(directory, before, behind);
      assertThat(here.held()).contains(before.id(), behind.id());

      here.give(cause);
      TestLog.await(here.log.purged().toCompletableFuture());
      assertThat(hasPayload(here, before)).isFalse();
      assertThat(hasPayload(here, behind)).isFalse();
      assertThat(here.problems()).isEmpty();
      expectNowhere(directory, before, behind);
    }
    expectNowhere(directory, before, behind);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void anErasureKnownOnlyWhenTheCauseComesFreesTheBytesToo(Engine engine, @TempDir Path directory)
      throws Exception {
    DecodedEvent cause = ada.create();
    DecodedEvent waits =
        bob.sign(bob.event("memory:update").entity(cause.id()).heads(factsOf(cause)));
    DecodedEvent erase = ada.erase(waits);
    try (TestLog here = new TestLog(open(engine, directory))) {
      // Whether ada owns the entity shows with its first event.
      here.giveAll(List.of(waits, erase));
      here.give(cause);
      TestLog.await(here.log.purged().toCompletableFuture());
      expectNowhere(directory, waits);
    }
  }

  private static List<EventFacts> factsOf(DecodedEvent event) {
    return List.of(EventFacts.of(event));
  }

  private static void expectNowhere(Path directory, DecodedEvent... events) throws IOException {
    for (DecodedEvent event : events) {
      String salt = new String(payloadOf(event), StandardCharsets.ISO_8859_1);
      assertThat(filesWith(directory, salt)).isEmpty();
    }
  }

  @Test
  void whatWaitedAndWasDroppedLeavesNoBytesBehindEither(@TempDir Path directory) throws Exception {
    DecodedEvent cause = ada.create();
    DecodedEvent dropped = ada.update(cause);
    HeldLimits one = new HeldLimits(1, 1 << 20, 1, 1 << 20);
    try (TestLog here =
        new TestLog(open(Engine.ROCKSDB, directory), options -> options.withHeld(one))) {
      here.give(ada.update(cause));
      assertThat(here.give(dropped)).isEqualTo(new Outcome.Declined(Decline.NO_ROOM_TO_WAIT));
      here.give(ada.erase(dropped));
      TestLog.await(here.log.purged().toCompletableFuture());
      expectNowhere(directory, dropped);
    }
  }

  @Test
  void aPurgeThatAReaderIsInTheWayOfIsTriedAgain() throws Exception {
    CompletableFuture<Void> second = new CompletableFuture<>();
    AtomicInteger tries = new AtomicInteger();
    WrappedStore store =
        new WrappedStore(Stores.inMemory()) {
          @Override
          public void purge(List<KeyRange> ranges) {
            if (tries.incrementAndGet() == 1) {
              throw new StoreException(StoreError.IN_USE, "a reader from before", null);
            }
            super.purge(ranges);
            second.complete(null);
          }
        };
    try (TestLog here = new TestLog(store)) {
      DecodedEvent secret = ada.create();
      here.giveAll(List.of(secret, ada.erase(secret)));
      TestLog.await(second);
    }
  }

  @Test
  void whereTheHookCopiesPayloadsIsPurgedWithTheLog() throws Exception {
    KeyRange copies = KeyRange.startingWith(Bytes.fromHex("02"));
    CommitHook copying =
        new CommitHook() {
          @Override
          public Set<EventId> beforeCommit(Gathered gathered, Batch batch) {
            return Set.of();
          }

          @Override
          public List<KeyRange> copies() {
            return List.of(copies);
          }
        };
    CompletableFuture<List<KeyRange>> purged = new CompletableFuture<>();
    WrappedStore store =
        new WrappedStore(Stores.inMemory()) {
          @Override
          public void purge(List<KeyRange> ranges) {
            purged.complete(ranges);
          }
        };
    try (TestLog here = new TestLog(store, options -> options.withHook(copying))) {
      DecodedEvent secret = ada.create();
      here.giveAll(List.of(secret, ada.erase(secret)));
      assertThat(TestLog.await(purged)).contains(copies, LogKeys.table(LogKeys.EVENT));
    }
  }

  @Test
  void anErasedEventComesBackWholeWithoutBeingCheckedOrCharged() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Admission counting =
        new Admission() {
          @Override
          public Optional<Decline> beforeVerification(
              DecodedEvent event, Source source, long nowMillis) {
            asked.incrementAndGet();
            return Optional.empty();
          }

          @Override
          public Optional<Decline> beforeAppend(VerifiedEvent event, Source source, Usage usage) {
            return Optional.empty();
          }
        };
    try (TestLog here =
        new TestLog(Stores.inMemory(), options -> options.withAdmission(counting))) {
      DecodedEvent secret = ada.create();
      here.giveAll(List.of(secret, ada.erase(secret)));
      int before = asked.get();

      // What is neither verified nor declined is not charged to anyone.
      assertThat(here.give(secret)).isEqualTo(new Outcome.Duplicate());
      assertThat(asked).hasValue(before);
    }
  }

  private static Store open(Engine engine, Path directory) {
    return Stores.open(directory.resolve("store"), engine, StoreOptions.DEFAULT);
  }

  /** The salt: random, so that no compression hides it. */
  private static byte[] payloadOf(DecodedEvent event) {
    return ((Payload.Plain) event.payload().orElseThrow()).salt().toArray();
  }

  private static List<Path> filesWith(Path directory, String bytes) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).filter(file -> contains(file, bytes)).toList();
    }
  }

  private static boolean contains(Path file, String bytes) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(bytes);
    } catch (NoSuchFileException e) {
      // Deleted by the engine since it was listed, and so without anything.
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void payloadsAreForgottenWithAgeAndStayAway() throws Exception {
    try (TestLog here = new TestLog(Stores.inMemory())) {
      DecodedEvent old = ada.sign(ada.event("memory:create").tag("topic", "tea"));
      DecodedEvent circle = ada.sign(ada.event("circle:create"), Scope.CIRCLE_NEW);
      DecodedEvent fresh = ada.create();
      here.giveAll(List.of(old, circle));
      Cursor behindOld = here.log.head();
      Cursor start = here.log.start();
      here.give(fresh);

      TestLog.await(here.log.forget(behindOld).toCompletableFuture());

      assertThat(hasPayload(here, old)).isFalse();
      assertThat(hasPayload(here, circle)).isTrue();
      assertThat(hasPayload(here, fresh)).isTrue();
      assertThat(here.give(old)).isEqualTo(new Outcome.Duplicate());
      assertThat(hasPayload(here, old)).isFalse();
      assertThat(here.log.start()).isEqualTo(behindOld);
      assertThat(here.problems()).isEmpty();
      assertThatThrownBy(() -> here.log.subscribe(Filter.ALL, start))
          .isInstanceOfSatisfying(
              CursorException.class,
              e -> assertThat(e.reason()).isEqualTo(CursorException.Reason.TOO_OLD));
    }
  }

  @Test
  void whatComesBackInTheCommitThatMakesItsErasureStandAgainIsGoneWithIt() throws Exception {
    AtomicBoolean stands = new AtomicBoolean(true);
    DecodedEvent secret = ada.sign(ada.event("memory:create").tag("topic", "tea"));
    CommitHook hook =
        (gathered, batch) -> {
          stands.set(true);
          return gathered.restored().isEmpty() ? Set.of() : Set.of(secret.id());
        };
    try (TestLog here =
        new TestLog(
            Stores.inMemory(),
            options -> options.withGrants(new ErasuresBy(stands::get)).withHook(hook))) {
      here.give(secret);
      here.give(ada.erase(secret));
      assertThat(hasPayload(here, secret)).isFalse();

      stands.set(false);
      assertThat(here.give(secret)).isInstanceOf(Outcome.Accepted.class);
      assertThat(stands).isTrue();
      assertThat(hasPayload(here, secret)).isFalse();
      Filter byTag = Filter.builder().tag("topic", Set.of("tea")).build();
      assertThat(here.log.count(byTag)).isZero();
      assertThat(here.problems()).isEmpty();
    }
  }

  @Test
  void anErasureThatStandsAgainByALaterEventLetsGoOfThePayload() throws Exception {
    AtomicBoolean stands = new AtomicBoolean(false);
    DecodedEvent secret = ada.sign(ada.event("memory:create").tag("topic", "tea"));
    DecodedEvent later = bob.create();
    CommitHook hook =
        (gathered, batch) -> {
          boolean isLater =
              gathered.appended().stream().anyMatch(event -> event.id().equals(later.id()));
          stands.compareAndSet(false, isLater);
          return isLater ? Set.of(secret.id()) : Set.of();
        };
    try (TestLog here =
        new TestLog(
            Stores.inMemory(),
            options -> options.withGrants(new ErasuresBy(stands::get)).withHook(hook))) {
      here.give(secret);
      here.give(ada.erase(secret));
      assertThat(hasPayload(here, secret)).isTrue();
      here.give(later);
      assertThat(hasPayload(here, secret)).isFalse();
      assertThat(here.problems()).isEmpty();
    }
  }

  @Test
  void whatIsOnItsWayOutOfTheWaitIsInTheLogOnceTheLogHasSettled() throws Exception {
    AtomicBoolean stands = new AtomicBoolean(false);
    CountDownLatch isLetIn = new CountDownLatch(1);
    CountDownLatch mayCommit = new CountDownLatch(1);
    DecodedEvent secret = ada.create();
    CommitHook hook =
        (gathered, batch) -> {
          stands.set(true);
          if (gathered.appended().stream().anyMatch(event -> event.id().equals(secret.id()))) {
            isLetIn.countDown();
            awaitQuietly(mayCommit);
          }
          return Set.of();
        };
    try (TestLog here =
        new TestLog(
            Stores.inMemory(),
            options -> options.withGrants(new ErasuresBy(stands::get)).withHook(hook))) {
      assertThat(here.give(secret.withoutPayload())).isInstanceOf(Outcome.Pending.class);
      here.give(ada.erase(secret));
      isLetIn.await();
      CompletableFuture<Void> settled = here.log.settled().toCompletableFuture();

      assertThat(here.held()).isEmpty();
      assertThat(here.log.find(secret.id())).isEmpty();
      assertThat(settled).isNotDone();

      mayCommit.countDown();
      TestLog.await(settled);
      assertThat(here.log.find(secret.id())).isPresent();
    }
  }

  @Test
  void aClosedLogSettlesNoMore() {
    TestLog here = new TestLog(Stores.inMemory());
    here.close();
    assertThat(here.log.settled().toCompletableFuture()).isCompletedExceptionally();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The rules that headers show, by which erase events stand or do not as they are told. */
  private record ErasuresBy(BooleanSupplier stand) implements Grants {
    @Override
    public Optional<Rejection> check(
        DecodedEvent event,
        List<EventFacts> heads,
        Optional<EventFacts> first,
        List<EventFacts> grants) {
      return Grants.structural().check(event, heads, first, grants);
    }

    @Override
    public boolean mayErase(EventFacts erase, EventFacts target, Optional<EventFacts> first) {
      return stand.getAsBoolean() && Grants.structural().mayErase(erase, target, first);
    }
  }
}
