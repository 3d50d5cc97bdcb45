package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.codec.Ipld;
import io.vivim.did.DidKey;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.EventId;
import io.vivim.events.Scope;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one of them does and may costs the same, however many others are in a circle. */
final class ManyMembersTest {
  private static final int FEW = 10;
  private static final int MANY = 1_000;
  private static final int MEMBER = 1;

  private final Pen pen = new Pen();
  private final DecodedEvent circle =
      pen.by(0, "circle:create").to(Scope.CIRCLE_NEW).set("name", "us").send();
  private final DecodedEvent membership = invite(circle, Pen.did(MEMBER));
  private DecodedEvent head = membership;
  private int others;

  private DecodedEvent invite(DecodedEvent seen, DidKey member) {
    return pen.by(0, "circle:add_member")
        .to(scope())
        .after(seen)
        .set("member", member.toString())
        .set("role", "member")
        .send();
  }

  private Scope scope() {
    return Scope.circle(circle.id());
  }

  private static DidKey somebody(int number) {
    byte[] seed = ByteBuffer.allocate(SigningKey.SEED_BYTES).putInt(0, number).array();
    return SigningKey.fromSeed(SecretBytes.copyFrom(seed, InsecureSecretKeyAccess.get())).did();
  }

  private void growTo(int many, FoldedLog log) {
    while (others < many) {
      others++;
      head = invite(head, somebody(others));
      log.take(head);
    }
  }

  private DecodedEvent post() {
    return pen.by(MEMBER, "content:publish")
        .to(scope())
        .citing(membership)
        .set("title", "tea")
        .send();
  }

  private DecodedEvent removal(DecodedEvent grant) {
    return pen.by(0, "circle:remove_member")
        .to(scope())
        .after(grant)
        .set("member", somebody(others).toString())
        .set("grants", new Ipld.Sequence(List.of(Pen.linkTo(grant.id()))))
        .set("until", new Ipld.Sequence(List.of()))
        .send();
  }

  @Test
  void oneMoreEventCostsNoMoreWhereThereAreManyMembers() {
    try (FoldedLog log = new FoldedLog()) {
      log.take(circle);
      log.take(membership);
      growTo(FEW, log);
      Map<String, Long> few = costs(log);
      growTo(MANY, log);
      Map<String, Long> many = costs(log);
      few.forEach(
          (what, cost) ->
              assertThat(many.get(what)).as(what).isLessThanOrEqualTo(cost + cost / 2 + 2));
    }
  }

  /** Look-ups and rows that each of these takes. */
  private Map<String, Long> costs(FoldedLog log) {
    Map<String, Long> costs = new LinkedHashMap<>();
    costs.put("a post", workOf(log, () -> log.take(post())));
    costs.put("an invitation", workOf(log, () -> growTo(others + 1, log)));
    DecodedEvent removal = removal(head);
    costs.put("a removal", workOf(log, () -> log.take(removal)));
    head = removal;
    Disclosure disclosure = new Disclosure(log.noted());
    DidKey member = Pen.did(MEMBER);
    Reader reader = Reader.of(member, Pen.NOW);
    costs.put(
        "whether a member may see it",
        workOf(log, () -> assertThat(disclosure.maySee(reader, circle.logScope())).isTrue()));
    costs.put(
        "what a member holds",
        workOf(
            log,
            () ->
                assertThat(disclosure.memberships(member, circle.id()))
                    .containsOnly(Map.entry(membership.id(), Role.MEMBER))));
    costs.put(
        "whether a grant stands",
        workOf(
            log,
            () ->
                assertThat(disclosure.grant(EntityName.of(circle), membership.id()).orElseThrow())
                    .matches(GrantRow::isInForce)));
    DecodedEvent next = post();
    costs.put(
        "what is foreseen of a post",
        workOf(
            log,
            () ->
                assertThat(
                        StateMachine.foresee(
                            next, log.noted(), log, new Authority(SignatureVerifier.create())))
                    .isEqualTo(Verdict.COUNTS)));
    return costs;
  }

  private static long workOf(FoldedLog log, Runnable work) {
    long before = log.reads() + log.rowsRead.size();
    work.run();
    return log.reads() + log.rowsRead.size() - before;
  }

  @Test
  void aDeviceIsFoundAmongMany() {
    try (FoldedLog log = new FoldedLog()) {
      DecodedEvent last = pen.by(0, "identity:create").in(identity()).set("name", "me").send();
      log.take(last);
      for (int i = 0; i < MANY; i++) {
        last = device(last, somebody(i));
        log.take(last);
      }
      DecodedEvent grant = last;
      Disclosure disclosure = new Disclosure(log.noted());
      long work =
          workOf(
              log,
              () ->
                  assertThat(
                          disclosure
                              .device(somebody(MANY - 1), Pen.did(0), grant.logScope())
                              .orElseThrow()
                              .grant())
                      .isEqualTo(grant.id()));
      assertThat(work).isLessThan(FEW);
      assertThat(disclosure.device(somebody(MANY), Pen.did(0), grant.logScope())).isEmpty();
    }
  }

  private static EventId identity() {
    return EntityIds.identity(Scope.PUBLIC, Pen.did(0));
  }

  private DecodedEvent device(DecodedEvent seen, DidKey device) {
    return pen.by(0, "identity:add_device").after(seen).set("device", device.toString()).send();
  }
}
