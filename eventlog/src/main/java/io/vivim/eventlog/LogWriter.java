package io.vivim.eventlog;

import io.vivim.events.EventId;
import io.vivim.events.VerifiedEvent;
import io.vivim.store.Durability;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The one thread that appends: it takes checked arrivals in order, gathers a round, commits it, and
 * only then lets anybody know.
 */
final class LogWriter implements Runnable {
  /** What one commit gathers at most, so that acknowledgements do not wait for long. */
  static final int MAX_ROUND_EVENTS = 1024;

  /** How long the writer sleeps where nothing comes and nothing waits for its time. */
  private static final long MAX_IDLE_MILLIS = 1000;

  private final CommitTurn turn;
  private final Intake intake;
  private final Checker checker;
  private final Appender appender;
  private final Retention retention;
  private final Settlement settlement;
  private final CommitHook hook;
  private final InstantSource clock;
  private final Executor acknowledger;
  private final Consumer<Round> committed;
  private final Consumer<Throwable> failed;

  /** Whom the writer tells of what it does. */
  record Ears(Executor acknowledger, Consumer<Round> committed, Consumer<Throwable> failed) {}

  LogWriter(
      CommitTurn turn,
      Intake intake,
      Checker checker,
      Appender appender,
      Retention retention,
      Settlement settlement,
      CommitHook hook,
      InstantSource clock,
      Ears ears) {
    this.turn = turn;
    this.intake = intake;
    this.checker = checker;
    this.appender = appender;
    this.retention = retention;
    this.settlement = settlement;
    this.hook = hook;
    this.clock = clock;
    this.acknowledger = ears.acknowledger();
    this.committed = ears.committed();
    this.failed = ears.failed();
  }

  /** An arrival and what is to be said to whoever brought it. */
  private record Answer(Arrival arrival, Outcome outcome) {}

  @Override
  public void run() {
    List<Arrival> inHand = List.of();
    try {
      Optional<List<Arrival>> drained = Optional.of(List.of());
      while (drained.isPresent()) {
        inHand = drained.get();
        round(inHand);
        inHand = List.of();
        drained = intake.drain(MAX_ROUND_EVENTS, idleMillis());
      }
      settlement.end(new IllegalStateException("the log is closed"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(inHand, e);
    } catch (RuntimeException | Error e) {
      // Whatever it was, memory and store may differ now: only opening the log again is safe.
      fail(inHand, e);
    }
  }

  private long idleMillis() {
    if (retention.hasMore()) {
      return 0;
    }
    long wait = appender.nextTick().map(due -> due - clock.millis()).orElse(MAX_IDLE_MILLIS);
    return Math.max(1, Math.min(wait, MAX_IDLE_MILLIS));
  }

  private void round(List<Arrival> arrivals) throws InterruptedException {
    long now = clock.millis();
    appender.expect(arrivals.stream().map(Arrival::verified).filter(Objects::nonNull).toList());
    List<Answer> answers = new ArrayList<>(arrivals.size());
    for (Arrival arrival : arrivals) {
      answers.add(new Answer(arrival, outcomeOf(arrival, now)));
    }
    appender.tick(now);
    retention.forgetSome(appender);
    commit();
    if (!answers.isEmpty()) {
      acknowledger.execute(() -> acknowledge(answers));
    }
    if (!appender.hasReleased()) {
      settlement.reached();
    }
  }

  /** Commits what the appender gathered. */
  void commit() {
    Round gathered = appender.gathered();
    if (gathered.doesAdd()) {
      appender.eraseWhatStands(hook.beforeCommit(gathered.gathered(), gathered.batch()));
    }
    Round round = appender.finish();
    if (!round.isEmpty()) {
      turn.commit(round.batch(), Durability.SYNC);
      appender.committed();
      committed.accept(round);
    }
    retention.committed();
  }

  private Outcome outcomeOf(Arrival arrival, long now) throws InterruptedException {
    Arrival twin = arrival.twin();
    if (twin != null) {
      intake.awaitChecked(twin);
    }
    Arrival checked = twin == null ? arrival : twin;
    VerifiedEvent event = checked.verified();
    if (event == null) {
      return settledOf(checked);
    }
    EventId id = event.id();
    Outcome outcome =
        checked.isInLog() ? appender.restore(event) : appender.take(event, arrival.source(), now);
    checker.done(arrival, id, outcome);
    return outcome;
  }

  private static Outcome settledOf(Arrival arrival) {
    Outcome settled = arrival.settled();
    if (settled == null) {
      throw new IllegalStateException("a checker let an arrival go without an answer");
    }
    return settled;
  }

  private void acknowledge(List<Answer> answers) {
    intake.acknowledged(answers.stream().map(Answer::arrival).toList());
    answers.forEach(answer -> answer.arrival().acknowledgement().complete(answer.outcome()));
  }

  private void fail(List<Arrival> inHand, Throwable cause) {
    failed.accept(cause);
    settlement.end(cause);
    List<Arrival> left = new ArrayList<>(inHand);
    left.addAll(intake.abandon(cause));
    acknowledger.execute(
        () -> left.forEach(arrival -> arrival.acknowledgement().completeExceptionally(cause)));
  }
}
