package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.events.CauseCheck;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventDecoder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import io.vivim.events.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A log that grows, and what everybody in it could cite, sign with and build upon. */
final class World {
  static final int PEOPLE = 5;
  private static final int DEVICES = 2;
  static final long START_SECONDS = 1_700_000_000L;
  private static final long START_MILLIS = START_SECONDS * 1000;
  private static final int MOST_MILLIS_BETWEEN = 900;

  /** By person: the root key, then those of devices. */
  private static final List<List<SigningKey>> KEYS =
      IntStream.range(0, PEOPLE)
          .mapToObj(p -> IntStream.rangeClosed(0, DEVICES).mapToObj(d -> key(p, d)).toList())
          .toList();

  private static final Authority AUTHORITY = new Authority(SignatureVerifier.create());

  private final ReferenceLog log = new ReferenceLog(List.of());
  private final ReferenceGrants grants = new ReferenceGrants(log);
  private final EventDecoder decoder = new EventDecoder();
  private final List<DecodedEvent> events = new ArrayList<>();
  private final Map<ReferenceLog.Name, List<DecodedEvent>> entities = new LinkedHashMap<>();
  private final Map<String, List<DecodedEvent>> logs = new HashMap<>();
  private final Map<EventId, Set<EventId>> relied = new HashMap<>();
  private long millis = START_MILLIS;

  private static SigningKey key(int person, int device) {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    new Random(100L * person + device).nextBytes(seed);
    return SigningKey.fromSeed(SecretBytes.copyFrom(seed, InsecureSecretKeyAccess.get()));
  }

  static SigningKey root(int person) {
    return KEYS.get(Math.floorMod(person, PEOPLE)).get(0);
  }

  static SigningKey device(int person, int which) {
    return KEYS.get(Math.floorMod(person, PEOPLE)).get(1 + Math.floorMod(which, DEVICES));
  }

  static String did(int person) {
    return root(person).did().toString();
  }

  static int personOf(DidKey root) {
    return IntStream.range(0, PEOPLE).filter(p -> root(p).did().equals(root)).findFirst().orElse(0);
  }

  /** The key of a DID of somebody or of their device. */
  static Optional<SigningKey> keyOf(String did) {
    return KEYS.stream()
        .flatMap(List::stream)
        .filter(key -> key.did().toString().equals(did))
        .findFirst();
  }

  void tick(SplittableRandom dice) {
    millis += 1 + dice.nextInt(MOST_MILLIS_BETWEEN);
  }

  long seconds() {
    return millis / 1000;
  }

  List<DecodedEvent> events() {
    return Collections.unmodifiableList(events);
  }

  List<DecodedEvent> ofType(String... types) {
    return events.stream().filter(event -> ReferenceGrants.isOf(event, types)).toList();
  }

  List<ReferenceLog.Name> names() {
    return List.copyOf(entities.keySet());
  }

  List<DecodedEvent> entity(ReferenceLog.Name name) {
    return entities.getOrDefault(name, List.of());
  }

  List<DecodedEvent> entity(LogScope scope, EventId id) {
    return entity(new ReferenceLog.Name(scope, id));
  }

  boolean hasSeen(DecodedEvent event, DecodedEvent other) {
    return event.id().equals(other.id()) || log.hasSeen(event, other);
  }

  /** The events of a log, by signer and scope. */
  private List<DecodedEvent> logOf(String signer, String scope) {
    return logs.computeIfAbsent(signer + " " + scope, key -> new ArrayList<>());
  }

  List<DecodedEvent> logOf(DecodedEvent event) {
    return logOf(event.header().signer().toString(), event.logScope().text());
  }

  /** Whether its log goes on behind an event. */
  boolean isFollowed(DecodedEvent event) {
    return logOf(event).stream().anyMatch(later -> event.id().equals(later.header().prev()));
  }

  /** All that so far rely on a grant. */
  List<DecodedEvent> relyingOn(DecodedEvent grant) {
    return events.stream()
        .filter(
            event ->
                relied
                    .computeIfAbsent(event.id(), id -> grants.reliesOn(event))
                    .contains(grant.id()))
        .toList();
  }

  static <T> T pick(List<T> from, SplittableRandom dice) {
    return from.get(dice.nextInt(from.size()));
  }

  /** Mostly the last of several, since people use what is new. */
  static <T> T pickLate(List<T> from, SplittableRandom dice) {
    return dice.nextInt(5) < 3 ? from.get(from.size() - 1) : pick(from, dice);
  }

  /** Some events that somebody could have seen of an entity. */
  List<DecodedEvent> heads(List<DecodedEvent> entity, SplittableRandom dice) {
    if (entity.isEmpty()) {
      return List.of();
    }
    List<DecodedEvent> heads = new ArrayList<>();
    if (dice.nextInt(10) < 6) {
      heads.addAll(tips(entity));
      Collections.reverse(heads);
    } else {
      for (int i = 1 + dice.nextInt(2); i > 0; i--) {
        heads.add(pick(entity, dice));
      }
    }
    return heads.stream().distinct().limit(3).toList();
  }

  /** The last of several events of an entity. */
  List<DecodedEvent> tips(List<DecodedEvent> entity) {
    return entity.stream()
        .filter(
            event ->
                entity.stream()
                    .noneMatch(later -> later.header().prevVersion().contains(event.id())))
        .toList();
  }

