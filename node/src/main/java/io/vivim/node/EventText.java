package io.vivim.node;

import io.vivim.codec.Bytes;
import io.vivim.did.SignatureVerifier;
import io.vivim.events.Checked;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventDecoder;
import io.vivim.events.EventJson;
import io.vivim.events.EventVerifier;
import io.vivim.events.RawEvent;
import io.vivim.events.Rejection;
import io.vivim.events.VerifiedEvent;
import java.util.OptionalLong;

/** Events as people hand them over: the JSON form, or the wire form in hex. */
final class EventText {
  /** What the parameters of commands say of such a text. */
  static final String DESCRIPTION =
      "Events in their JSON form or as the hex of their wire form; without any, one a line is read"
          + " from standard input.";

  private final EventDecoder decoder = new EventDecoder();
  private final EventVerifier verifier = new EventVerifier(SignatureVerifier.create());

  /** What is made of an event that is good so far. */
  interface Use {
    Answer of(DecodedEvent event);
  }

  /** What {@code use} makes of the event that a text says; its signature is not looked at. */
  Answer read(String text, Use use) {
    String trimmed = text.strip();
    if (trimmed.startsWith("{")) {
      return decode(EventJson.read(trimmed), use);
    }
    Bytes hex = Bytes.utf8(trimmed);
    int wrong = HexText.firstInvalid(hex);
    if (wrong >= 0) {
      return Answer.Refused.at(wrong, "hex", HexText.CLAUSE);
    }
    return decode(RawEvent.decode(HexText.decode(hex)), use);
  }

  /** The same, of an event whose signature is good. */
  Answer verify(String text, Use use) {
    return read(
        text,
        event ->
            verifier.verify(event) instanceof Checked.Bad<VerifiedEvent> bad
                ? refused(bad.rejection())
                : use.of(event));
  }

  private Answer decode(Checked<RawEvent> raw, Use use) {
    if (raw instanceof Checked.Bad<RawEvent> bad) {
      return refused(bad.rejection());
    }
    return answer(decoder.decode(raw.orThrow()), use);
  }

  /** What {@code use} makes of the event, or why there is none. */
  static Answer answer(Checked<DecodedEvent> event, Use use) {
    return event instanceof Checked.Bad<DecodedEvent> bad
        ? refused(bad.rejection())
        : use.of(event.orThrow());
  }

  private static Answer refused(Rejection rejection) {
    return new Answer.Refused(
        rejection.toString(), OptionalLong.empty(), rejection.reason().text());
  }
}
