package io.vivim.node.ledger;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.did.SigningKey;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.EventLog;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.Scope;
import io.vivim.statemachine.Ground;
import io.vivim.statemachine.HistoryEntry;
import io.vivim.statemachine.HistoryPage;
import io.vivim.statemachine.Reader;
import io.vivim.statemachine.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Erases whole entities: for each of their events that somebody may erase it writes one that erases
 * it, the oldest first. What was erased before is passed over, so that one that broke off goes on
 * when it is asked for again.
 */
public final class EntityEraser {
  private static final int PAGE_EVENTS = 1000;

  private final EventLog log;
  private final State state;
  private final EntityWriter writer;
  private final ErasureRules rules;

  public EntityEraser(EventLog log, State state, EntityWriter writer) {
    this.log = log;
    this.state = state;
    this.writer = writer;
    this.rules = new ErasureRules(log, state);
  }

  /**
   * What came of it.
   *
   * @param erased how many events were erased
   * @param kept how many are others' or of a kind that is never erased
   * @param stopped why it ended before the last one that may be erased, if it did
   */
  public record Erasure(int erased, int kept, Optional<WriteOutcome> stopped) {
    private Erasure and(WriteOutcome outcome) {
      return outcome instanceof WriteOutcome.Written
          ? new Erasure(erased + 1, kept, Optional.empty())
          : new Erasure(erased, kept, Optional.of(outcome));
    }
  }

  /** An event that is to be erased. */
  private record Target(EventId event, Scope scope) {}

  /** Erases an entity, of which there is nothing here where nothing is erased and nothing kept. */
  public CompletionStage<Erasure> erase(SigningKey signer, DidKey author, EventId entity) {
    List<Target> targets = new ArrayList<>();
    int kept = 0;
    Optional<HistoryPage> page = state.history(Reader.NODE, entity, null, PAGE_EVENTS);
    while (page.isPresent()) {
      for (HistoryEntry entry : page.get().entries()) {
        Optional<DecodedEvent> event = log.find(entry.event()).map(AppendedEvent::event);
        if (event.isPresent() && entry.verdict().ground() != Ground.ERASED) {
          if (rules.mayErase(author, event.get())) {
            targets.add(new Target(entry.event(), event.get().header().scope()));
          } else {
            kept++;
          }
        }
      }
      page =
          page.get()
              .next()
              .flatMap(after -> state.history(Reader.NODE, entity, after, PAGE_EVENTS));
    }
    CompletionStage<Erasure> last =
        CompletableFuture.completedStage(new Erasure(0, kept, Optional.empty()));
    for (Target target : targets) {
      last = last.thenCompose(soFar -> next(soFar, target, signer, author));
    }
    return last;
  }

  private CompletionStage<Erasure> next(
      Erasure soFar, Target target, SigningKey signer, DidKey author) {
    return soFar.stopped().isPresent()
        ? CompletableFuture.completedStage(soFar)
        : writer.write(signer, author, erasing(target)).thenApply(soFar::and);
  }

  private static EntityWrite erasing(Target target) {
    IpldMap set = IpldMap.builder().put("target", Ipld.of(target.event().cid())).build();
    return EntityWrite.of(
            EventType.ERASE, Optional.empty(), IpldMap.builder().put("set", set).build())
        .in(Optional.of(target.scope()));
  }
}
