package io.vivim.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The limits whose vectors would be long, each reached and passed by one. */
class EventLimitsTest {
  /** What a payload holds beside the items of one list in its body. */
  private static final int OTHER_ITEMS = 9;

  private static Bytes payloadOfItems(int items) {
    Ipld list = new Ipld.Sequence(Collections.nCopies(items - OTHER_ITEMS, Ipld.of(0)));
    IpldMap body = IpldMap.builder().put("l", list).build();
    return new Payload.Plain(Example.SALT, List.of(), body).encode();
  }

  @Test
  void aPayloadHoldsSoManyValuesAndKeys() {
    assertThat(Payload.read(payloadOfItems(32 * 1024))).isInstanceOf(Payload.Plain.class);
    assertThat(Payload.read(payloadOfItems(32 * 1024 + 1))).isInstanceOf(Payload.Malformed.class);
  }

  @Test
  void theJsonFormHasRoomForTheLongestTextOfAPayload() {
    // A byte of a control takes six in JSON, and short bytes take twenty.
    IpldMap controls = IpldMap.builder().put("t", Ipld.of("\u0001".repeat(65_000))).build();
    Ipld empty = Ipld.of(Bytes.EMPTY);
    IpldMap manyBytes =
        IpldMap.builder()
            .put("l", new Ipld.Sequence(Collections.nCopies(32 * 1024 - OTHER_ITEMS, empty)))
            .build();
    for (IpldMap body : List.of(controls, manyBytes)) {
      DecodedEvent event = Example.create().body(body).sign(Example.ALICE);

      assertThat(event.payload().orElseThrow()).isInstanceOf(Payload.Plain.class);
      assertThat(EventJson.write(event)).doesNotContain("payloadBytes");
      assertThat(EventJson.read(EventJson.write(event)).orThrow()).isEqualTo(event.raw());
    }
  }

  @Test
  void aWireFormLargerThanAnyEventIsNotLookedAt() {
    Bytes header = Bytes.owning(new byte[EventLimits.MAX_HEADER_BYTES]);
    Bytes payload = Bytes.owning(new byte[EventLimits.MAX_PAYLOAD_BYTES]);

    assertThat(RawEvent.decode(new RawEvent(header, payload).encode()).orThrow().size())
        .isEqualTo(EventLimits.MAX_HEADER_BYTES + EventLimits.MAX_PAYLOAD_BYTES);
    assertThat(
            RawEvent.decode(
                new RawEvent(header, Bytes.concat(payload, Bytes.copyOf(new byte[16]))).encode()))
        .isEqualTo(new Checked.Bad<>(new Rejection(RejectionReason.WIRE, "too-large at 98320")));
  }

  @Test
  void theLargestHeaderFits() {
    Map<String, Long> entries = new HashMap<>();
    for (int i = 0; i < EventLimits.MAX_CLOCK_ENTRIES - 1; i++) {
      entries.put(Example.key(i).did().toString(), EventLimits.MAX_INTEGER);
    }
    EventType type = EventType.named("a:" + "b".repeat(EventLimits.MAX_TYPE_CHARS - 2));
    DecodedEvent first = Example.create().sign(Example.key(0));
    List<EventFacts> heads = new ArrayList<>();
    for (int i = 0; i < EventLimits.MAX_PREV_VERSIONS; i++) {
      heads.add(
          new EventFacts(
              Example.id(i),
              first.header().type(),
              first.header().author(),
              first.header().signer(),
              first.entity(),
              LogScope.PUBLIC,
              Timestamp.ZERO,
              1,
              EventLimits.MAX_INTEGER - 1,
              VectorClock.of(entries),
              IpldMap.EMPTY));
    }
    DecodedEvent event =
        EventBuilder.of(type, Example.SALT)
            .timestamp(Timestamp.MAX)
            .after(EventLimits.MAX_INTEGER - 1, Example.id(1))
            .entity(first.entity())
            .heads(heads)
            .auth(IntStream.range(0, EventLimits.MAX_AUTH).mapToObj(Example::id).toList())
            .scope(Scope.circle(Example.id(0)))
            .parent(Example.id(0).cid())
            .sign(Example.key(1000));

    assertThat(event.raw().header().size()).isBetween(19_000, EventLimits.MAX_HEADER_BYTES);
    assertThat(EventJson.read(EventJson.write(event)).orThrow()).isEqualTo(event.raw());
  }

  @Test
  void oneMoreOfAnythingIsRefusedWhenItIsBuilt() {
    EventBuilder many = Example.create();
    for (int i = 0; i <= EventLimits.MAX_TAGS; i++) {
      many.tag("t", "v");
    }
    assertThatThrownBy(() -> many.sign(Example.ALICE)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Tag.of("t", "v".repeat(EventLimits.MAX_TAG_TEXT_BYTES + 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                Tag.of(
                    "t",
                    Collections.nCopies(EventLimits.MAX_TAG_TEXTS, "v").toArray(String[]::new)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                Example.create()
                    .payload(Bytes.owning(new byte[EventLimits.MAX_PAYLOAD_BYTES + 1]))
                    .sign(Example.ALICE))
        .hasMessageContaining("payload-size");
  }
}
