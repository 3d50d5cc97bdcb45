package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.SignatureVerifier;
import io.vivim.events.CauseCheck;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.EventDecoder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.Rejection;
import io.vivim.events.RejectionReason;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A history written by hand: every event a second after the one before, unless it says so. Whatever
 * it is asked is answered by the reference, after the state machine said the same.
 */
final class Script {
  static final long START_SECONDS = 1_700_000_000L;

  private final ReferenceLog log = new ReferenceLog(List.of());
  private final ReferenceGrants grants = new ReferenceGrants(log);
  private final Authority authority = new Authority(SignatureVerifier.create());
  private final EventDecoder decoder = new EventDecoder();
  private final List<DecodedEvent> events = new ArrayList<>();
  private int salts;

  /** An event by a person, with a body that sets these fields. */
  static Draft by(int person, String type, Scope scope, Object... set) {
    return new Draft(type, scope, World.root(person)).set(map(set));
  }

  /** Names and values in turn. */
  static IpldMap map(Object... entries) {
    IpldMap.Builder map = IpldMap.builder();
    for (int i = 0; i < entries.length; i += 2) {
      map.put((String) entries[i], value(entries[i + 1]));
    }
    return map.build();
  }

  private static Ipld value(Object value) {
    if (value instanceof DecodedEvent event) {
      return Said.linkTo(event.id());
    } else if (value instanceof EventId id) {
      return Said.linkTo(id);
    } else if (value instanceof List<?> list) {
      return new Ipld.Sequence(list.stream().map(Script::value).toList());
    } else if (value instanceof Number number) {
      return Ipld.of(number.longValue());
    }
    return value instanceof Ipld other ? other : Ipld.of((String) value);
  }

  static Scope scope(DecodedEvent circle) {
    return Scope.circle(circle.id());
  }

  DecodedEvent circle(int owner) {
    return post(by(owner, "circle:create", Scope.CIRCLE_NEW, "name", "circle"));
  }

  /** An invitation into a circle by its owner. */
  DecodedEvent invite(DecodedEvent circle, int member, String role) {
    int owner = World.personOf(circle.header().author());
    return post(
        inCircle(circle, owner, "circle:add_member", "member", World.did(member), "role", role));
  }

  /** An event of a circle itself, whose author has seen all of it. */
  Draft inCircle(DecodedEvent circle, int person, String type, Object... set) {
    return by(person, type, scope(circle), set).in(circle.id(), heads(circle));
  }

  /** A device of somebody, made known in public. */
  DecodedEvent device(int person) {
    EventId id = EntityIds.identity(Scope.PUBLIC, World.root(person).did());
    String device = World.device(person, 0).did().toString();
    List<DecodedEvent> seen = tips(id);
    return post(by(person, "identity:add_device", Scope.PUBLIC, "device", device).in(id, seen));
  }

  List<DecodedEvent> heads(DecodedEvent first) {
    return tips(first.entity());
  }

  List<DecodedEvent> tips(EventId entity) {
    List<DecodedEvent> own =
        events.stream().filter(event -> event.entity().equals(entity)).toList();
    return own.stream()
        .filter(e -> own.stream().noneMatch(x -> x.header().prevVersion().contains(e.id())))
        .toList();
  }

  /** Takes an event in at the end of its log. */
  DecodedEvent post(Draft draft, DecodedEvent... cited) {
    Arrays.stream(cited).forEach(draft::citing);
    last(draft).ifPresent(last -> after(draft, last));
    return postAsIs(draft);
  }

  /** Takes an event in behind another one of its log, which may have followers. */
  DecodedEvent postAfter(DecodedEvent before, Draft draft, DecodedEvent... cited) {
    Arrays.stream(cited).forEach(draft::citing);
    after(draft, before);
    return postAsIs(draft);
  }

