package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.events.Checked;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventDecoder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.EventVerifier;
import io.vivim.events.VerifiedEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks at what comes in, on as many threads as there are cores: whether it is here already,
 * whether it is well formed, whether this node wants it, whether its signature is good.
 */
final class Checker {
  /** Declined events that are remembered; when there are as many, all are forgotten. */
  private static final int MAX_DECLINED = 65_536;

  private final EventTable table;
  private final EventDecoder decoder;
  private final EventVerifier verifier;
  private final Admission admission;
  private final Grants grants;
  private final HoldBack holdBack;
  private final InstantSource clock;

  /** Whole events whose signature is being checked, by id; any checker adds, the writer removes. */
  private final Map<EventId, Arrival> inFlight = new ConcurrentHashMap<>();

  /** What was declined and will be again. */
  private final Map<EventId, Decline> declined = new ConcurrentHashMap<>();

  Checker(
      EventTable table,
      EventDecoder decoder,
      EventVerifier verifier,
      Admission admission,
      Grants grants,
      HoldBack holdBack,
      InstantSource clock) {
    this.table = table;
    this.decoder = decoder;
    this.verifier = verifier;
    this.admission = admission;
    this.grants = grants;
    this.holdBack = holdBack;
    this.clock = clock;
  }

  /** Settles arrivals, or makes them ready for the writer. */
  void check(List<Arrival> arrivals) {
    List<EventId> ids =
        arrivals.stream().map(arrival -> EventId.ofHeader(arrival.raw().header())).toList();
    List<Optional<IdEntry>> known = table.entriesOf(ids);
    for (int i = 0; i < ids.size(); i++) {
      check(arrivals.get(i), ids.get(i), known.get(i));
    }
  }

  private void check(Arrival arrival, EventId id, Optional<IdEntry> known) {
    if (known.isPresent() && bringsNothing(arrival, known.get())) {
      arrival.settle(new Outcome.Duplicate());
      return;
    }
    Checked<DecodedEvent> decoded = decoder.decode(arrival.raw(), id);
    if (decoded instanceof Checked.Bad<DecodedEvent> bad) {
      arrival.settle(new Outcome.Rejected(bad.rejection()));
      return;
    }
    DecodedEvent event = decoded.orThrow();
    if (known.isPresent()) {
      arrival.bringsPayload();
    }
    Optional<Outcome> answer =
        known.isPresent() ? ofErased(event, arrival) : withoutVerifying(event, arrival);
    if (answer.isPresent()) {
      arrival.settle(answer.get());
    } else if (known.isPresent() || !joins(event, arrival)) {
      verify(event, arrival);
    }
  }

  /** What can be said of an event that comes back whole though its payload was erased. */
  private Optional<Outcome> ofErased(DecodedEvent event, Arrival arrival) {
    Erasures erasures = new Erasures(table, new Facts(table), grants);
    if (erasures.stands(EventFacts.of(event))) {
      return Optional.of(new Outcome.Duplicate());
    }
    Optional<Decline> decline =
        admission.beforeVerification(event, arrival.source(), clock.millis());
    return decline.map(Outcome.Declined::new);
  }

  /** What can be said before the signature is looked at. */
  private Optional<Outcome> withoutVerifying(DecodedEvent event, Arrival arrival) {
    Decline before = declined.get(event.id());
    if (before != null) {
      return Optional.of(new Outcome.Declined(before));
    }
    Optional<Held> held = holdBack.find(event.id());
    if (held.isPresent() && held.get().waitsOn(arrival.raw(), arrival.source())) {
      return Optional.of(held.get().outcome());
    }
    Optional<Decline> decline =
        admission.beforeVerification(event, arrival.source(), clock.millis());
    return decline.map(Outcome.Declined::new);
  }

  /**
   * Whether the same whole event is in flight already from the same source, so that one check
   * serves both.
   */
  private boolean joins(DecodedEvent event, Arrival arrival) {
    if (arrival.raw().payload() == null) {
      return false;
    }
    Arrival first = inFlight.putIfAbsent(event.id(), arrival);
    if (first == null || !first.source().equals(arrival.source())) {
      return false;
    }
    arrival.sharesWith(first);
    return true;
  }

  private void verify(DecodedEvent event, Arrival arrival) {
    Checked<VerifiedEvent> verdict = verifier.verify(event);
    if (verdict instanceof Checked.Bad<VerifiedEvent> bad) {
      inFlight.remove(event.id(), arrival);
      arrival.settle(new Outcome.Rejected(bad.rejection()));
    } else {
      arrival.verified(verdict.orThrow());
    }
  }

  /** The writer had its turn with an arrival; what became of it is remembered if it lasts. */
  void done(Arrival arrival, EventId id, Outcome outcome) {
    inFlight.remove(id, arrival);
    if (outcome instanceof Outcome.Declined because && because.reason().lasts()) {
      if (declined.size() >= MAX_DECLINED) {
        declined.clear();
      }
      declined.put(id, because.reason());
    }
  }

  /** Whether an arrival has nothing that the log could want, and nothing wrong either. */
  private static boolean bringsNothing(Arrival arrival, IdEntry known) {
    Bytes payload = arrival.raw().payload();
    return payload == null
        || (known.state() != LogRecord.State.ERASED
            && EventDecoder.isPayloadOf(arrival.raw().header(), payload));
  }
}
