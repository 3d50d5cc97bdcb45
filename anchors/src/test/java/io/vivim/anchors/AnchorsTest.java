package io.vivim.anchors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.anchors.Anchoring.State;
import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.store.Store;
import io.vivim.store.StoreException;
import io.vivim.store.Stores;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnchorsTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration BRIEFLY = Duration.ofSeconds(10);

  private final Store store = Stores.inMemory();
  private final HandClock clock = new HandClock();
  private final ScriptedAnchor anchor = new ScriptedAnchor("scripted", false);

  @AfterEach
  void close() {
    store.close();
  }

  private Anchors anchors(Anchor... all) {
    Anchors.prepare(store);
    return Anchors.open(store, store, List.of(all), HOUR, clock, new Random(1));
  }

  private static Bytes note(long size) {
    return Bytes.utf8("log\n" + size + "\nroot\n\n— log signature\n");
  }

  private static void tell(Anchors anchors, long size) {
    anchors.follow("log", size, note(size));
  }

  private static List<Anchoring> all(Anchors anchors) {
    return anchors.page(1, 1000);
  }

  @Test
  void aCheckpointIsAnchoredByItsHashAndItsProofIsKept() {
    Anchors anchors = anchors(anchor);
    tell(anchors, 7);
    assertThat(all(anchors)).as("nothing is done where it is told").isEmpty();
    anchors.work();
    Bytes digest = Multihash.sha256(note(7)).digest();
    Anchoring kept = anchors(anchor).get(1).orElseThrow();
    assertThat(anchor.digests()).containsExactly(digest);
    assertThat(kept.state()).isEqualTo(State.CONFIRMED);
    assertThat(kept.proof()).isEqualTo(Bytes.concat(Bytes.utf8("proof of "), digest));
    assertThat(kept.subject())
        .isEqualTo(new Anchoring.Subject("scripted", "txt", "log", 7, note(7)));
    assertThat(kept.words()).isEqualTo("there");
  }

  @Test
  void ofManyCheckpointsTheNewestIsAnchoredOnceInAWhile() {
    Anchors anchors = anchors(anchor);
    for (int size = 1; size <= 100; size++) {
      tell(anchors, size);
    }
    anchors.work();
    tell(anchors, 101);
    anchors.work();
    assertThat(all(anchors)).extracting(each -> each.subject().size()).containsExactly(100L);
    clock.pass(HOUR);
    anchors.work();
    anchors.work();
    assertThat(all(anchors)).extracting(each -> each.subject().size()).containsExactly(100L, 101L);
  }

  @Test
  void whatWasAnchoredIsNotAnchoredAgainAfterARestart() {
    Anchors before = anchors(anchor);
    tell(before, 7);
    before.work();
    clock.pass(HOUR);
    Anchors after = anchors(anchor);
    tell(after, 7);
    tell(after, 3);
    after.work();
    assertThat(all(after)).hasSize(1);
  }

  @Test
  void anAnchoringGoesOnFromItsLastStepAfterARestart() {
    anchor.then(ScriptedAnchor.wait("half", HOUR));
    Anchors before = anchors(anchor);
    tell(before, 7);
    before.work();
    Anchors after = anchors(anchor);
    after.work();
    assertThat(anchor.progress()).as("not before it is due").hasSize(1);
    clock.pass(HOUR);
    after.work();
    assertThat(anchor.progress()).containsExactly(Bytes.EMPTY, Bytes.utf8("half"));
    assertThat(after.get(1).orElseThrow().state()).isEqualTo(State.CONFIRMED);
  }

  @Test
  void stepsThatFollowAtOnceAreEachDurableBeforeTheNext() {
    anchor.then(ScriptedAnchor.wait("signed", Duration.ZERO)).thenBreak();
    Anchors anchors = anchors(anchor);
    tell(anchors, 7);
    anchors.work();
    Anchoring kept = anchors(anchor).get(1).orElseThrow();
    assertThat(kept.proof()).isEqualTo(Bytes.utf8("signed"));
    assertThat(kept.fault()).contains(AnchorFault.DEFECT);
  }

  @Test
  void anErrorInAnAnchorIsADefectOfItAndTheOthersGoOn() {
    anchor.thenOverflow();
    ScriptedAnchor other = new ScriptedAnchor("other", false);
    Anchors anchors = anchors(anchor, other);
    tell(anchors, 7);
    anchors.work();
    assertThat(anchors.get(1).orElseThrow().fault()).contains(AnchorFault.DEFECT);
    assertThat(anchors.get(2).orElseThrow().state()).isEqualTo(State.CONFIRMED);
  }

  @Test
  void anAnchorThatNeverWaitsDoesNotKeepTheOthersWaiting() {
    for (int i = 0; i < 1000; i++) {
      anchor.then(ScriptedAnchor.wait("on", Duration.ZERO));
    }
    ScriptedAnchor other = new ScriptedAnchor("other", false);
    Anchors anchors = anchors(anchor, other);
    tell(anchors, 7);
    anchors.work();
    assertThat(anchor.digests()).hasSizeLessThan(20);
    assertThat(other.digests()).hasSize(1);
  }

  @Test
  void anAnchorThatIsDownIsAskedEverLessOftenAndTheOthersAllTheSame() {
    for (int i = 0; i < 3; i++) {
      anchor.then(ScriptedAnchor.DOWN);
    }
    ScriptedAnchor other = new ScriptedAnchor("other", false);
    Anchors anchors = anchors(anchor, other);
    tell(anchors, 7);
    anchors.work();
    anchors.work();
    Anchoring down = anchors.get(1).orElseThrow();
    assertThat(anchor.digests()).hasSize(1);
    assertThat(down.state()).isEqualTo(State.PENDING);
    assertThat(down.fault()).contains(AnchorFault.UNREACHABLE);
    assertThat(down.words()).isEqualTo("nobody is there");
    assertThat(anchors.get(2).orElseThrow().state()).isEqualTo(State.CONFIRMED);
    int tries = 0;
    while (anchors.get(1).orElseThrow().state() == State.PENDING) {
      clock.pass(BRIEFLY);
      anchors.work();
      tries++;
    }
    assertThat(anchor.digests()).hasSize(4);
    assertThat(BRIEFLY.multipliedBy(tries))
        .isBetween(Duration.ofSeconds(210), Duration.ofMinutes(8));
    assertThat(anchors.get(1).orElseThrow().fault()).isEmpty();
  }

  @Test
  void whileAnAnchorIsDownItGetsNothingMoreAndThenTheNewest() {
    for (int i = 0; i < 12; i++) {
      anchor.then(ScriptedAnchor.DOWN);
    }
    Anchors anchors = anchors(anchor);
    for (int hour = 0; hour < 48; hour++) {
      tell(anchors, hour);
      anchors.work();
      clock.pass(HOUR);
    }
    assertThat(all(anchors))
        .extracting(each -> each.subject().size())
        .startsWith(0L)
        .hasSizeLessThan(24);
    assertThat(all(anchors)).allMatch(each -> each.state() == State.CONFIRMED);
    assertThat(all(anchors).get(1).subject().size()).isGreaterThan(12);
  }

  private static final Duration AHEAD = Duration.ofDays(3650);

  @Test
  void aStepThatAClockAheadPutOffIsMadeOnceTheClockIsRight() {
    anchor.then(ScriptedAnchor.wait("half", HOUR));
    clock.pass(AHEAD);
    Anchors anchors = anchors(anchor);
    tell(anchors, 7);
    anchors.work();
    anchors.work();
    assertThat(anchor.digests()).as("not before it is due").hasSize(1);
    clock.pass(AHEAD.negated());
    anchors.work();
    assertThat(anchors.get(1).orElseThrow().state()).isEqualTo(State.CONFIRMED);
  }

  @Test
  void afterOneThatAClockAheadBeganTheNextBeginsOnceTheClockIsRight() {
    clock.pass(AHEAD);
    Anchors anchors = anchors(anchor);
    tell(anchors, 7);
    anchors.work();
    clock.pass(AHEAD.negated());
    tell(anchors, 8);
    anchors.work();
    tell(anchors, 9);
    anchors.work();
    assertThat(all(anchors)).extracting(each -> each.subject().size()).containsExactly(7L, 8L);
  }

  @Test
  void whatAClockAheadBeganTakesTooLongByTheRightOne() {
    int days = (int) Course.LONGEST.toDays() + 3;
    for (int i = 0; i < days; i++) {
      anchor.then(ScriptedAnchor.wait("half", HOUR));
    }
    clock.pass(AHEAD);
    Anchors anchors = anchors(anchor);
    tell(anchors, 7);
    anchors.work();
    clock.pass(AHEAD.negated());
    for (int day = 1; day < days; day++) {
      anchors.work();
      clock.pass(Duration.ofDays(1));
    }
    anchors.work();
    assertThat(anchors.get(1).orElseThrow().fault()).contains(AnchorFault.TOO_LONG);
  }

  @Test
  void noStepWaitsLongerThanTheLongestDelay() {
    anchor.then(ScriptedAnchor.wait("half", Course.LONGEST_DELAY.multipliedBy(2)));
    Anchors anchors = anchors(anchor);
    tell(anchors, 7);
    anchors.work();
    anchors.work();
    assertThat(anchor.digests()).hasSize(1);
    clock.pass(Course.LONGEST_DELAY);
    anchors.work();
    assertThat(anchors.get(1).orElseThrow().state()).isEqualTo(State.CONFIRMED);
  }

  @Test
  void anAnchorThatTakesOneAtATimeGetsTheNextOnceThatHasEnded() {
    ScriptedAnchor single = new ScriptedAnchor("single", true);
    single.then(ScriptedAnchor.wait("sent", HOUR.multipliedBy(5)));
    Anchors anchors = anchors(single);
    for (int hour = 1; hour <= 5; hour++) {
      tell(anchors, hour);
      anchors.work();
      clock.pass(HOUR);
    }
    assertThat(all(anchors)).hasSize(1);
    anchors.work();
    anchors.work();
    assertThat(all(anchors)).extracting(each -> each.subject().size()).containsExactly(1L, 5L);
  }

  @Test
  void whoeverIsDownForWeeksIsGivenUpWithTheReasonAndTriedAgainWhenAsked() {
    for (int i = 0; i < Course.MOST_FAULTS; i++) {
      anchor.then(ScriptedAnchor.DOWN);
    }
    Anchors anchors = anchors(anchor);
    tell(anchors, 7);
    for (int i = 0; i < Course.MOST_FAULTS; i++) {
      anchors.work();
      clock.pass(Course.LONGEST_RETRY);
    }
    Anchoring failed = anchors.get(1).orElseThrow();
    assertThat(failed.state()).isEqualTo(State.FAILED);
    assertThat(failed.fault()).contains(AnchorFault.UNREACHABLE);
    anchors.work();
    assertThat(anchor.digests()).hasSize(Course.MOST_FAULTS);
    anchors.again();
    anchors.work();
    assertThat(anchors.get(1).orElseThrow().state()).isEqualTo(State.CONFIRMED);
  }

  @Test
  void whatFailedIsLeftWhereALaterCheckpointWentThere() {
    for (int i = 0; i < Course.MOST_FAULTS; i++) {
      anchor.then(ScriptedAnchor.DOWN);
    }
    Anchors anchors = anchors(anchor);
    tell(anchors, 7);
    for (int i = 0; i < Course.MOST_FAULTS; i++) {
      anchors.work();
      clock.pass(Course.LONGEST_RETRY);
    }
    tell(anchors, 8);
    anchors.work();
    anchors.again();
    anchors.work();
    assertThat(all(anchors))
        .extracting(Anchoring::state)
        .containsExactly(State.FAILED, State.CONFIRMED);
  }

  @Test
  void aStrangersWordsBecomeOneShortLine() {
    anchor.then(new Step.Fault(AnchorFault.REFUSED, "no\u001b[31m\n" + "x".repeat(10_000)));
    Anchors anchors = anchors(anchor);
    tell(anchors, 7);
    anchors.work();
    assertThat(anchors.get(1).orElseThrow().words())
        .startsWith("no [31m x")
        .hasSize(Course.MOST_CHARS_OF_WORDS);
  }

  @Test
  void ofAnAnchorThatIsNoLongerHereNothingIsLost() {
    anchor.then(ScriptedAnchor.wait("half", HOUR));
    Anchors before = anchors(anchor);
    tell(before, 7);
    before.work();
    clock.pass(HOUR);
    Anchors without = anchors();
    without.work();
    assertThat(without.get(1).orElseThrow().proof()).isEqualTo(Bytes.utf8("half"));
  }

  @Test
  void logsBeyondTheLimitAndNotesThatAreTooLargeAreNotFollowed() {
    Anchors anchors = anchors(anchor);
    anchors.follow("large", 1, Bytes.owning(new byte[Anchors.MAX_NOTE_BYTES + 1]));
    for (int i = 0; i < Anchors.MAX_LOGS + 10; i++) {
      anchors.follow("log " + i, 1, note(1));
    }
    for (int i = 0; i < 2 * Anchors.MAX_LOGS / Anchors.MAX_PENDING; i++) {
      anchors.work();
    }
    assertThat(anchors.page(1, 2 * Anchors.MAX_LOGS)).hasSize(Anchors.MAX_LOGS);
  }

  @Test
  void aBrokenDiskIsNobodysFault() {
    Anchors anchors = anchors(anchor);
    tell(anchors, 7);
    store.close();
    assertThatThrownBy(anchors::work).isInstanceOf(StoreException.class);
  }

  @Test
  void aPageIsNoLongerThanAskedFor() {
    Anchors anchors = anchors(anchor);
    for (int i = 1; i <= 5; i++) {
      tell(anchors, i);
      anchors.work();
      clock.pass(HOUR);
    }
    assertThat(anchors.page(2, 3)).extracting(Anchoring::number).containsExactly(2L, 3L, 4L);
    assertThat(anchors.page(6, 3)).isEmpty();
    assertThat(anchors.get(6)).isEmpty();
  }
}
