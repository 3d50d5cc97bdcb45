package io.vivim.search;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a commit says of itself, in Lucene's user data:
 *
 * <pre>
 *   vivim.layout     the version of the fields; another one's index is made anew
 *   vivim.origin     which log it follows; another one's index is made anew
 *   vivim.position   everything up to this position of the log is in the commit
 *   vivim.expunge    true while something that is to be expunged may lie in the files still
 * </pre>
 */
record Progress(String origin, long position, boolean owesExpunge) {
  private static final String LAYOUT = "2";
  private static final String LAYOUT_KEY = "vivim.layout";
  private static final String ORIGIN_KEY = "vivim.origin";
  private static final String POSITION_KEY = "vivim.position";
  private static final String EXPUNGE_KEY = "vivim.expunge";

  /** Nothing of this log was indexed yet. */
  static Progress none(String origin) {
    return new Progress(origin, 0, false);
  }

  /** The progress of a commit, or nothing where it is not one of ours or of another layout. */
  static Optional<Progress> of(Map<String, String> data) {
    String position = data.get(POSITION_KEY);
    if (!LAYOUT.equals(data.get(LAYOUT_KEY)) || !isPosition(position)) {
      return Optional.empty();
    }
    return Optional.of(
        new Progress(
            data.getOrDefault(ORIGIN_KEY, ""),
            Long.parseLong(position),
            Boolean.parseBoolean(data.get(EXPUNGE_KEY))));
  }

  private static boolean isPosition(@Nullable String text) {
    return text != null && text.matches("\\d{1,18}");
  }

  Map<String, String> data() {
    return Map.of(
        LAYOUT_KEY,
        LAYOUT,
        ORIGIN_KEY,
        origin,
        POSITION_KEY,
        Long.toString(position),
        EXPUNGE_KEY,
        Boolean.toString(owesExpunge));
  }
}
