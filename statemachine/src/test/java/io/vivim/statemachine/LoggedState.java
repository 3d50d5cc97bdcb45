package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.did.SignatureVerifier;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.CommitHook;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Evidence;
import io.vivim.eventlog.Gathered;
import io.vivim.eventlog.Grants;
import io.vivim.eventlog.LogListener;
import io.vivim.eventlog.LogOptions;
import io.vivim.eventlog.LogReader;
import io.vivim.eventlog.Outcome;
import io.vivim.eventlog.Source;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.Rejection;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.Scan;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** A real event log in memory and the state that follows it, whose payloads go with erasures. */
final class LoggedState implements AutoCloseable {
  private final Store store = Stores.inMemory();
  private final LogReader reader = new LogReader(store);
  private final EventLog log;

  private record LogEvents(LogReader log) implements EventSource {
    @Override
    public Optional<DecodedEvent> find(EventId event) {
      return log.find(event).map(AppendedEvent::event);
    }

    @Override
    public List<EventId> at(DidKey signer, LogScope scope, long seq) {
      return log.placed(signer, scope, seq);
    }
  }

  private record Folding(StateMachine machine) implements CommitHook {
    @Override
    public Set<EventId> beforeCommit(Gathered gathered, Batch batch) {
      Set<EventId> forks =
          gathered.evidence().stream()
              .filter(evidence -> evidence.kind() == Evidence.Kind.FORK)
              .map(Evidence::event)
              .collect(Collectors.toSet());
      List<DecodedEvent> added = gathered.appended().stream().map(AppendedEvent::event).toList();
      return machine.fold(
          new Changes(
              added,
              gathered.restored().stream().map(AppendedEvent::event).toList(),
              added.stream().filter(event -> forks.contains(event.id())).toList(),
              machine.position() + added.size()),
          batch);
    }

    @Override
    public boolean needsPayloads() {
      return true;
    }
  }

  /**
   * Lets in whatever is sound, since the histories keep the rules; a void erasure erases nothing.
   */
  private record Erasing(StateMachine machine, State state) implements Grants {
    @Override
    public Optional<Rejection> check(
        DecodedEvent event,
        List<EventFacts> heads,
        Optional<EventFacts> first,
        List<EventFacts> grants) {
      return Optional.empty();
    }

    @Override
    public boolean mayErase(EventFacts erase, EventFacts target, Optional<EventFacts> first) {
      boolean isVoid =
          machine
              .isVoidErasure(erase.id())
              .or(() -> state.verdict(erase).map(verdict -> verdict.ground().isVoid()))
              .orElse(true);
      return !isVoid && Grants.structural().mayErase(erase, target, first);
    }
  }

  LoggedState() {
    StateMachine machine = machine();
    State state = new State(store, new LogEvents(reader));
    LogOptions options =
        LogOptions.defaults(InstantSource.system())
            .withGrants(new Erasing(machine, state))
            .withHook(new Folding(machine));
    log = EventLog.open(store, options, LogListener.NONE);
  }

  private StateMachine machine() {
    StateMachine.prepare(store);
    return new StateMachine(
        store, new LogEvents(reader), new Authority(SignatureVerifier.create()));
  }

  /** Submits what comes at one time, and waits for all of it. */
  void take(List<DecodedEvent> events) throws InterruptedException {
    List<CompletableFuture<Outcome>> answers = new ArrayList<>();
    for (DecodedEvent event : events) {
      answers.add(log.submit(event.raw(), Source.LOCAL).toCompletableFuture());
    }
    answers.forEach(CompletableFuture::join);
  }

  /** All rows of the state, but those that tell followers how it came to be. */
  Map<Bytes, Bytes> rows() {
    Map<Bytes, Bytes> rows = new TreeMap<>();
    try (Scan scan = store.scan(StateKeys.all())) {
      while (scan.next()) {
        rows.put(scan.key().compact(), scan.value().compact());
      }
    }
    rows.keySet().removeIf(key -> key.startsWith(StateKeys.table(StateKeys.REFOLDED)));
    return rows;
  }

  /** Folds all that is in the log anew; nothing may come to it any more. */
  void rebuild() {
    StateMachine.rebuild(store);
    StateMachine machine = machine();
    List<DecodedEvent> all =
        reader.between(1, reader.head()).stream().map(AppendedEvent::event).toList();
    Set<EventId> forks = reader.forks();
    List<DecodedEvent> forked = all.stream().filter(each -> forks.contains(each.id())).toList();
    Batch batch = Batch.named("rebuild");
    machine.fold(new Changes(all, List.of(), forked, reader.head()), batch);
    store.commit(batch, Durability.LAZY);
    StateMachine.whole(store);
  }

  @Override
  public void close() {
    log.close();
  }
}
