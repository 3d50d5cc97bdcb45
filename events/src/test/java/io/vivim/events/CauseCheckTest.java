package io.vivim.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.did.SigningKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random histories of one entity, and what becomes of an event when a fact of them is another. */
class CauseCheckTest {
  private static final List<SigningKey> KEYS =
      List.of(Example.key(1), Example.key(2), Example.key(3));

  /** An event with all that it cites. */
  private record History(DecodedEvent event, List<EventFacts> heads, List<EventFacts> grants) {
    Optional<RejectionReason> check() {
      return CauseCheck.check(event, heads, grants).map(Rejection::reason);
    }

    History withHead(int index, EventFacts head) {
      List<EventFacts> changed = new ArrayList<>(heads);
      changed.set(index, head);
      return new History(event, changed, grants);
    }

    History withGrant(EventFacts grant) {
      return new History(event, heads, List.of(grant));
    }
  }

  private static History history(Random random) {
    List<DecodedEvent> events = new ArrayList<>();
    DecodedEvent grant = Example.create().timestamp(Timestamp.of(1, 0)).sign(Example.BOB);
    events.add(Example.create().sign(KEYS.get(0)));
    List<DecodedEvent> heads = List.of();
    for (int i = 1; i < 3 + random.nextInt(8); i++) {
      heads = events.stream().filter(event -> random.nextInt(3) == 0).toList();
      if (heads.isEmpty()) {
        heads = List.of(events.get(random.nextInt(events.size())));
      }
      events.add(
          Example.update(heads.toArray(DecodedEvent[]::new))
              .timestamp(Timestamp.of(2_000_000 + i, 0))
              .after(i, Example.id(i))
              .auth(List.of(grant.id()))
              .sign(KEYS.get(random.nextInt(KEYS.size()))));
    }
    return new History(
        events.get(events.size() - 1),
        heads.stream().map(EventFacts::of).toList(),
        List.of(EventFacts.of(grant)));
  }

  @Property
  void whatTheBuilderMakesAgreesWithItsCauses(@ForAll long seed) {
    assertThat(history(new Random(seed)).check()).isEmpty();
  }

  @Property
  void anEventDoesNotAgreeWithOtherFacts(@ForAll long seed) {
    Random random = new Random(seed);
    History good = history(random);
    int index = random.nextInt(good.heads().size());
    EventFacts head = good.heads().get(index);
    Timestamp own = good.event().header().timestamp();
    EventFacts grant = good.grants().get(0);
    LogScope circle = new LogScope("circle:" + Example.id(1));

    assertThat(
            good.withHead(index, facts(head, Example.id(1), head.scope(), head.timestamp(), 0, 0))
                .check())
        .contains(RejectionReason.CAUSE_ENTITY);
    assertThat(
            good.withHead(index, facts(head, head.entity(), circle, head.timestamp(), 0, 0))
                .check())
        .contains(RejectionReason.CAUSE_SCOPE);
    assertThat(good.withHead(index, facts(head, head.entity(), head.scope(), own, 0, 0)).check())
        .contains(RejectionReason.TIMESTAMP_ORDER);
    assertThat(
            good.withHead(index, facts(head, head.entity(), head.scope(), head.timestamp(), 100, 0))
                .check())
        .contains(RejectionReason.VERSION);
    assertThat(
            good.withHead(index, facts(head, head.entity(), head.scope(), head.timestamp(), 0, 100))
                .check())
        .contains(RejectionReason.VECTOR_CLOCK);
    assertThat(
            good.withGrant(facts(grant, grant.entity(), circle, grant.timestamp(), 0, 0)).check())
        .contains(RejectionReason.AUTH_SCOPE);
    assertThat(good.withGrant(facts(grant, grant.entity(), grant.scope(), own, 0, 0)).check())
        .contains(RejectionReason.TIMESTAMP_ORDER);
  }

  /** The facts with other ones, and a version and the entry of a stranger higher by so much. */
  private static EventFacts facts(
      EventFacts of, EventId entity, LogScope scope, Timestamp timestamp, long version, long seq) {
    VectorClock clock =
        seq == 0
            ? of.vectorClock()
            : VectorClock.after(List.of(of.vectorClock()), Example.key(9).did(), seq);
    return new EventFacts(
        of.id(),
        of.type(),
        of.author(),
        of.signer(),
        entity,
        scope,
        timestamp,
        of.seq(),
        of.version() + version,
        clock,
        of.terms());
  }
}