  /** Takes an event in behind one that is not here. */
  DecodedEvent postAfterGap(long seq, Draft draft, DecodedEvent... cited) {
    Arrays.stream(cited).forEach(draft::citing);
    draft.seq = seq;
    draft.prev = new EventId(Bytes.owning(new byte[EventId.DIGEST_BYTES]));
    return postAsIs(draft);
  }

  /** The rule that keeps an event out. */
  Optional<String> refusal(Draft draft, DecodedEvent... cited) {
    Arrays.stream(cited).forEach(draft::citing);
    last(draft).ifPresent(last -> after(draft, last));
    return check(signed(draft));
  }

  /** The rule on its causes that an event breaks, whatever its author may do. */
  Optional<RejectionReason> misfit(Draft draft, DecodedEvent... cited) {
    Arrays.stream(cited).forEach(draft::citing);
    last(draft).ifPresent(last -> after(draft, last));
    DecodedEvent event = signed(draft);
    EventHeader header = event.header();
    return CauseCheck.check(event, facts(header.prevVersion()), facts(header.auth()))
        .map(Rejection::reason);
  }

  /** All that was taken in, causes first. */
  List<DecodedEvent> events() {
    return List.copyOf(events);
  }

  /** What the pages say of an event's right; the real rules have to say the same. */
  private Optional<String> check(DecodedEvent event) {
    Optional<String> expected = grants.check(event);
    EventHeader header = event.header();
    Optional<EventFacts> first =
        header.prevVersion().isEmpty()
            ? Optional.empty()
            : Optional.ofNullable(log.find(event.entity())).map(EventFacts::of);
    Standing standing =
        authority.judge(event, facts(header.prevVersion()), first, facts(header.auth()));
    assertThat(standing.broken().map(Rule::code)).as("%s", event).isEqualTo(expected);
    return expected;
  }

  private DecodedEvent postAsIs(Draft draft) {
    DecodedEvent event = signed(draft);
    assertThat(
            CauseCheck.check(
                event, facts(event.header().prevVersion()), facts(event.header().auth())))
        .isEmpty();
    assertThat(check(event)).isEmpty();
    log.add(event);
    events.add(event);
    return event;
  }

  private DecodedEvent signed(Draft draft) {
    byte[] salt = new byte[16];
    salt[0] = (byte) salts++;
    draft.salt = Bytes.owning(salt);
    if (draft.timestamp.equals(Timestamp.ZERO)) {
      draft.timestamp = at(events.size());
    }
    return draft.sign(decoder);
  }

  static Timestamp at(int second) {
    return Timestamp.of((START_SECONDS + second) * 1000, 0);
  }

  private Optional<DecodedEvent> last(Draft draft) {
    if (draft.type.equals(EventType.CIRCLE_CREATE)) {
      return Optional.empty();
    }
    return events.stream()
        .filter(event -> event.header().signer().equals(draft.signer.did()))
        .filter(event -> draft.scope.sharedLog(draft.author).orElseThrow().equals(event.logScope()))
        .max(Comparator.comparing(World::seq));
  }

  private static void after(Draft draft, DecodedEvent before) {
    draft.seq = before.header().seq() + 1;
    draft.prev = before.id();
  }

  private List<EventFacts> facts(List<EventId> ids) {
    return log.at(ids).stream().map(EventFacts::of).toList();
  }

  /** What the pages make of it; the state machine has to say the same, in another order too. */
  ReferenceFold fold() {
    ReferenceFold expected = ReferenceFold.of(events);
    TestState.fold(Histories.batches(events, events.size())).assertIs(expected);
    Histories.deliveries(events, events.size())
        .forEach(
            delivery ->
                TestState.fold(Histories.batches(delivery, events.size())).assertIs(expected));
    return expected;
  }

  /** Why an event counts for nothing; empty where it counts. */
  String reason(DecodedEvent event) {
    return fold().reason(event.id()).orElse("");
  }

  ReferenceFold.Entity entity(DecodedEvent event) {
    return fold().entity(event.logScope(), event.entity()).orElseThrow();
  }
}
