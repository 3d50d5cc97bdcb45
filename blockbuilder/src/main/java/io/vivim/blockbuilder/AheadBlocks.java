package io.vivim.blockbuilder;

import io.vivim.blockbuilder.merkle.TreeHasher;
import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.store.Batch;
import io.vivim.store.Commits;
import io.vivim.store.Durability;
import io.vivim.store.Scan;
import io.vivim.store.StoreView;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Signed blocks that came before they can be judged: ahead of the height that we have, or of our
 * clock. One thread writes; any may read.
 */
final class AheadBlocks {
  /** Blocks of one log that are kept: those of the lowest heights. */
  static final int MAX_AHEAD = 64;

  /** Logs that are remembered to have had more, so that it is said once of each. */
  private static final int MAX_OVERFULL = 1024;

  private static final int HASHES_AT = 2;

  private final StoreView store;
  private final Commits commits;
  private final Consumer<Block> forgotten;

  /** The last logs of which a block was forgotten; of the thread that writes. */
  private final Set<LogOrigin> overfull = new LinkedHashSet<>();

  /**
   * A block that waits.
   *
   * @param key of its row
   * @param isByBuilder whether its builder told of it, whose proof is better than a stranger's
   */
  record Ahead(Bytes key, Block block, CheckpointBody body, boolean isByBuilder) {}

  AheadBlocks(StoreView store, Commits commits, Consumer<Block> forgotten) {
    this.store = store;
    this.commits = commits;
    this.forgotten = forgotten;
  }

  /** Those of a log, the lowest first. */
  List<Ahead> of(LogOrigin origin) {
    List<Ahead> found = new ArrayList<>();
    try (Scan scan = store.scan(LogRows.of(origin).ahead())) {
      while (scan.next()) {
        found.add(ahead(scan.key().compact(), scan.value()));
      }
    }
    return found;
  }

  private Ahead ahead(Bytes key, Bytes row) {
    List<Bytes> proof = new ArrayList<>();
    int end = HASHES_AT + row.at(1) * TreeHasher.HASH_BYTES;
    for (int from = HASHES_AT; from < end; from += TreeHasher.HASH_BYTES) {
      proof.add(row.slice(from, from + TreeHasher.HASH_BYTES).compact());
    }
    Bytes block = row.from(end).compact();
    return new Ahead(
        key, BlockReader.kept(block), new CheckpointBody(block, proof), row.at(0) != 0);
  }

  private static Bytes encode(CheckpointBody body, boolean isByBuilder) {
    byte[] begin = {(byte) (isByBuilder ? 1 : 0), (byte) body.proof().size()};
    List<Bytes> parts = new ArrayList<>();
    parts.add(Bytes.owning(begin));
    parts.addAll(body.proof());
    parts.add(body.block());
    return Bytes.concat(parts.toArray(Bytes[]::new));
  }

  private static Bytes key(Block block) {
    LogRows rows = LogRows.of(block.content().origin());
    return rows.ahead(block.height(), Multihash.sha256(block.bytes()).digest());
  }

  /** Whether a block waits already. */
  boolean has(Block block) {
    return store.get(key(block)).isPresent();
  }

  /**
   * Keeps a block. The commit comes before that which says that the event with it was looked at, so
   * it need not be waited for.
   */
  void keep(Block block, CheckpointBody body, boolean isByBuilder) {
    Bytes key = key(block);
    Optional<Bytes> before = store.get(key);
    if (before.isPresent() && (before.get().at(0) != 0 || !isByBuilder)) {
      return;
    }
    Batch batch = Batch.named("block-ahead").put(key, encode(body, isByBuilder));
    List<Ahead> others = before.isPresent() ? List.of() : of(block.content().origin());
    if (others.size() >= MAX_AHEAD) {
      Ahead highest = others.get(others.size() - 1);
      if (highest.key().compareTo(key) < 0) {
        forget(block);
        return;
      }
      batch.delete(highest.key());
      commits.commit(batch, Durability.LAZY);
      forget(highest.block());
    } else {
      commits.commit(batch, Durability.LAZY);
    }
  }

  private void forget(Block block) {
    if (overfull.add(block.content().origin())) {
      if (overfull.size() > MAX_OVERFULL) {
        overfull.remove(overfull.iterator().next());
      }
      forgotten.accept(block);
    }
  }

  /** A block does not wait any more. */
  void drop(Ahead ahead) {
    commits.commit(Batch.named("block-not-ahead").delete(ahead.key()), Durability.LAZY);
  }

  /** A log is to be looked at again, since a block of it is ahead of our clock until then. */
  void wake(LogOrigin origin, Instant when) {
    Bytes key = LogRows.of(origin).due(when);
    if (store.get(key).isEmpty()) {
      Batch batch = Batch.named("block-due").put(key, Bytes.utf8(origin.text()));
      commits.commit(batch, Durability.LAZY);
    }
  }

  /**
   * Logs that are to be looked at again.
   *
   * @param keys of the rows that say so
   */
  record Due(Set<LogOrigin> origins, List<Bytes> keys) {}

  /** The logs that are to be looked at again by now. */
  Due due(Instant now) {
    Due due = new Due(new LinkedHashSet<>(), new ArrayList<>());
    try (Scan scan = store.scan(LogRows.allDue())) {
      while (due.keys().size() < MAX_AHEAD
          && scan.next()
          && LogRows.dueTime(scan.key()) <= now.toEpochMilli()) {
        LogOrigin.parse(new String(scan.value().toArray(), StandardCharsets.UTF_8))
            .ifPresent(due.origins()::add);
        due.keys().add(scan.key().compact());
      }
    }
    return due;
  }

  /** They were looked at, and what came of it is written. */
  void lookedAt(Due due) {
    if (!due.keys().isEmpty()) {
      Batch batch = Batch.named("blocks-due");
      due.keys().forEach(batch::delete);
      commits.commit(batch, Durability.LAZY);
    }
  }
}
