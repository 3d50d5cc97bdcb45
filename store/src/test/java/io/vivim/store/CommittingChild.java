package io.vivim.store;

import static io.vivim.store.Kind.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * A process that commits numbered batches until it is killed or fails, and writes each number when
 * its commit has returned.
 */
final class CommittingChild {
  /** Changed by every batch. */
  private static final int ROLLING_KEYS = 20;

  private static final int VALUE_BYTES = 8 * 1024;
  private static final int COMMITS_PER_LAZY_ONE = 3;
  private static final int COMMITS_PER_PURGE = 67;
  private static final byte ROLLING = 1;
  private static final byte KEPT = 2;

  private CommittingChild() {}

  public static void main(String[] arguments) {
    Kind kind = Kind.valueOf(arguments[0]);
    long most = Long.parseLong(arguments[2]);
    try (Store store = kind.open(Path.of(arguments[1]))) {
      long next = check(store) + 1;
      System.out.println("open " + next);
      for (long n = next; n < next + most; n++) {
        boolean lazy = n % COMMITS_PER_LAZY_ONE == 0;
        store.commit(batch(n), lazy ? Durability.LAZY : Durability.SYNC);
        System.out.println((lazy ? "lazy " : "sync ") + n);
        if (n % COMMITS_PER_PURGE == 0) {
          store.purge(List.of(KeyRange.startingWith(Bytes.fromHex("01"))));
        }
      }
      System.out.println("done");
    } catch (StoreException e) {
      System.out.println("failed " + e.error().code() + " " + e.getMessage());
    }
  }

  private static Batch batch(long n) {
    Batch batch = Batch.named("crash");
    for (int i = 0; i < ROLLING_KEYS; i++) {
      batch.put(key(ROLLING, i), value(n, i));
    }
    if (n > 1) {
      batch.put(key(KEPT, n), value(n, 0).slice(0, 100));
    }
    if (n % 5 == 0) {
      batch.delete(key(KEPT, n - 2));
    }
    return batch;
  }

  private static Bytes key(byte space, long number) {
    return Bytes.concat(Bytes.owning(new byte[] {space}), number((int) number));
  }

  private static Bytes value(long n, int i) {
    byte[] bytes = new byte[VALUE_BYTES];
    new Random(n * ROLLING_KEYS + i).nextBytes(bytes);
    return Bytes.concat(number((int) n), Bytes.owning(bytes));
  }

  /** The number of the last batch that is there, after a look at whether each is there wholly. */
  static long check(Store store) {
    long last =
        store.get(key(ROLLING, 0)).map(value -> (long) Kind.numberOf(value.slice(0, 8))).orElse(0L);
    try (Scan scan = store.scan(KeyRange.startingWith(Bytes.fromHex("01")))) {
      for (int i = 0; i < (last == 0 ? 0 : ROLLING_KEYS); i++) {
        assertThat(scan.next()).isTrue();
        assertThat(scan.value()).isEqualTo(value(last, i));
      }
      assertThat(scan.next()).isFalse();
    }
    try (Scan scan = store.scan(KeyRange.startingWith(Bytes.fromHex("02")))) {
      for (long n = 2; n <= last; n++) {
        boolean deleted = n % 5 == 3 && n + 2 <= last;
        if (!deleted) {
          assertThat(scan.next()).isTrue();
          assertThat(scan.key()).isEqualTo(key(KEPT, n));
          assertThat(scan.value()).isEqualTo(value(n, 0).slice(0, 100));
        }
      }
      assertThat(scan.next()).isFalse();
    }
    return last;
  }
}
