package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.SigningKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.EventLimits;
import io.vivim.events.EventType;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Anybody can make somebody a member of as many circles as they like, and write in them. */
final class FeedFloodTest {
  private static final int STRANGE_CIRCLES = 1_030;
  private static final int STRANGE_POSTS = 30;
  private static final int LAST_BYTE = 0xff;

  private final SigningKey friend = World.root(0);
  private final SigningKey stranger = World.root(1);
  private final SigningKey flooded = World.root(2);
  private int made;

  @Test
  void circlesThatNobodyAskedForShowNothingAndHideNothing() {
    List<DecodedEvent> events = new ArrayList<>();
    for (int i = 0; i < STRANGE_CIRCLES; i++) {
      DecodedEvent circle = circle(stranger);
      DecodedEvent member = member(circle, stranger);
      events.addAll(List.of(circle, member));
      if (i < STRANGE_POSTS) {
        events.add(post(circle, stranger, member.id()));
      }
    }
    // Whoever looked at the first so many in the order of ids would not come to this one.
    DecodedEvent own = circle(friend);
    while (own.id().digest().at(0) != LAST_BYTE) {
      own = circle(friend);
    }
    DecodedEvent member = member(own, friend);
    DecodedEvent post = post(own, friend, member.id());
    DecodedEvent comment =
        event("content:comment", "target", Ipld.of(post.id().cid()))
            .scope(Scope.circle(own.id()))
            .auth(List.of(member.id()))
            .sign(flooded);
    events.addAll(List.of(own, member, post));
    assertThat(feed(events)).isEmpty();
    events.add(comment);
    assertThat(feed(events)).containsExactly(post.id());
  }

  private List<EventId> feed(List<DecodedEvent> events) {
    return TestState.fold(List.of(events))
        .state()
        .feed()
        .of(Reader.of(flooded.did(), Pen.NOW), flooded.did(), Pen.NOW, null, 10)
        .entities()
        .stream()
        .map(Entity::id)
        .toList();
  }

  private DecodedEvent post(DecodedEvent circle, SigningKey owner, EventId prev) {
    return event("content:publish", "title", Ipld.of("for you"))
        .scope(Scope.circle(circle.id()))
        .auth(List.of(circle.id()))
        .after(2, prev)
        .sign(owner);
  }

  private DecodedEvent circle(SigningKey owner) {
    return event("circle:create", "name", Ipld.of("a circle")).scope(Scope.CIRCLE_NEW).sign(owner);
  }

  private DecodedEvent member(DecodedEvent circle, SigningKey owner) {
    return event("circle:add_member", "member", Ipld.of(flooded.did().toString()))
        .scope(Scope.circle(circle.id()))
        .entity(circle.id())
        .heads(List.of(EventFacts.of(circle)))
        .after(1, circle.id())
        .sign(owner);
  }

  private EventBuilder event(String type, String field, Ipld value) {
    made++;
    IpldMap.Builder set = IpldMap.builder().put(field, value);
    if (type.equals("circle:add_member")) {
      set.put("role", Ipld.of("member"));
    }
    byte[] salt = ByteBuffer.allocate(EventLimits.SALT_BYTES).putInt(made).array();
    return EventBuilder.of(EventType.named(type), Bytes.owning(salt))
        .timestamp(Timestamp.of(Script.START_SECONDS * 1000 + made, 0))
        .body(IpldMap.builder().put("set", set.build()).build());
  }
}
