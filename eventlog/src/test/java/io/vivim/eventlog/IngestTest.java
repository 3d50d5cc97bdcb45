package io.vivim.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.did.SigningKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.EventLimits;
import io.vivim.events.RawEvent;
import io.vivim.events.Rejection;
import io.vivim.events.RejectionReason;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What becomes of events, case by case. */
class IngestTest {
  private final Author ada = new Author(1);
  private final Author bob = new Author(2);

  /** Else whoever brings one would learn which of its causes are here. */
  @Test
  void aPublicEventWithAHiddenCauseWaitsUnlessItIsOfThisNodesUsers() throws Exception {
    Author author = new Author(70);
    DecodedEvent hidden = author.sign(author.event("memory:create"), Scope.PRIVATE);
    DecodedEvent citing = author.sign(author.event("memory:create").auth(List.of(hidden.id())));
    try (TestLog here = new TestLog(Stores.inMemory())) {
      Outcome pending = new Outcome.Pending(Set.of(hidden.id()), false);
      assertThat(here.give(citing)).isEqualTo(pending);
      here.give(hidden);
      assertThat(here.held()).containsExactly(citing.id());
      assertThat(here.give(citing)).isEqualTo(pending);
      assertThat(here.give(citing.raw(), Source.LOCAL)).isInstanceOf(Outcome.Rejected.class);
      assertThat(here.held()).isEmpty();
      assertThat(here.give(citing)).isEqualTo(pending);
    }
  }

  @Test
  void anEventOfTheFutureWaitsForItsTime() throws Exception {
    try (TestLog here = new TestLog(Stores.inMemory())) {
      long far = Author.START_MILLIS + EventLimits.MAX_CLOCK_DRIFT.toMillis() + 1;
      DecodedEvent early = ada.at(far).create();

      assertThat(here.give(early)).isEqualTo(new Outcome.Early(early.header().timestamp()));
      assertThat(here.give(early)).isEqualTo(new Outcome.Early(early.header().timestamp()));
      CompletionStage<Void> moved = here.log.subscribe(Filter.ALL, here.log.start()).ready();
      here.millis.incrementAndGet();
      here.log.nudge();
      TestLog.await(moved.toCompletableFuture());

      assertThat(here.log.find(early.id())).isPresent();
      assertThat(here.held()).isEmpty();
    }
  }

  @Test
  void aHeaderWaitsForItsPayload() throws Exception {
    try (TestLog here = new TestLog(Stores.inMemory())) {
      DecodedEvent event = ada.create();

      assertThat(here.give(event.withoutPayload())).isEqualTo(new Outcome.Pending(Set.of(), true));
      assertThat(here.give(event)).isEqualTo(new Outcome.Accepted(1));
      assertThat(here.held()).isEmpty();
    }
  }

  @Test
  void aWrongPayloadIsRejectedEvenWhereTheEventIsHere() throws Exception {
    try (TestLog here = new TestLog(Stores.inMemory())) {
      DecodedEvent event = ada.create();
      here.give(event);
      byte[] other = Objects.requireNonNull(event.raw().payload()).toArray();
      other[other.length - 1] ^= 1;

      Outcome outcome =
          here.give(new RawEvent(event.raw().header(), Bytes.copyOf(other)), TestLog.PEER);

      assertThat(outcome)
          .isEqualTo(new Outcome.Rejected(new Rejection(RejectionReason.PAYLOAD_MISMATCH)));
    }
  }

  @Test
  void aBadSignatureIsRejectedAndNotRemembered() throws Exception {
    try (TestLog here = new TestLog(Stores.inMemory())) {
      DecodedEvent event = ada.create();
      byte[] header = event.raw().header().toArray();
      header[10] ^= 1;
      RawEvent forged = new RawEvent(Bytes.copyOf(header), event.raw().payload());

      assertThat(here.give(forged, TestLog.PEER))
          .isInstanceOfSatisfying(
              Outcome.Rejected.class,
              no -> assertThat(no.rejection().reason()).isEqualTo(RejectionReason.SIGNATURE));
      assertThat(here.give(event)).isEqualTo(new Outcome.Accepted(1));
    }
  }

  @Test
  void aStrangerMayNotChangeWhatIsNotTheirs() throws Exception {
    try (TestLog here = new TestLog(Stores.inMemory())) {
      DecodedEvent mine = ada.create();
      here.give(mine);

      assertThat(here.give(bob.update(mine)))
          .isEqualTo(new Outcome.Rejected(new Rejection(RejectionReason.NOT_ALLOWED)));
    }
  }

