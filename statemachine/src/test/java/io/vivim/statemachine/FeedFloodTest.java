package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.SigningKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventLimits;
import io.vivim.events.EventType;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Anybody can make somebody a member of as many circles as they like. */
final class FeedFloodTest {
  private static final int STRANGE_CIRCLES = 1_030;
  private static final int LAST_BYTE = 0xff;

  private final SigningKey friend = World.root(0);
  private final SigningKey stranger = World.root(1);
  private final SigningKey flooded = World.root(2);
  private int made;

  @Test
  void circlesThatNobodyAskedForDoNotHideTheOthers() {
    List<DecodedEvent> events = new ArrayList<>();
    for (int i = 0; i < STRANGE_CIRCLES; i++) {
      DecodedEvent circle = circle(stranger);
      events.add(circle);
      events.add(member(circle, stranger));
    }
    // Whoever looked at the first so many in the order of ids would not come to this one.
    DecodedEvent own = circle(friend);
    while (own.id().digest().at(0) != LAST_BYTE) {
      own = circle(friend);
    }
    DecodedEvent member = member(own, friend);
    DecodedEvent post =
        event("content:publish", "title", Ipld.of("for you"))
            .scope(Scope.circle(own.id()))
            .auth(List.of(own.id()))
            .after(2, member.id())
            .sign(friend);
    events.addAll(List.of(own, member, post));

    State state = TestState.fold(List.of(events)).state();
    EntityPage feed =
        state.feed().of(Reader.of(flooded.did(), Pen.NOW), flooded.did(), Pen.NOW, null, 10);
    assertThat(feed.entities()).extracting(Entity::id).containsExactly(post.id());
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
