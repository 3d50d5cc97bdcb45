package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Ipld;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.Timestamp;
import io.vivim.statemachine.model.Coded;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A grant of an entity, as it stands.
 *
 * @param subject the DID of the device or the member; empty for policies and delegations
 * @param role of a member; null for all others
 * @param name that a device was given; may be empty
 * @param since when it was granted
 * @param notBefore from which second since 1970 on it holds; the lowest where it does not say
 * @param expires up to which second it holds; the highest where it does not say
 * @param counts whether the event that grants counts
 * @param until when it was removed, by the earliest removal with effect; null while it was not
 */
record GrantRow(
    EventId grant,
    String subject,
    @Nullable Role role,
    String name,
    Timestamp since,
    long notBefore,
    long expires,
    boolean counts,
    @Nullable Timestamp until) {
  /** By when they were granted, and of one time by their ids. */
  static final Comparator<GrantRow> LATER =
      Comparator.comparing(GrantRow::since).thenComparing(GrantRow::grant);

  static GrantRow of(DecodedEvent event, boolean counts, List<DecodedEvent> removers) {
    Terms terms = RemovalRules.termsOf(event);
    Optional<Timestamp> until =
        removers.stream().map(removal -> removal.header().timestamp()).min(Timestamp::compareTo);
    return new GrantRow(
        event.id(),
        subjectOf(event, terms).orElse(""),
        terms.text("role").flatMap(Role::granted).orElse(null),
        terms.text("name").orElse(""),
        event.header().timestamp(),
        terms.notBefore(),
        terms.expires(),
        counts,
        until.orElse(null));
  }

  /** What its type names; what else the body says means nothing. */
  private static Optional<String> subjectOf(DecodedEvent event, Terms terms) {
    EventType type = event.header().type();
    if (type.equals(EventType.ADD_DEVICE)) {
      return terms.text("device");
    }
    boolean isMembership = type.equals(Authority.ADD_MEMBER) || type.equals(Authority.SET_ROLE);
    return isMembership ? terms.text("member") : Optional.empty();
  }

  /** Whether it counts and is not removed, whatever the time is. */
  boolean isInForce() {
    return counts && until == null;
  }

  /** Whether it gives what it says at this moment, as far as is known at this moment. */
  boolean isInForce(Instant now) {
    long seconds = now.getEpochSecond();
    return isInForce() && notBefore <= seconds && seconds <= expires;
  }

  /** Whether it gave what it says, at a time. */
  boolean wasInForce(Timestamp time) {
    long seconds = Terms.secondsOf(time);
    return counts
        && since.compareTo(time) <= 0
        && (until == null || until.compareTo(time) > 0)
        && notBefore <= seconds
        && seconds <= expires;
  }

  Bytes encode() {
    return DagCbor.encode(
        Ipld.listOf(
            Ipld.of(subject),
            role == null ? Ipld.NULL : Ipld.of(role.text()),
            Ipld.of(name),
            Ipld.of(since.bits()),
            Ipld.of(notBefore),
            Ipld.of(expires),
            Ipld.of(counts),
            until == null ? Ipld.NULL : Ipld.of(until.bits())));
  }

  static GrantRow decode(EventId grant, Bytes value) {
    List<Ipld> parts = Coded.list(Coded.read(value));
    return new GrantRow(
        grant,
        Coded.text(parts.get(0)),
        parts.get(1).equals(Ipld.NULL)
            ? null
            : Role.granted(Coded.text(parts.get(1))).orElseThrow(),
        Coded.text(parts.get(2)),
        new Timestamp(Coded.number(parts.get(3))),
        Coded.number(parts.get(4)),
        Coded.number(parts.get(5)),
        Coded.bool(parts.get(6)),
        parts.get(7).equals(Ipld.NULL) ? null : new Timestamp(Coded.number(parts.get(7))));
  }
}
