package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.store.KeyRange;
import io.vivim.store.StoreView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which entities changed otherwise than by events of theirs, by the position of the log: told to
 * followers, and let go of where those have passed. The writer's, but for {@link #passed}.
 *
 * <pre>
 *   02 17 | position 8 | entity 48     nothing
 *   02 17                              up to which position rows may be missing 8, how many there are 8
 * </pre>
 */
final class Refolds {
  /** Rows that are kept for a follower that does not come; about 60 MB. */
  static final long MAX_ROWS = 1_000_000;

  /** Rows that a commit lets go of, beside as many as it adds. */
  private static final int TRIMMED_AT_ONCE = 1024;

  private static final Bytes META = StateKeys.table(StateKeys.REFOLDED);

  private final Rows rows;
  private final long most;
  private final AtomicLong passed = new AtomicLong();

  private long missingTo;
  private long count;

  /** Up to here rows were let go of since all followers had passed. */
  private long trimmedTo;

  Refolds(Rows rows, long most) {
    this.rows = rows;
    this.most = most;
    Optional<Bytes> meta = rows.get(META);
    this.missingTo = meta.map(value -> value.longAt(0)).orElse(0L);
    this.count = meta.map(value -> value.longAt(Long.BYTES)).orElse(0L);
    this.trimmedTo = missingTo;
  }

  /** Up to which position rows may be missing in a store. */
  static long missingTo(StoreView view) {
    return view.get(META).map(value -> value.longAt(0)).orElse(0L);
  }

  /** No follower asks any more for what changed up to a position, even after a crash. */
  void passed(long position) {
    passed.set(position);
  }

  /** Entities changed at a position; what nobody needs of earlier ones goes. */
  void add(long position, Collection<EntityName> changed) {
    long before = count;
    for (EntityName entity : changed) {
      Bytes key = StateKeys.refolded(position, entity);
      if (rows.get(key).isEmpty()) {
        count++;
        rows.put(key, Bytes.EMPTY);
      }
    }
    long passedTo = Math.min(passed.get(), position - 1);
    long trimmed = trim(passedTo, TRIMMED_AT_ONCE + count - before);
    if (trimmed > 0 || count != before) {
      rows.put(
          META,
          Bytes.owning(
              ByteBuffer.allocate(2 * Long.BYTES).putLong(missingTo).putLong(count).array()));
    }
  }

  /** Lets go of rows, the earliest first, and answers of how many. */
  private long trim(long passedTo, long atOnce) {
    if (count == 0 || (passedTo <= trimmedTo && count <= most)) {
      return 0;
    }
    List<Bytes> gone = new ArrayList<>();
    KeyRange range =
        KeyRange.startingWith(META)
            .startingAt(StateKeys.key(StateKeys.REFOLDED, StateKeys.number(missingTo)));
    rows.skim(
        range,
        key -> {
          long position = key.longAt(StateKeys.TABLE_BYTES);
          boolean isWanted = position > passedTo && count - gone.size() <= most;
          if (isWanted || gone.size() == atOnce) {
            return range.to();
          }
          missingTo = position;
          gone.add(key);
          return Optional.empty();
        });
    if (gone.size() < atOnce) {
      trimmedTo = Math.max(trimmedTo, passedTo);
    }
    gone.forEach(rows::delete);
    count -= gone.size();
    return gone.size();
  }
}
