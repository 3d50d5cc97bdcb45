package io.vivim.node.ledger;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.did.SigningKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a few people write at random: memories that they edit at the same time, follows, a circle
 * with members who come and go, devices that are revoked, erasures, and now and then a fork.
 */
final class RandomLog {
  private static final int PEOPLE = 3;
  private static final long START_MILLIS = 1_700_000_000_000L;

  private final Random random;
  private final List<SigningKey> people = IntStream.range(0, PEOPLE).mapToObj(i -> key(i)).toList();
  private final List<SigningKey> devices =
      IntStream.range(0, PEOPLE).mapToObj(i -> key(i + PEOPLE)).toList();
  private final List<DecodedEvent> events = new ArrayList<>();
  private final Map<String, EventFacts> tips = new HashMap<>();

  /** The events of memories that anybody may edit, by entity. */
  private final List<List<DecodedEvent>> memories = new ArrayList<>();

  private final Map<Integer, List<DecodedEvent>> identities = new HashMap<>();
  private final Map<Integer, List<DecodedEvent>> follows = new HashMap<>();
  private final Map<Integer, DecodedEvent> memberships = new HashMap<>();
  private @Nullable DecodedEvent circle;
  private @Nullable DecodedEvent circleHead;

  private RandomLog(long seed) {
    this.random = new Random(seed);
  }

  private static SigningKey key(int number) {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    Arrays.fill(seed, (byte) (number + 1));
    return SigningKey.fromSeed(SecretBytes.copyFrom(seed, InsecureSecretKeyAccess.get()));
  }

  /** A history of so many events, causes first. */
  static List<DecodedEvent> of(long seed, int size) {
    RandomLog log = new RandomLog(seed);
    while (log.events.size() < size) {
      log.step();
    }
    return log.events;
  }

  private void step() {
    int who = random.nextInt(PEOPLE);
    switch (random.nextInt(12)) {
      case 0, 1 -> memories.add(new ArrayList<>(List.of(remember(who, List.of()))));
      case 2, 3, 4, 5 -> edit(who);
      case 6 -> follow(who);
      case 7 -> grant(who);
      case 8 -> member(who);
      case 9 -> inCircle(who);
      case 10 -> byDevice(who);
      default -> eraseOrRevoke(who);
    }
  }

  private DecodedEvent remember(int who, List<EventId> auth) {
    return send(people.get(who), builder("memory:create").auth(auth).body(values()));
  }

  /** Edits a memory of one's own, having seen only some of it. */
  private void edit(int who) {
    List<List<DecodedEvent>> own =
        memories.stream()
            .filter(m -> m.get(0).header().author().equals(people.get(who).did()))
            .toList();
    if (own.isEmpty()) {
      return;
    }
    List<DecodedEvent> memory = own.get(random.nextInt(own.size()));
    DecodedEvent seen = memory.get(random.nextInt(memory.size()));
    EventBuilder builder =
        builder("memory:update")
            .entity(memory.get(0).entity())
            .heads(List.of(EventFacts.of(seen)))
            .body(random.nextInt(8) == 0 ? bad() : values());
    memory.add(
        random.nextInt(10) == 0 ? fork(people.get(who), builder) : send(people.get(who), builder));
  }

  private IpldMap values() {
    IpldMap.Builder set = IpldMap.builder().put("content", Ipld.of("v" + random.nextInt(5)));
    IpldMap tags =
        IpldMap.builder()
            .put("tags", new Ipld.Sequence(List.of(Ipld.of("t" + random.nextInt(4)))))
            .build();
    IpldMap count = IpldMap.builder().put("accessCount", Ipld.of(random.nextInt(9))).build();
    return IpldMap.builder()
        .put("set", set.build())
        .put(random.nextBoolean() ? "add" : "remove", tags)
        .put("increment", count)
        .build();
  }

  private static IpldMap bad() {
    return set("content", Ipld.of(1));
  }

  private static IpldMap set(String name, Ipld value) {
    return IpldMap.builder().put("set", IpldMap.builder().put(name, value).build()).build();
  }

  private static IpldMap set(IpldMap values) {
    return IpldMap.builder().put("set", values).build();
  }

  private void follow(int who) {
    String target = people.get((who + 1) % PEOPLE).did().toString();
    List<DecodedEvent> before = follows.computeIfAbsent(who, any -> new ArrayList<>());
    EventBuilder builder =
        builder(random.nextBoolean() ? "social:follow" : "social:unfollow")
            .entity(EntityIds.follow(Scope.PUBLIC, people.get(who).did(), target))
            .body(set("target", Ipld.of(target)));
    if (!before.isEmpty() && random.nextBoolean()) {
      builder.heads(List.of(EventFacts.of(before.get(random.nextInt(before.size())))));
    }
    before.add(send(people.get(who), builder));
  }

  private DidKey did(int who) {
    return people.get(who).did();
  }

  /** Makes a device known. */
  private void grant(int who) {
    List<DecodedEvent> identity = identities.computeIfAbsent(who, any -> new ArrayList<>());
    EventBuilder builder =
        builder("identity:add_device")
            .entity(EntityIds.identity(Scope.PUBLIC, did(who)))
            .body(set("device", Ipld.of(devices.get(who).did().toString())));
    if (!identity.isEmpty()) {
      builder.heads(List.of(EventFacts.of(identity.get(identity.size() - 1))));
    }
    identity.add(send(people.get(who), builder));
  }

