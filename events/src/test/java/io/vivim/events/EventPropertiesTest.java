package io.vivim.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.did.SignatureVerifier;
import java.util.Objects;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class EventPropertiesTest {
  private static final EventDecoder DECODER = new EventDecoder();
  private static final EventVerifier VERIFIER = new EventVerifier(SignatureVerifier.create());

  @Provide
  Arbitrary<DecodedEvent> events() {
    return AnyEvent.events();
  }

  @Property
  void whatIsBuiltIsReadVerifiedAndSaidInJsonAndBackAgain(
      @ForAll @From("events") DecodedEvent event) {
    RawEvent received = RawEvent.decode(event.raw().encode()).orThrow();
    DecodedEvent read = DECODER.decode(received).orThrow();

    assertThat(read.header()).isEqualTo(event.header());
    assertThat(read.payload()).isEqualTo(event.payload());
    assertThat(VERIFIER.verify(read).orThrow().id()).isEqualTo(event.id());
    assertThat(EventJson.read(EventJson.write(read)).orThrow()).isEqualTo(event.raw());
    assertThat(EventJson.read(EventJson.write(read.withoutPayload())).orThrow())
        .isEqualTo(new RawEvent(event.raw().header(), null));
  }

  @Property
  void aTurnedBitInTheHeaderIsAnotherEventThatNeverVerifies(
      @ForAll @From("events") DecodedEvent event, @ForAll @IntRange(min = 0) int bit) {
    Bytes turned = turned(event.raw().header(), bit);

    assertThat(EventId.ofHeader(turned)).isNotEqualTo(event.id());
    assertThat(EventLaws.raw(new RawEvent(turned, event.raw().payload()))).isFalse();
    assertThat(EventLaws.raw(new RawEvent(turned, null))).isFalse();
  }

  @Property
  void aTurnedBitInThePayloadIsRejected(
      @ForAll @From("events") DecodedEvent event, @ForAll @IntRange(min = 0) int bit) {
    Bytes payload = Objects.requireNonNull(event.raw().payload());
    if (payload.isEmpty()) {
      return;
    }

    Checked<DecodedEvent> decoded =
        DECODER.decode(new RawEvent(event.raw().header(), turned(payload, bit)));

    assertThat(decoded)
        .isEqualTo(new Checked.Bad<>(new Rejection(RejectionReason.PAYLOAD_MISMATCH)));
  }

  @Property
  void aCutHeaderOrPayloadIsRejected(
      @ForAll @From("events") DecodedEvent event, @ForAll @IntRange(min = 0) int at) {
    Bytes header = event.raw().header();
    Bytes payload = Objects.requireNonNull(event.raw().payload());

    assertThat(DECODER.decode(new RawEvent(header.slice(0, at % header.size()), null)))
        .isInstanceOf(Checked.Bad.class);
    if (!payload.isEmpty()) {
      assertThat(DECODER.decode(new RawEvent(header, payload.slice(0, at % payload.size()))))
          .isInstanceOf(Checked.Bad.class);
    }
  }

  private static Bytes turned(Bytes original, int bit) {
    byte[] bytes = original.toArray();
    int at = bit % (bytes.length * Byte.SIZE);
    bytes[at / Byte.SIZE] ^= (byte) (1 << (at % Byte.SIZE));
    return Bytes.owning(bytes);
  }
}
