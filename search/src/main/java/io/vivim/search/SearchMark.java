package io.vivim.search;

import io.vivim.codec.Bytes;
import io.vivim.events.EventId;
import java.util.Locale;
import java.util.Optional;

/**
 * A place behind one result of a query. It holds for that query alone; where the index changes
 * between two pages, scores do too, and a result may come twice or not at all.
 *
 * @param rank the bits of a score, or of a timestamp where nothing is ranked
 */
public record SearchMark(long rank, EventId entity) {
  private static final int RANK_CHARS = 2 * Long.BYTES;
  private static final int RADIX = 16;

  /** The mark that a text is. */
  public static Optional<SearchMark> parse(String text) {
    if (!text.matches("[0-9a-f]{" + (RANK_CHARS + 2 * EventId.DIGEST_BYTES) + "}")) {
      return Optional.empty();
    }
    return Optional.of(
        new SearchMark(
            Long.parseUnsignedLong(text, 0, RANK_CHARS, RADIX),
            new EventId(Bytes.fromHex(text.substring(RANK_CHARS)))));
  }

  static SearchMark ofScore(float score, EventId entity) {
    return new SearchMark(Float.floatToIntBits(score), entity);
  }

  float score() {
    return Float.intBitsToFloat((int) rank);
  }

  /** What {@link #parse} reads. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%016x", rank) + entity.digest().toHex();
  }
}
