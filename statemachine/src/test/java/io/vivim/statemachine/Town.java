package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.EventId;
import io.vivim.events.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What three people wrote into each other's sight: 0 and 1 are friends and share a circle, 2 is a
 * stranger to both. Some of it is in conflict, was taken back or does not count.
 */
final class Town {
  private static final Bytes UPDATE = Bytes.fromHex("0102");

  final Pen pen = new Pen();
  final List<DecodedEvent> history = new ArrayList<>();

  final DecodedEvent profile =
      add(
          pen.by(0, "identity:create")
              .in(EntityIds.identity(Scope.PUBLIC, Pen.did(0)))
              .set("displayName", "Ada"));
  final DecodedEvent device =
      add(
          pen.by(0, "identity:add_device")
              .after(profile)
              .set("device", Pen.did(10).toString())
              .set("name", "phone"));
  final DecodedEvent post =
      add(
          pen.by(0, "content:publish")
              .set("text", "hello")
              .part("add", mapOf("document", new Ipld.Sequence(List.of(Ipld.of(UPDATE))))));
  final DecodedEvent like =
      add(
          pen.by(2, "content:like")
              .in(EntityIds.like(Scope.PUBLIC, Pen.did(2), post.id().toString()))
              .set("target", post.id().toString()));
  final DecodedEvent comment =
      add(
          pen.by(1, "content:comment")
              .set("target", Pen.linkTo(post.id()))
              .set("text", "hello yourself"));
  final DecodedEvent follow = follow(1, 0);
  final DecodedEvent asked = friend("social:friend_request", 0, 1);
  final DecodedEvent friends = friend("social:friend_accept", 1, 0, asked);

  final DecodedEvent circle =
      add(pen.by(0, "circle:create").to(Scope.CIRCLE_NEW).set("name", "us"));
  final DecodedEvent invitation =
      add(
          pen.by(0, "circle:add_member")
              .to(circleScope())
              .after(circle)
              .set("member", Pen.did(1).toString())
              .set("role", "member"));
  final DecodedEvent ours =
      add(
          pen.by(1, "acu:create")
              .to(circleScope())
              .citing(invitation)
              .from(post.id())
              .set("content", "between us"));

  final DecodedEvent secret =
      add(pen.by(0, "memory:create").to(Scope.PRIVATE).set("content", "mine"));
  final DecodedEvent classified =
      add(pen.by(0, "memory:create").to(Scope.LOCAL).from(secret.id()).set("content", "hush"));

  final DecodedEvent fact = add(pen.by(0, "memory:create").set("content", "tea"));
  final DecodedEvent one = add(pen.by(0, "memory:update").after(fact).set("content", "black tea"));
  final DecodedEvent policy =
      add(
          pen.by(0, "sharing:policy")
              .set("entities", new Ipld.Sequence(List.of(Pen.linkTo(fact.id()))))
              .set("audience", new Ipld.Sequence(List.of(Ipld.of(Pen.did(1).toString()))))
              .set("rights", new Ipld.Sequence(List.of(Ipld.of("write")))));
  final DecodedEvent other =
      add(pen.by(1, "memory:update").after(fact).citing(policy).set("content", "green tea"));
  final DecodedEvent sloppy =
      add(pen.by(0, "memory:update").after(fact).set("content", Ipld.of(7)));
  final DecodedEvent tagged =
      add(
          pen.by(0, "memory:update")
              .after(fact)
              .set("lastAccessedAt", Ipld.of(1_700_000_000_000L))
              .part("increment", mapOf("accessCount", Ipld.of(200)))
              .part(
                  "add",
                  mapOf("tags", new Ipld.Sequence(List.of(Ipld.of("drink"), Ipld.of("hot"))))));
  final DecodedEvent derived =
      add(pen.by(0, "memory:create").from(one.id()).set("content", "tea, in short"));
  final DecodedEvent regretted = add(pen.by(2, "memory:create").set("content", "oops"));
  final DecodedEvent erasure =
      add(pen.by(2, "system:erase").set("target", Pen.linkTo(regretted.id())));

  private static IpldMap mapOf(String key, Ipld value) {
    return IpldMap.builder().put(key, value).build();
  }

  private DecodedEvent add(Pen.Letter letter) {
    DecodedEvent event = letter.send();
    history.add(event);
    return event;
  }

  Scope circleScope() {
    return Scope.circle(circle.id());
  }

  DecodedEvent follow(int who, int whom) {
    return follow(who, Pen.did(whom).toString());
  }

  DecodedEvent follow(int who, String target) {
    return add(
        pen.by(who, "social:follow")
            .in(EntityIds.follow(Scope.PUBLIC, Pen.did(who), target))
            .set("target", target));
  }

  DecodedEvent friend(String type, int who, int whom, DecodedEvent... seen) {
    EventId id = EntityIds.friend(Scope.PUBLIC, Pen.did(who), Pen.did(whom));
    Pen.Letter letter = pen.by(who, type).set("with", Pen.did(whom).toString());
    return add(seen.length == 0 ? letter.in(id) : letter.after(seen));
  }

  /** The same events in another order, causes first. */
  static List<DecodedEvent> shuffled(List<DecodedEvent> history, Random random) {
    List<DecodedEvent> left = new ArrayList<>(history);
    List<DecodedEvent> order = new ArrayList<>();
    while (!left.isEmpty()) {
      List<DecodedEvent> ready =
          left.stream().filter(e -> left.stream().noneMatch(c -> isCause(c, e))).toList();
      DecodedEvent next = ready.get(random.nextInt(ready.size()));
      left.remove(next);
      order.add(next);
    }
    return order;
  }

  private static boolean isCause(DecodedEvent cause, DecodedEvent event) {
    return event.header().prevVersion().contains(cause.id())
        || event.header().auth().contains(cause.id());
  }
}
