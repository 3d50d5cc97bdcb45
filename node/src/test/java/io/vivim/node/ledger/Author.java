package io.vivim.node.ledger;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.did.SigningKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Somebody who writes one event after another. */
final class Author {
  static final long START_MILLIS = 1_700_000_000_000L;

  private final SigningKey key;
  private final Map<LogScope, EventFacts> tips = new HashMap<>();
  private final AtomicLong clock;

  Author(int number, AtomicLong clock) {
    this.clock = clock;
    byte[] seed = ByteBuffer.allocate(32).putInt(number).array();
    key = SigningKey.fromSeed(SecretBytes.copyFrom(seed, InsecureSecretKeyAccess.get()));
  }

  DidKey did() {
    return key.did();
  }

  EventBuilder draft(String type, Scope scope) {
    return EventBuilder.of(EventType.named(type), Bytes.copyOf(new byte[16])).scope(scope);
  }

  static IpldMap set(Object... namesAndValues) {
    IpldMap.Builder values = IpldMap.builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      values.put(
          (String) namesAndValues[i], value instanceof String text ? Ipld.of(text) : (Ipld) value);
    }
    return IpldMap.builder().put("set", values.build()).build();
  }

  static Ipld words(String... words) {
    return new Ipld.Sequence(Arrays.stream(words).<Ipld>map(Ipld::of).toList());
  }

  static Ipld links(DecodedEvent... events) {
    return new Ipld.Sequence(
        Arrays.stream(events).<Ipld>map(event -> Ipld.of(event.id().cid())).toList());
  }

  /** Numbers as fields have them. */
  static Ipld floats(float... numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    return Ipld.of(Bytes.copyOf(bytes.array()));
  }

  DecodedEvent sign(EventBuilder draft, Scope scope) {
    LogScope log = scope.sharedLog(did()).orElse(new LogScope("none"));
    EventFacts tip = tips.get(log);
    if (tip != null) {
      draft.after(tip.seq(), tip.id());
    }
    DecodedEvent event = draft.timestamp(Timestamp.of(clock.getAndIncrement(), 0)).sign(key);
    if (scope.sharedLog(did()).isPresent()) {
      tips.put(log, EventFacts.of(event));
    } else {
      tips.put(event.logScope(), EventFacts.of(event));
    }
    return event;
  }

  DecodedEvent memory(Scope scope, String text) {
    return sign(draft("memory:create", scope).body(set("content", text)), scope);
  }

  DecodedEvent memory(String text) {
    return memory(Scope.PUBLIC, text);
  }

  DecodedEvent update(DecodedEvent head, IpldMap body) {
    return inEntity("memory:update", head, body);
  }

  DecodedEvent delete(DecodedEvent head) {
    return inEntity("memory:delete", head, IpldMap.EMPTY);
  }

  DecodedEvent inEntity(String type, DecodedEvent head, IpldMap body, EventId... auth) {
    Scope scope = scopeOf(head);
    return sign(
        draft(type, scope)
            .entity(head.entity())
            .heads(List.of(EventFacts.of(head)))
            .auth(List.of(auth))
            .body(body),
        scope);
  }

  private static Scope scopeOf(DecodedEvent event) {
    Scope scope = event.header().scope();
    return scope.equals(Scope.CIRCLE_NEW) ? Scope.circle(event.id()) : scope;
  }

  /** Anew with the id of something that is not the author's, in another scope. */
  DecodedEvent aboutAnothers(DecodedEvent head, Scope scope, String text) {
    return sign(draft("note:write", scope).entity(head.entity()).body(set("content", text)), scope);
  }

  DecodedEvent erase(DecodedEvent target) {
    Scope scope = scopeOf(target);
    IpldMap body = set("target", Ipld.of(target.id().cid()));
    return sign(draft("system:erase", scope).body(body), scope);
  }

  DecodedEvent circle() {
    return sign(draft("circle:create", Scope.CIRCLE_NEW).body(set("name", "us")), Scope.CIRCLE_NEW);
  }

  DecodedEvent invite(DecodedEvent head, DidKey member) {
    return inEntity("circle:add_member", head, set("member", member.toString(), "role", "member"));
  }

  DecodedEvent inviteAdmin(DecodedEvent head, DidKey member) {
    return inEntity("circle:add_member", head, set("member", member.toString(), "role", "admin"));
  }

  /** Up to a second since 1970, and not beyond. */
  DecodedEvent inviteUntil(DecodedEvent head, DidKey member, long expires) {
    return inEntity(
        "circle:add_member",
        head,
        set("member", member.toString(), "role", "member", "exp", Ipld.of(expires)));
  }

  /** Erases by a membership what is in a circle. */
  DecodedEvent erase(DecodedEvent target, DecodedEvent grant) {
    Scope scope = scopeOf(target);
    IpldMap body = set("target", Ipld.of(target.id().cid()));
    return sign(draft("system:erase", scope).auth(List.of(grant.id())).body(body), scope);
  }

  /** Likewise by a membership of an admin, who has seen this head of the circle. */
  DecodedEvent dismissAs(
      DecodedEvent own, DecodedEvent head, DecodedEvent grant, DidKey member, DecodedEvent until) {
    return inEntity(
        "circle:remove_member",
        head,
        set("member", member.toString(), "grants", links(grant), "until", links(until)),
        own.id());
  }

  /** Of what relied on the grant, what comes up to these stands. */
  DecodedEvent dismiss(DecodedEvent grant, DidKey member, DecodedEvent... until) {
    return inEntity(
        "circle:remove_member",
        grant,
        set("member", member.toString(), "grants", links(grant), "until", links(until)));
  }

  DecodedEvent inCircle(DecodedEvent circle, DecodedEvent grant, String text) {
    Scope scope = Scope.circle(circle.id());
    return sign(
        draft("memory:create", scope).auth(List.of(grant.id())).body(set("content", text)), scope);
  }
}
