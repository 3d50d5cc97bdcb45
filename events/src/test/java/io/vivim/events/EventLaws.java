package io.vivim.events;

import io.vivim.codec.Bytes;
import io.vivim.did.SignatureVerifier;

/** What holds for any bytes and any text: declared outcomes, and nothing lost on the way. */
final class EventLaws {
  private static final EventDecoder DECODER = new EventDecoder();
  private static final EventVerifier VERIFIER = new EventVerifier(SignatureVerifier.create());

  private EventLaws() {}

  /** Bytes are an event whose wire and JSON forms give the bytes again, or are rejected. */
  static void wire(Bytes input) {
    if (RawEvent.decode(input) instanceof Checked.Good<RawEvent> raw) {
      require(raw.value().encode().equals(input), "not the wire form that came in");
      raw(raw.value());
    }
  }

  /** Whether header and payload, in whatever state, make an event that verifies. */
  static boolean raw(RawEvent raw) {
    Checked<DecodedEvent> decoded = DECODER.decode(raw);
    if (decoded instanceof Checked.Good<DecodedEvent> good) {
      DecodedEvent event = good.value();
      require(event.raw().equals(raw), "not the bytes that came in");
      require(event.id().equals(EventId.ofHeader(raw.header())), "not the id of the bytes");
      String json = EventJson.write(event);
      require(EventJson.read(json).orThrow().equals(raw), "the JSON form lost something");
      return VERIFIER.verify(event) instanceof Checked.Good<VerifiedEvent>;
    }
    return false;
  }

  /** A text is the JSON form of some bytes, judged like any others, or is rejected. */
  static void json(String text) {
    if (EventJson.read(text) instanceof Checked.Good<RawEvent> raw) {
      raw(raw.value());
    }
    if (EventJson.sign(text, Example.ALICE) instanceof Checked.Good<DecodedEvent> signed) {
      require(raw(signed.value().raw()), "what was signed does not verify");
    }
  }

  private static void require(boolean holds, String law) {
    if (!holds) {
      throw new AssertionError(law);
    }
  }
}
