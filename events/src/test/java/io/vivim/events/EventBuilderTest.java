package io.vivim.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventBuilderTest {
  private static final Bytes SALT = Bytes.fromHex("000102030405060708090a0b0c0d0e0f");

  private final SigningKey key = SigningKey.generate();
  private final EventVerifier verifier = new EventVerifier(SignatureVerifier.create());

  private EventBuilder create() {
    return EventBuilder.of(EventType.named("memory:create"), SALT)
        .timestamp(Timestamp.of(1_000_000, 0))
        .body(IpldMap.builder().put("set", Ipld.of("x")).build());
  }

  @Test
  void whatIsBuiltDecodesToTheSameAndVerifies() {
    DecodedEvent event = create().tag("topic", "tea").parent(SALT_PARENT).sign(key);

    assertThat(new EventDecoder().decode(event.raw()).orThrow().header()).isEqualTo(event.header());
    assertThat(verifier.verify(event).orThrow().id()).isEqualTo(event.id());
    assertThat(event.tags()).containsExactly(Tag.of("topic", "tea"));
    assertThat(RawEvent.decode(event.raw().encode()).orThrow()).isEqualTo(event.raw());
  }

  private static final Cid SALT_PARENT = Cid.ofRaw(SALT);

  @Test
  void versionAndClockFollowFromTheHeads() {
    DecodedEvent first = create().sign(key);
    SigningKey other = SigningKey.generate();
    DecodedEvent second =
        EventBuilder.of(EventType.named("memory:update"), SALT)
            .timestamp(Timestamp.of(1_000_001, 0))
            .entity(first.entity())
            .heads(List.of(EventFacts.of(first)))
            .sign(other);

    assertThat(second.header().version()).isEqualTo(2);
    assertThat(second.header().vectorClock().entries())
        .containsEntry(key.did().toString(), 1L)
        .containsEntry(other.did().toString(), 1L);
    assertThat(CauseCheck.check(second, List.of(EventFacts.of(first)), List.of())).isEmpty();
    assertThat(first.header().vectorClock().compare(second.header().vectorClock()))
        .isEqualTo(ClockOrder.BEFORE);
  }

  @Test
  void aTimestampBeyondASignedLongComesThrough() {
    DecodedEvent event = create().timestamp(Timestamp.MAX).sign(key);

    assertThat(event.header().timestamp()).isEqualTo(Timestamp.MAX);
    assertThat(Timestamp.MAX.toString()).isEqualTo("9999-12-31T23:59:59.999Z/ffff");
  }

  @Test
  void whatBreaksARuleIsNotSigned() {
    assertThatThrownBy(() -> create().entity(create().sign(key).id()).sign(key))
        .hasMessageContaining("entity-on-create");
  }

  @Test
  void whatIsSignedElsewhereIsTheSameEvent() {
    EventBuilder builder = create().tag("topic", "tea");
    String unsigned = builder.unsigned(key.did());

    assertThat(unsigned).doesNotContain("\"id\"", "signature");
    assertThat(EventJson.sign(unsigned, key).orThrow()).isEqualTo(builder.sign(key));
    assertThat(EventJson.sign(unsigned, SigningKey.generate()))
        .isEqualTo(new Checked.Bad<>(new Rejection(RejectionReason.JSON_MISMATCH, "signer")));
  }

  @Test
  void signingFillsInWhatFollowsFromKeyAndPayload() {
    String whole = create().unsigned(key.did());
    String bare =
        whole
            .replaceFirst("\"payload\":\\{[^}]*},", "")
            .replaceFirst("\"payloadSize\":\\d+,", "")
            .replaceFirst("\"signer\":\"[^\"]*\",", "");

    assertThat(bare.length()).isLessThan(whole.length() - 150);
    assertThat(EventJson.sign(bare, key)).isEqualTo(EventJson.sign(whole, key));
  }
}
