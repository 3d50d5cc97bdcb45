package io.vivim.blockbuilder;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.store.Batch;
import io.vivim.store.Commits;
import io.vivim.store.Durability;
import io.vivim.store.Scan;
import io.vivim.store.StoreView;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Pairs of blocks that prove that builders signed two histories, each of them told of. One thread
 * writes; any may read.
 *
 * <p>A pair is durable before it is told of, and with it that it is still to be told of; so a crash
 * between the two makes nobody miss it. One right behind may have it told of twice.
 */
final class KeptForks {
  /** Pairs that are kept against one log: one would do. */
  static final int MAX_FORKS = 16;

  /** Pairs beyond those that are known again, so that they are told of once. */
  static final int MAX_HEARD_FORKS = 1024;

  private final StoreView store;
  private final Commits commits;
  private final BlockReader reader;
  private final Consumer<KnownLogs.Alarm> alarms;

  /** Hashes of pairs that were told of and not kept, the last ones; of the thread that writes. */
  private final Set<Bytes> heard = new LinkedHashSet<>();

  KeptForks(
      StoreView store, Commits commits, BlockReader reader, Consumer<KnownLogs.Alarm> alarms) {
    this.store = store;
    this.commits = commits;
    this.reader = reader;
    this.alarms = alarms;
  }

  void keep(KnownLogs.Fork fork) {
    LogRows rows = LogRows.of(fork.one().content().origin());
    Bytes pair = Bytes.concat(fork.one().bytes(), fork.other().bytes());
    Bytes hash = Multihash.sha256(pair).digest();
    // The two may come in either order where neither could be judged at first.
    Bytes turned =
        Multihash.sha256(Bytes.concat(fork.other().bytes(), fork.one().bytes())).digest();
    Bytes row = rows.fork(hash);
    if (store.get(row).isPresent()
        || store.get(rows.fork(turned)).isPresent()
        || heard.contains(turned)) {
      return;
    }
    if (count(rows) < MAX_FORKS) {
      Batch batch = Batch.named("fork");
      Bytes length = Bytes.owning(LogRows.number(fork.one().bytes().size()));
      batch.put(row, Bytes.concat(length, pair));
      batch.put(rows.untold(hash), Bytes.EMPTY);
      commits.commit(batch, Durability.SYNC);
      tell(fork, rows.untold(hash));
    } else if (heard.add(hash)) {
      if (heard.size() > MAX_HEARD_FORKS) {
        heard.remove(heard.iterator().next());
      }
      alarms.accept(new KnownLogs.Alarm(fork, false));
    }
  }

  private void tell(KnownLogs.Fork fork, Bytes untold) {
    alarms.accept(new KnownLogs.Alarm(fork, true));
    commits.commit(Batch.named("fork-told").delete(untold), Durability.LAZY);
  }

  /** Tells of what was kept, and not told of before a crash came. */
  void tellUntold() {
    List<Bytes> untold = new ArrayList<>();
    try (Scan scan = store.scan(LogRows.allUntold())) {
      while (scan.next()) {
        untold.add(scan.key().compact());
      }
    }
    untold.forEach(key -> tell(fork(store.get(LogRows.forkOfUntold(key)).orElseThrow()), key));
  }

  private int count(LogRows rows) {
    int forks = 0;
    try (Scan scan = store.scan(rows.forks())) {
      while (scan.next()) {
        forks++;
      }
    }
    return forks;
  }

  List<KnownLogs.Fork> all(int most) {
    List<KnownLogs.Fork> found = new ArrayList<>();
    try (Scan scan = store.scan(LogRows.allForks())) {
      while (found.size() < most && scan.next()) {
        found.add(fork(scan.value()));
      }
    }
    return found;
  }

  private KnownLogs.Fork fork(Bytes row) {
    int length = (int) row.longAt(0);
    Bytes pair = row.from(Long.BYTES);
    return new KnownLogs.Fork(
        reader.readOwn(pair.slice(0, length).compact()),
        reader.readOwn(pair.from(length).compact()));
  }
}
