package io.vivim.store;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which version each layout of keys in a store has, and how one of an earlier version is brought
 * forward.
 *
 * <p>The first byte of a key is the space that it belongs to. Space 0x00 is the store's own:
 *
 * <pre>
 *   key     0x00, "layout/", the layout's name in ASCII
 *   value   4 bytes   version, big endian, from 1 on
 *           n bytes   where the migration to the next version goes on; none where none is under way
 * </pre>
 */
public final class Layouts {
  private static final Bytes PREFIX = Bytes.concat(Bytes.fromHex("00"), Bytes.utf8("layout/"));
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  private Layouts() {}

  /**
   * The way from one version of a layout to the next, in steps that are each committed as a whole.
   *
   * <p>After a crash it goes on behind the last step that was committed. Nobody else reads or
   * changes the store meanwhile.
   */
  public interface Migration {
    /**
     * Makes one step, small enough for one batch.
     *
     * @param from where to go on: empty at first, then what the step before returned
     * @return where the next step goes on, never empty bytes; nothing after the last step
     */
    Optional<Bytes> step(StoreView view, Optional<Bytes> from, Batch batch);
  }

  /**
   * Sees to it that a layout has the version that the caller knows; one that is not there yet has
   * it from the start.
   *
   * @param migrations the way from version 1 to 2, from 2 to 3 and so on, up to {@code version}
   * @throws StoreException of {@link StoreError#NEWER_VERSION} where a later version wrote it
   */
  public static void open(Store store, String name, int version, List<Migration> migrations) {
    if (!NAME.matcher(name).matches() || version < 1 || migrations.size() != version - 1) {
      throw new IllegalArgumentException(
          name + " of version " + version + " with " + migrations.size() + " migrations");
    }
    Bytes key = Bytes.concat(PREFIX, Bytes.utf8(name));
    Optional<Bytes> found = store.get(key);
    if (found.isEmpty()) {
      Batch batch = Batch.named("layout");
      store.commit(batch.put(key, value(version, Bytes.EMPTY)), Durability.SYNC);
      return;
    }
    ByteBuffer value = ByteBuffer.wrap(found.get().toArray());
    int has = value.remaining() < Integer.BYTES ? 0 : value.getInt();
    if (has < 1) {
      throw new StoreException(
          StoreError.CORRUPT, "the layout " + name + " of the store has no version", null);
    }
    if (has > version) {
      throw new StoreException(
          StoreError.NEWER_VERSION,
          "the layout "
              + name
              + " has version "
              + has
              + ", written by a later version of this program, which knows up to "
              + version,
          null);
    }
    Optional<Bytes> from = resumption(found.get());
    for (int at = has; at < version; at++) {
      migrate(store, key, at, migrations.get(at - 1), from);
      from = Optional.empty();
    }
  }

  /** Whether a store has keys of this layout, or was made ready for them. */
  public static boolean isIn(StoreView store, String name) {
    return store.get(Bytes.concat(PREFIX, Bytes.utf8(name))).isPresent();
  }

  private static Optional<Bytes> resumption(Bytes value) {
    return value.size() == Integer.BYTES
        ? Optional.empty()
        : Optional.of(value.from(Integer.BYTES));
  }

  private static void migrate(
      Store store, Bytes key, int version, Migration migration, Optional<Bytes> begin) {
    Optional<Bytes> from = begin;
    do {
      Batch batch = Batch.named("migration");
      from = migration.step(store, from, batch);
      if (from.filter(Bytes::isEmpty).isPresent()) {
        throw new IllegalStateException("a migration that goes on nowhere");
      }
      batch.put(key, from.map(at -> value(version, at)).orElse(value(version + 1, Bytes.EMPTY)));
      store.commit(batch, Durability.SYNC);
    } while (from.isPresent());
  }

  private static Bytes value(int version, Bytes resumption) {
    byte[] number = ByteBuffer.allocate(Integer.BYTES).putInt(version).array();
    return Bytes.concat(Bytes.owning(number), resumption);
  }
}
