package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.EventId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was held of an event.
 *
 * @param by the event that made it void or erased it; null where none did
 */
public record Verdict(Ground ground, @Nullable EventId by) {
  static final Verdict COUNTS = new Verdict(Ground.COUNTS, null);

  /** Stands for an event that was not judged yet. */
  private static final int NOT_YET = 255;

  static final Bytes UNJUDGED = Bytes.owning(new byte[] {(byte) NOT_YET});

  static Verdict of(Ground ground) {
    return ground == Ground.COUNTS ? COUNTS : new Verdict(ground, null);
  }

  public boolean counts() {
    return ground == Ground.COUNTS;
  }

  Bytes encode() {
    Bytes number = Bytes.owning(new byte[] {(byte) ground.number()});
    return by == null ? number : Bytes.concat(number, by.digest());
  }

  static Optional<Verdict> decode(Bytes value) {
    if (value.at(0) == NOT_YET) {
      return Optional.empty();
    }
    EventId by = value.size() == 1 ? null : new EventId(value.from(1).compact());
    return Optional.of(new Verdict(Ground.numbered(value.at(0)), by));
  }
}
