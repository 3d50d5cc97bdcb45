package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import java.util.Optional;

/** A place between two events in the order of filters: newest first, then by id. */
public record PageMark(Bytes place) {
  public PageMark {
    if (place.size() != IndexKey.ORDER_BYTES) {
      throw new IllegalArgumentException("no mark");
    }
  }

  public static Optional<PageMark> parse(String text) {
    return text.matches("[0-9a-f]{" + 2 * IndexKey.ORDER_BYTES + "}")
        ? Optional.of(new PageMark(Bytes.fromHex(text)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return place.toHex();
  }
}
