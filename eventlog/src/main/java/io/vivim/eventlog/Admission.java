package io.vivim.eventlog;

import io.vivim.did.DidKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.VerifiedEvent;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whose events a node takes: being valid is not enough, since any stranger can make keys.
 *
 * <p>Events are asked about in two places. Before its signature was checked nothing is known of who
 * made an event, so that only the peer that delivered it may be charged; afterwards the signer is.
 */
public interface Admission {
  /** Whether to check this delivery at all. Called by several threads. */
  Optional<Decline> beforeVerification(DecodedEvent event, Source source, long nowMillis);

  /** Whether to append this event, given what is here. Called by the writer alone. */
  Optional<Decline> beforeAppend(VerifiedEvent event, Source source, Usage usage);

  /** Takes everyone's events, within quotas. */
  static Admission open(Quotas quotas) {
    return new OpenAdmission(quotas);
  }

  /** Takes the events of these authors alone, within quotas. */
  static Admission knownAuthors(Predicate<DidKey> authors, Quotas quotas) {
    Admission open = open(quotas);
    return new Admission() {
      @Override
      public Optional<Decline> beforeVerification(
          DecodedEvent event, Source source, long nowMillis) {
        Optional<Decline> decline = open.beforeVerification(event, source, nowMillis);
        return decline.isPresent() || authors.test(event.header().author())
            ? decline
            : Optional.of(Decline.UNKNOWN_AUTHOR);
      }

      @Override
      public Optional<Decline> beforeAppend(VerifiedEvent event, Source source, Usage usage) {
        return open.beforeAppend(event, source, usage);
      }
    };
  }
}