  /**
   * Gives a draft its device, membership and rights as far as there are any, a time and a place in
   * its log, and takes it in where the rules at ingest let it.
   */
  boolean offer(Draft draft, SplittableRandom dice) {
    if (!draft.isCited) {
      new Citations(this, draft, dice).add();
    }
    sealOrSpoil(draft, dice);
    draft.salt = Bytes.owning(salt(dice));
    draft.timestamp = time(draft, dice);
    place(draft, dice);
    return add(draft.sign(decoder), dice);
  }

  private static byte[] salt(SplittableRandom dice) {
    byte[] salt = new byte[16];
    dice.nextBytes(salt);
    return salt;
  }

  private static void sealOrSpoil(Draft draft, SplittableRandom dice) {
    if (dice.nextInt(draft.type.isControl() ? 3 : 12) == 0) {
      draft.body = RandomBodies.withAnyArgument(draft.body, dice);
    }
    if (draft.type.isControl()) {
      return;
    }
    switch (dice.nextInt(40)) {
      case 0 ->
          draft.payload =
              DagCbor.encode(
                  IpldMap.builder()
                      .put("epoch", Said.linkTo(new EventId(Bytes.owning(new byte[32]))))
                      .put("sealed", Ipld.of(Bytes.owning(salt(dice))))
                      .build());
      case 1 -> draft.payload = Bytes.owning(new byte[] {(byte) dice.nextInt(256)});
      case 2, 3 -> draft.body = RandomBodies.unfit(dice);
      default -> {}
    }
  }

  private Timestamp time(Draft draft, SplittableRandom dice) {
    Timestamp after =
        draft.causes().stream()
            .map(cause -> cause.header().timestamp())
            .max(Timestamp::compareTo)
            .orElse(Timestamp.ZERO);
    Timestamp now =
        switch (dice.nextInt(10)) {
          case 0 -> Timestamp.of(START_MILLIS - 1000L * dice.nextInt(5), 0);
          case 1 -> events.isEmpty() ? Timestamp.ZERO : pick(events, dice).header().timestamp();
          default -> Timestamp.of(millis, 0);
        };
    return now.compareTo(after) > 0 ? now : after.next();
  }

  /** At the end of the log, or now and then beside another event, or behind one that is lost. */
  private void place(Draft draft, SplittableRandom dice) {
    int chance = dice.nextInt(32);
    if (draft.type.equals(EventType.CIRCLE_CREATE)) {
      return;
    }
    DecodedEvent neighbour = draft.neighbour;
    if (neighbour != null) {
      draft.seq = seq(neighbour) + (draft.place == Draft.Place.BESIDE ? 0 : 1);
      draft.prev =
          switch (draft.place) {
            case BESIDE -> neighbour.header().prev();
            case BEHIND_GAP -> new EventId(Bytes.owning(lost(dice)));
            default -> neighbour.id();
          };
      return;
    }
    LogScope scope = draft.scope.sharedLog(draft.author).orElseThrow();
    List<DecodedEvent> before = logOf(draft.signer.did().toString(), scope.text());
    if (chance == 0) {
      draft.seq = 2 + dice.nextInt(2) + before.stream().mapToLong(World::seq).max().orElse(0);
      draft.prev = new EventId(Bytes.owning(lost(dice)));
    } else if (!before.isEmpty()) {
      DecodedEvent last = before.stream().max((x, y) -> Long.compare(seq(x), seq(y))).orElseThrow();
      DecodedEvent at = chance < 3 ? pick(before, dice) : last;
      draft.seq = seq(at) + 1;
      draft.prev = at.id();
    }
  }

  static byte[] lost(SplittableRandom dice) {
    byte[] id = new byte[EventId.DIGEST_BYTES];
    dice.nextBytes(id);
    return id;
  }

  static long seq(DecodedEvent event) {
    return event.header().seq();
  }

  private boolean add(DecodedEvent event, SplittableRandom dice) {
    boolean isWell =
        CauseCheck.check(event, facts(event.header().prevVersion()), facts(event.header().auth()))
            .isEmpty();
    if (!isWell || refusal(event).isPresent() || log.find(event.id()) != null) {
      return false;
    }
    boolean isStripped = !event.header().type().isControl() && dice.nextInt(40) == 0;
    DecodedEvent here = isStripped ? event.withoutPayload() : event;
    log.add(here);
    events.add(here);
    entities.computeIfAbsent(ReferenceLog.Name.of(here), name -> new ArrayList<>()).add(here);
    logOf(here).add(here);
    return true;
  }

  /** The rule at ingest that an event breaks, which for ours is the same. */
  private Optional<String> refusal(DecodedEvent event) {
    Optional<String> expected = grants.check(event);
    List<EventId> heads = event.header().prevVersion();
    Optional<EventFacts> first =
        heads.isEmpty()
            ? Optional.empty()
            : Optional.ofNullable(log.find(event.entity())).map(EventFacts::of);
    Standing ours = AUTHORITY.judge(event, facts(heads), first, facts(event.header().auth()));
    assertThat(ours.broken().map(Rule::code))
        .as("%s %s", event, event.payload())
        .isEqualTo(expected);
    return expected;
  }

  private List<EventFacts> facts(List<EventId> ids) {
    return log.at(ids).stream().map(EventFacts::of).toList();
  }
}