  @Test
  void aDeviceNeedsAGrantOfItsAuthor() throws Exception {
    try (TestLog here = new TestLog(Stores.inMemory())) {
      DecodedEvent grant =
          ada.sign(ada.event("identity:add_device").entity(identityOf(ada)), Scope.PUBLIC);
      DecodedEvent granted =
          bob.at(Author.START_MILLIS + 10)
              .sign(bob.event("memory:create").author(ada.key().did()).auth(List.of(grant.id())));
      DecodedEvent bare = bob.sign(bob.event("memory:create").author(ada.key().did()));

      assertThat(here.give(granted)).isEqualTo(new Outcome.Pending(Set.of(grant.id()), false));
      assertThat(here.give(grant)).isEqualTo(new Outcome.Accepted(1));
      assertThat(here.log.find(granted.id())).isPresent();
      assertThat(here.give(bare))
          .isEqualTo(new Outcome.Rejected(new Rejection(RejectionReason.NOT_A_DEVICE)));
    }
  }

  private static EventId identityOf(Author author) {
    return EntityIds.identity(Scope.PUBLIC, author.key().did());
  }

  @Test
  void twoEventsInOnePlaceAreAForkAndBothAreKept() throws Exception {
    List<Evidence> heard = new ArrayList<>();
    LogListener listener =
        new LogListener() {
          @Override
          public void evidence(List<Evidence> found) {
            heard.addAll(found);
          }
        };
    try (TestLog here = new TestLog(Stores.inMemory(), options -> options, listener)) {
      DecodedEvent one = ada.create();
      DecodedEvent other = new Author(1).at(Author.START_MILLIS + 5).create();

      assertThat(here.giveAll(List.of(one, other)))
          .containsExactly(new Outcome.Accepted(1), new Outcome.Accepted(2));

      assertThat(here.log.evidence())
          .singleElement()
          .satisfies(
              fork -> {
                assertThat(fork.kind()).isEqualTo(Evidence.Kind.FORK);
                assertThat(fork.event()).isEqualTo(other.id());
                assertThat(fork.other()).isEqualTo(one.id());
              });
      assertThat(heard).isEqualTo(here.log.evidence());
      assertThat(here.problems()).isEmpty();
    }
  }

  @Test
  void aGapIsToldUntilItIsFilled() throws Exception {
    try (TestLog here = new TestLog(Stores.inMemory())) {
      DecodedEvent first = ada.create();
      DecodedEvent second = ada.create();
      DecodedEvent third = ada.create();

      here.give(first);
      here.give(third);
      assertThat(here.log.gaps(10)).containsExactly(second.id());

      here.give(second);
      assertThat(here.log.gaps(10)).isEmpty();
      assertThat(here.log.evidence()).isEmpty();
      assertThat(here.problems()).isEmpty();
    }
  }

  @Test
  void aLinkToTheWrongEventIsEvidenceInWhicheverOrderTheyCome() throws Exception {
    DecodedEvent elsewhere = bob.create();
    DecodedEvent linked =
        ada.event("memory:create")
            .timestamp(elsewhere.header().timestamp().next())
            .after(1, elsewhere.id())
            .sign(ada.key());
    for (List<DecodedEvent> order :
        List.of(List.of(elsewhere, linked), List.of(linked, elsewhere))) {
      try (TestLog here = new TestLog(Stores.inMemory())) {
        for (DecodedEvent event : order) {
          here.give(event);
        }

        assertThat(here.log.evidence())
            .singleElement()
            .satisfies(
                found -> {
                  assertThat(found.kind()).isEqualTo(Evidence.Kind.BROKEN_LINK);
                  assertThat(found.event()).isEqualTo(linked.id());
                });
        assertThat(here.log.gaps(10)).isEmpty();
      }
    }
  }

  @Test
  void anEventThatIsAForkAndABrokenLinkIsEvidenceOfBoth() throws Exception {
    DecodedEvent first = ada.create();
    DecodedEvent second = ada.create();
    DecodedEvent stranger = new Author(9).create();
    DecodedEvent both =
        ada.event("memory:create")
            .after(1, stranger.id())
            .timestamp(Timestamp.of(Author.START_MILLIS + 10, 0))
            .sign(ada.key());
    List<DecodedEvent> events = List.of(first, second, stranger, both);
    List<DecodedEvent> reversed = new ArrayList<>(events);
    Collections.reverse(reversed);
    for (List<DecodedEvent> order : List.of(events, reversed)) {
      try (TestLog here = new TestLog(Stores.inMemory())) {
        here.giveAll(order);
        assertThat(here.log.evidence())
            .extracting(Evidence::kind)
            .contains(Evidence.Kind.FORK, Evidence.Kind.BROKEN_LINK);
        assertThat(here.problems()).isEmpty();
      }
    }
  }

