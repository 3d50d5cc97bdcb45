package io.vivim.node.ledger;

import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Outcome;
import io.vivim.eventlog.Source;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventLimits;
import io.vivim.events.HybridClock;
import io.vivim.events.LogScope;
import io.vivim.events.Scope;
import io.vivim.events.Tag;
import io.vivim.events.Timestamp;
import io.vivim.statemachine.Authority;
import io.vivim.statemachine.Ground;
import io.vivim.statemachine.State;
import io.vivim.statemachine.Verdict;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Writes to entities with keys of this machine: makes the event that says what somebody wants,
 * signs it, and gives it to the log. The writes of one key go one after another, so that its log
 * does not fork. Any thread may use it, and none waits.
 */
public final class EntityWriter {
  /** What is wrong with a body; an event that only brings heads together says nothing. */
  private static final Set<Ground> OF_BODIES =
      EnumSet.of(Ground.GRAMMAR, Ground.FIELD, Ground.MERGE, Ground.SCHEMA);

  private final EventLog log;
  private final State state;
  private final WritePlanner planner;
  private final Authority authority;
  private final InstantSource wall;
  private final HybridClock clock;
  private final Supplier<Bytes> salts;
  private final Turns turns = new Turns();

  /**
   * @param salts {@link EventLimits#SALT_BYTES} random bytes each
   */
  public EntityWriter(Ledger ledger, InstantSource wall, Supplier<Bytes> salts) {
    this.log = ledger.log();
    this.state = ledger.state();
    this.planner = new WritePlanner(log, state, wall);
    this.authority = new Authority(SignatureVerifier.create());
    this.wall = wall;
    this.clock = new HybridClock(wall);
    this.salts = salts;
  }

  /**
   * Writes.
   *
   * @param signer the author's own key, or that of a device of theirs
   * @return what became of it, once that is durable; a failure where the log fails
   */
  public CompletionStage<WriteOutcome> write(SigningKey signer, DidKey author, EntityWrite write) {
    return turns.next(signer.did(), () -> step(signer, author, write));
  }

  /** Whether a key may act for an identity as one of its devices, by all that is here. */
  public boolean isDevice(DidKey key, DidKey author) {
    LogScope own = Scope.PRIVATE.sharedLog(author).orElse(LogScope.PUBLIC);
    return new Acting(state, wall).device(key, author, own).isPresent();
  }

  /** One event; what has more heads than an event can name takes several. */
  private CompletionStage<WriteOutcome> step(SigningKey signer, DidKey author, EntityWrite write) {
    WritePlan plan;
    DecodedEvent event;
    try {
      plan = planner.plan(write, signer, author);
      event = sign(plan, signer, author, write);
      requireCounting(event, plan);
    } catch (RefusedWriteException e) {
      return CompletableFuture.completedStage(e.outcome());
    }
    Optional<CompletionStage<Outcome>> answer = log.trySubmit(event.raw(), Source.LOCAL);
    if (answer.isEmpty()) {
      return CompletableFuture.completedStage(new WriteOutcome.Busy());
    }
    return answer
        .get()
        .thenCompose(
            outcome ->
                plan.isMerge() && outcome instanceof Outcome.Accepted
                    ? step(signer, author, write)
                    : CompletableFuture.completedStage(outcome(event, outcome)));
  }

  /** Refuses an event that would not count, by the rules by which it would be folded. */
  private void requireCounting(DecodedEvent event, WritePlan plan) throws RefusedWriteException {
    Verdict verdict = state.foreseen(event, authority);
    Ground ground = verdict.ground();
    if (!verdict.counts() && !(plan.isMerge() && OF_BODIES.contains(ground))) {
      String by = verdict.by() == null ? "" : ", by " + verdict.by();
      throw new RefusedWriteException(ground.code(), ground.text() + by);
    }
  }

  private DecodedEvent sign(WritePlan plan, SigningKey signer, DidKey author, EntityWrite write)
      throws RefusedWriteException {
    EventBuilder builder =
        EventBuilder.of(plan.type(), salts.get())
            .author(author)
            .scope(plan.scope())
            .heads(plan.heads())
            .auth(plan.auth().stream().map(EventFacts::id).toList())
            .body(plan.body());
    plan.entity().ifPresent(builder::entity);
    if (!plan.isMerge()) {
      write.parent().ifPresent(builder::parent);
      write.tags().forEach(tag -> add(tag, builder));
    }
    Optional<EventFacts> tip =
        plan.scope()
            .sharedLog(author)
            .flatMap(scope -> log.tip(signer.did(), scope))
            .map(AppendedEvent::event)
            .map(EventFacts::of);
    tip.ifPresent(last -> builder.after(last.seq(), last.id()));
    builder.timestamp(time(plan, tip));
    try {
      return builder.sign(signer);
    } catch (IllegalArgumentException e) {
      throw Refusal.EVENT.because(BrokenEvent.text(e));
    }
  }

  private static void add(Tag tag, EventBuilder builder) {
    builder.tag(tag.name(), tag.values().toArray(String[]::new));
  }

  /** Above all that was seen, and not so far ahead that the log would have it wait. */
  private Timestamp time(WritePlan plan, Optional<EventFacts> tip) throws RefusedWriteException {
    Timestamp seen =
        Stream.of(plan.heads().stream(), plan.auth().stream(), tip.stream())
            .flatMap(facts -> facts)
            .map(EventFacts::timestamp)
            .max(Timestamp::compareTo)
            .orElse(Timestamp.ZERO);
    requireInTime(seen);
    Timestamp time = clock.after(seen);
    // The log would keep an event that is early and append it later, behind the next one of the
    // key.
    requireInTime(time);
    return time;
  }

  private void requireInTime(Timestamp time) throws RefusedWriteException {
    if (time.millis() > wall.millis() + EventLimits.MAX_CLOCK_DRIFT.toMillis()) {
      throw Refusal.CLOCK.because("what is there is of " + time);
    }
  }

  private WriteOutcome outcome(DecodedEvent event, Outcome outcome) {
    if (outcome instanceof Outcome.Accepted accepted) {
      Ground ground =
          state.verdict(EventFacts.of(event)).map(Verdict::ground).orElse(Ground.COUNTS);
      return new WriteOutcome.Written(event.entity(), event.id(), accepted.position(), ground);
    }
    if (outcome instanceof Outcome.Rejected rejected) {
      return new WriteOutcome.Refused(
          rejected.rejection().reason().code(), BrokenEvent.text(rejected.rejection()));
    }
    return Refusal.NOT_TAKEN.because(outcome.toString()).outcome();
  }
}