  private void byDevice(int who) {
    List<DecodedEvent> identity = identities.getOrDefault(who, List.of());
    if (identity.isEmpty()) {
      return;
    }
    DecodedEvent grant = identity.get(random.nextInt(identity.size()));
    send(
        devices.get(who),
        builder("memory:create").author(did(who)).auth(List.of(grant.id())).body(values()));
  }

  private void member(int who) {
    DecodedEvent first = circle;
    DecodedEvent head = circleHead;
    if (first == null || head == null) {
      circle =
          send(
              people.get(0),
              builder("circle:create").scope(Scope.CIRCLE_NEW).body(set("name", Ipld.of("us"))));
      circleHead = circle;
      return;
    }
    if (who == 0) {
      return;
    }
    DecodedEvent membership = memberships.remove(who);
    IpldMap.Builder values = IpldMap.builder().put("member", Ipld.of(did(who).toString()));
    String type = membership == null ? "circle:add_member" : "circle:remove_member";
    if (membership == null) {
      values.put("role", Ipld.of("member"));
    } else {
      EventFacts last = tips.get(did(who) + " circle:" + first.id());
      values
          .put("grants", new Ipld.Sequence(List.of(Ipld.of(membership.id().cid()))))
          .put(
              "until",
              new Ipld.Sequence(
                  last == null || random.nextBoolean()
                      ? List.of()
                      : List.of(Ipld.of(last.id().cid()))));
    }
    circleHead =
        send(
            people.get(0),
            builder(type)
                .scope(Scope.circle(first.id()))
                .entity(first.id())
                .heads(List.of(EventFacts.of(head)))
                .body(set(values.build())));
    if (membership == null) {
      memberships.put(who, circleHead);
    }
  }

  private void inCircle(int who) {
    DecodedEvent membership = memberships.get(who);
    if (circle != null && membership != null) {
      send(
          people.get(who),
          builder("content:publish")
              .scope(Scope.circle(circle.id()))
              .auth(List.of(membership.id()))
              .body(set("text", Ipld.of("p" + random.nextInt()))));
    }
  }

  private void eraseOrRevoke(int who) {
    List<DecodedEvent> identity = identities.getOrDefault(who, List.of());
    if (!identity.isEmpty() && random.nextBoolean()) {
      DecodedEvent head = identity.get(identity.size() - 1);
      EventFacts last = tips.get(devices.get(who).did() + " public");
      identity.add(
          send(
              people.get(who),
              builder("identity:revoke_device")
                  .entity(head.entity())
                  .heads(List.of(EventFacts.of(head)))
                  .body(
                      set(
                          IpldMap.builder()
                              .put(
                                  "grants",
                                  new Ipld.Sequence(List.of(Ipld.of(identity.get(0).id().cid()))))
                              .put(
                                  "until",
                                  new Ipld.Sequence(
                                      last == null || random.nextBoolean()
                                          ? List.of()
                                          : List.of(Ipld.of(last.id().cid()))))
                              .build()))));
      identities.put(who, new ArrayList<>(identity.subList(identity.size() - 1, identity.size())));
      grant(who);
      return;
    }
    if (random.nextInt(3) == 0) {
      // Of a keyed entity nothing is left then that says what it is.
      follows.getOrDefault(who, List.of()).forEach(event -> erase(who, event.id()));
      return;
    }
    List<DecodedEvent> own =
        events.stream()
            .filter(event -> event.header().author().equals(did(who)))
            .filter(event -> event.logScope().isPublic() && !event.header().type().isControl())
            .toList();
    if (!own.isEmpty()) {
      erase(who, own.get(random.nextInt(own.size())).id());
    }
  }

  private void erase(int who, EventId target) {
    send(people.get(who), builder("system:erase").body(set("target", Ipld.of(target.cid()))));
  }

  private EventBuilder builder(String type) {
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    return EventBuilder.of(EventType.named(type), Bytes.owning(salt));
  }

  /** At the end of the signer's log. */
  private DecodedEvent send(SigningKey signer, EventBuilder builder) {
    DecodedEvent draft = builder.timestamp(now()).sign(signer);
    EventFacts tip = tips.get(place(draft));
    if (tip != null && !draft.header().type().equals(EventType.CIRCLE_CREATE)) {
      draft = builder.after(tip.seq(), tip.id()).sign(signer);
    }
    tips.put(place(draft), EventFacts.of(draft));
    events.add(draft);
    return draft;
  }

  /** In the place of the signer's last event. */
  private DecodedEvent fork(SigningKey signer, EventBuilder builder) {
    DecodedEvent rival = builder.timestamp(now()).sign(signer);
    events.add(rival);
    return rival;
  }

  private static String place(DecodedEvent event) {
    LogScope scope = event.logScope();
    return event.header().signer() + " " + scope;
  }

  private Timestamp now() {
    return Timestamp.of(START_MILLIS + 1000L * events.size(), 0);
  }
}