  @Test
  void everyFollowerOfAMissingEventIsJudgedWhenItComes() throws Exception {
    DecodedEvent missing = new Author(9).create();
    List<DecodedEvent> followers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      followers.add(
          ada.event("memory:create")
              .after(1 + i, missing.id())
              .timestamp(Timestamp.of(Author.START_MILLIS + 10 + i, 0))
              .sign(ada.key()));
    }
    try (TestLog here = new TestLog(Stores.inMemory())) {
      here.giveAll(followers);
      assertThat(here.log.gaps(10)).containsExactly(missing.id());
      here.give(missing);
      assertThat(here.log.evidence()).hasSize(20);
      assertThat(here.log.gaps(10)).isEmpty();
      assertThat(here.problems()).isEmpty();
    }
  }

  @Test
  void anEarlyHeaderTakesItsPayloadBeforeItsTimeComes() throws Exception {
    DecodedEvent early = ada.at(Author.START_MILLIS + 10 * 60_000).create();
    try (TestLog here = new TestLog(Stores.inMemory())) {
      assertThat(here.give(early.withoutPayload())).isInstanceOf(Outcome.Early.class);
      assertThat(here.give(early)).isInstanceOf(Outcome.Early.class);
      here.millis.addAndGet(20 * 60_000);
      here.log.nudge();
      assertThat(here.give(new Author(9).create())).isInstanceOf(Outcome.Accepted.class);
      assertThat(here.held()).isEmpty();
      assertThat(here.log.find(early.id())).isPresent();
    }
  }

  @Test
  void whoeverBringsAPayloadIsNotChargedForTheWait() throws Exception {
    HeldLimits limits = new HeldLimits(1, 1 << 20, 100, 1 << 20);
    Source other = new Source("other");
    try (TestLog here = new TestLog(Stores.inMemory(), options -> options.withHeld(limits))) {
      DecodedEvent cause = ada.create();
      DecodedEvent waits = ada.update(cause);
      here.give(waits.withoutPayload());
      Author bob = new Author(9);
      here.give(bob.update(bob.create()).raw(), other);

      assertThat(here.give(waits.raw(), other)).isInstanceOf(Outcome.Pending.class);
      here.give(cause);
      assertThat(here.log.find(waits.id())).isPresent();
    }
  }

  @Test
  void everyCommitOfEventsIsOnTheDiskBeforeItIsAcknowledged() throws Exception {
    List<Durability> durabilities = new ArrayList<>();
    WrappedStore store =
        new WrappedStore(Stores.inMemory()) {
          @Override
          public void commit(Batch batch, Durability durability) {
            durabilities.add(durability);
            super.commit(batch, durability);
          }
        };
    try (TestLog here = new TestLog(store)) {
      DecodedEvent first = ada.create();
      here.giveAll(List.of(first, ada.update(first), ada.erase(first)));
      TestLog.await(here.log.purged().toCompletableFuture());
    }
    assertThat(durabilities).isNotEmpty().containsOnly(Durability.SYNC);
  }

  @Test
  void aDeviceAddedByADeviceIsNone() {
    EventFacts byRoot = EventFacts.of(ada.sign(ada.event("identity:add_device").entity(anyId())));
    SigningKey device = new Author(9).key();
    EventFacts byDevice =
        new EventFacts(
            byRoot.id(),
            byRoot.type(),
            byRoot.author(),
            device.did(),
            byRoot.entity(),
            byRoot.scope(),
            byRoot.timestamp(),
            byRoot.seq(),
            byRoot.version(),
            byRoot.vectorClock(),
            byRoot.terms());
    DecodedEvent event =
        ada.event("memory:create")
            .author(ada.key().did())
            .auth(List.of(byRoot.id()))
            .timestamp(Timestamp.of(Author.START_MILLIS + 99, 0))
            .sign(device);
    Grants rules = Grants.structural();
    assertThat(rules.check(event, List.of(), Optional.empty(), List.of(byRoot))).isEmpty();
    assertThat(rules.check(event, List.of(), Optional.empty(), List.of(byDevice)))
        .map(Rejection::reason)
        .contains(RejectionReason.NOT_A_DEVICE);
  }

  private static EventId anyId() {
    return new EventId(Bytes.copyOf(new byte[EventId.DIGEST_BYTES]));
  }

  @Test
  void anEraseOfAnotherScopeErasesNothing() {
    EventFacts target = EventFacts.of(ada.create());
    EventFacts here = EventFacts.of(ada.sign(ada.event("system:erase")));
    EventFacts elsewhere = EventFacts.of(ada.sign(ada.event("system:erase"), Scope.PRIVATE));
    assertThat(Grants.structural().mayErase(here, target, Optional.empty())).isTrue();
    assertThat(Grants.structural().mayErase(elsewhere, target, Optional.empty())).isFalse();
  }

  @Test
  void aCircleIsFollowedFromItsFirstEvent() throws Exception {
    try (TestLog here = new TestLog(Stores.inMemory())) {
      DecodedEvent circle = ada.sign(ada.event("circle:create"), Scope.CIRCLE_NEW);
      DecodedEvent renamed =
          ada.sign(
              ada.event("circle:update").entity(circle.id()).heads(List.of(EventFacts.of(circle))),
              Scope.circle(circle.id()));

      assertThat(here.giveAll(List.of(circle, renamed)))
          .containsExactly(new Outcome.Accepted(1), new Outcome.Accepted(2));
      assertThat(renamed.header().seq()).isEqualTo(2);
      assertThat(here.log.evidence()).isEmpty();
    }
  }

  @Test
  void whatIsUnderWayIsBoundedAndRoomIsTold() throws Exception {
    CountDownLatch mayCommit = new CountDownLatch(1);
    WrappedStore slow =
        new WrappedStore(Stores.inMemory()) {
          @Override
          public void commit(Batch batch, Durability durability) {
            if (batch.name().equals("log-commit")) {
              awaitQuietly(mayCommit);
            }
            super.commit(batch, durability);
          }
        };
    try (TestLog here = new TestLog(slow, options -> options.withInFlight(8, 1 << 20))) {
      List<CompletionStage<Outcome>> answers = new ArrayList<>();
      Optional<CompletionStage<Outcome>> taken =
          here.log.trySubmit(ada.create().raw(), TestLog.PEER);
      while (taken.isPresent()) {
        answers.add(taken.get());
        taken = here.log.trySubmit(ada.create().raw(), TestLog.PEER);
      }
      CompletionStage<Void> room = here.log.whenRoom();

      assertThat(answers).hasSize(8);
      assertThat(room.toCompletableFuture()).isNotDone();
      mayCommit.countDown();
      TestLog.await(room.toCompletableFuture());
      for (CompletionStage<Outcome> answer : answers) {
        assertThat(TestLog.await(answer.toCompletableFuture()))
            .isInstanceOf(Outcome.Accepted.class);
      }
      assertThat(here.log.trySubmit(ada.create().raw(), TestLog.PEER)).isPresent();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theSameEventManyTimesAtOnceIsVerifiedOnceAndAppendedOnce() throws Exception {
    try (TestLog here = new TestLog(Stores.inMemory())) {
      DecodedEvent event = ada.create();
      List<DecodedEvent> copies = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        copies.add(event);
      }

      List<Outcome> outcomes = here.giveAll(copies);

      assertThat(outcomes.get(0)).isEqualTo(new Outcome.Accepted(1));
      assertThat(outcomes.subList(1, 200)).containsOnly(new Outcome.Duplicate());
    }
  }

  @Test
  void aCloseByAnInterruptedThreadFinishesWhatIsUnderWay() throws Exception {
    Store store = Stores.inMemory();
    List<CompletionStage<Outcome>> answers = new ArrayList<>();
    try (TestLog here = new TestLog(store)) {
      for (int i = 0; i < 500; i++) {
        answers.add(here.log.submit(ada.create().raw(), TestLog.PEER));
      }
      Thread.currentThread().interrupt();
    }
    assertThat(Thread.interrupted()).isTrue();
    for (CompletionStage<Outcome> answer : answers) {
      assertThat(TestLog.await(answer.toCompletableFuture())).isInstanceOf(Outcome.Accepted.class);
    }
  }

  @Test
  void theCommitHookSeesEachEventOnceInOrderAndItsChangesAreInTheCommit() throws Exception {
    List<Long> seen = new ArrayList<>();
    Bytes key = Bytes.fromHex("02aa");
    CommitHook hook =
        (gathered, batch) -> {
          gathered.appended().forEach(event -> seen.add(event.position()));
          batch.put(key, LogKeys.ofLong(seen.size()));
          return Set.of();
        };
    long counted;
    WrappedStore store = new WrappedStore(Stores.inMemory());
    try (TestLog here = new TestLog(store, options -> options.withHook(hook))) {
      DecodedEvent first = ada.create();
      here.giveAll(List.of(first, ada.update(first), ada.create()));
      counted = store.get(key).orElseThrow().longAt(0);
    }

    assertThat(seen).containsExactly(1L, 2L, 3L);
    assertThat(counted).isEqualTo(3);
  }
}
