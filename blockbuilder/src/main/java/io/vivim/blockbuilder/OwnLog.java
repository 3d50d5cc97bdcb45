package io.vivim.blockbuilder;

import io.vivim.blockbuilder.merkle.InclusionProof;
import io.vivim.blockbuilder.merkle.Prover;
import io.vivim.blockbuilder.merkle.Tile;
import io.vivim.blockbuilder.merkle.TileSource;
import io.vivim.blockbuilder.merkle.TreeHasher;
import io.vivim.blockbuilder.note.NoteException;
import io.vivim.blockbuilder.note.ProofFile;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.codec.Bytes;
import io.vivim.events.EventId;
import io.vivim.store.Batch;
import io.vivim.store.Commits;
import io.vivim.store.Durability;
import io.vivim.store.Scan;
import io.vivim.store.StoreView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A log as its builder keeps it, for those who read: what is in it was published by a block, and
 * nothing else. Reads the store as it is, or as a snapshot has it; for any thread.
 */
public final class OwnLog implements TileSource {
  /** What an entry comes to in a bundle (C2SP tlog-tiles, "Log entries"). */
  private static final int LENGTH_BYTES = 2;

  private final StoreView store;
  private final LogRows rows;

  /**
   * How far a log came.
   *
   * @param size leaves in it
   * @param position of the event log up to which its events are in it
   * @param height of the next block
   */
  public record Progress(long size, long position, long height) {
    static final Progress NONE = new Progress(0, 0, 0);

    private static final int BYTES = 3 * Long.BYTES;

    Bytes encode() {
      return Bytes.owning(
          ByteBuffer.allocate(BYTES).putLong(size).putLong(position).putLong(height).array());
    }

    static Progress decode(Bytes row) {
      return new Progress(row.longAt(0), row.longAt(Long.BYTES), row.longAt(2 * Long.BYTES));
    }
  }

  public OwnLog(StoreView store, LogOrigin origin) {
    this.store = store;
    this.rows = LogRows.of(origin);
  }

  /** The logs that were built in a store, by whichever builders. */
  public static List<LogOrigin> all(StoreView store, int most) {
    List<LogOrigin> found = new ArrayList<>();
    try (Scan scan = store.scan(LogRows.allProgress())) {
      while (found.size() < most && scan.next()) {
        long height = Progress.decode(scan.value()).height() - 1;
        store
            .get(LogRows.ofProgress(scan.key()).block(height))
            .map(BlockReader::originOfOwn)
            .ifPresent(found::add);
      }
    }
    return found;
  }

  public Progress progress() {
    return store.get(rows.progress()).map(Progress::decode).orElse(Progress.NONE);
  }

  /** The hashes of a tile: so many as it is wide. */
  @Override
  public Bytes read(Tile tile) {
    return hashes(tile).orElseThrow(() -> new IllegalStateException("no tile " + tile.path()));
  }

  /** A tile, or a bundle of entries, as it is served; nothing where no block has published it. */
  public Optional<Bytes> served(Tile tile) {
    boolean isPublished = tile.isWithin(progress().size());
    return isPublished
        ? tile.level() == Tile.ENTRIES ? entries(tile) : hashes(tile)
        : Optional.empty();
  }

  private Optional<Bytes> hashes(Tile tile) {
    return store
        .get(rows.tile(tile.level(), tile.index()))
        .map(row -> row.slice(0, tile.width() * TreeHasher.HASH_BYTES));
  }

  private Optional<Bytes> entries(Tile tile) {
    return store.get(rows.bundle(tile.index())).map(row -> bundle(row, tile.width()));
  }

  private static Bytes bundle(Bytes digests, int width) {
    Bytes first = entry(digests, 0);
    ByteBuffer bundle = ByteBuffer.allocate(width * (LENGTH_BYTES + first.size()));
    for (int i = 0; i < width; i++) {
      Bytes entry = entry(digests, i);
      bundle.putShort((short) entry.size()).put(entry.toArray());
    }
    return Bytes.owning(bundle.array());
  }

  private static Bytes entry(Bytes digests, int at) {
    int from = at * EventId.DIGEST_BYTES;
    return LogOrigin.entry(new EventId(digests.slice(from, from + EventId.DIGEST_BYTES)));
  }

  /** The index of an event's leaf. */
  public Optional<Long> indexOf(EventId event) {
    return store.get(rows.leaf(event)).map(row -> row.longAt(0));
  }

  /** A block's bytes. */
  public Optional<Bytes> block(long height) {
    return store.get(rows.block(height));
  }

  /** The height of the first block that others were not told of, where that was kept. */
  public Optional<Long> told() {
    return store.get(rows.told()).map(row -> row.longAt(0));
  }

  /**
   * Keeps that others were told of all blocks below a height. Where a crash takes it, the last one
   * is told again, which harms nobody.
   */
  public void keepTold(Commits commits, long height) {
    Batch batch = Batch.named("blocks-told");
    batch.put(rows.told(), Bytes.owning(LogRows.number(height)));
    commits.commit(batch, Durability.LAZY);
  }

  /** The last checkpoint, with the signatures of those who witnessed it so far. */
  public Optional<SignedNote> checkpoint() {
    long height = progress().height() - 1;
    return height < 0 ? Optional.empty() : checkpoint(height);
  }

  /** The checkpoint of a block, likewise. */
  public Optional<SignedNote> checkpoint(long height) {
    return store.get(rows.checkpoint(height)).map(OwnLog::note);
  }

  private static SignedNote note(Bytes row) {
    try {
      return SignedNote.parse(row);
    } catch (NoteException e) {
      throw new IllegalStateException("a checkpoint that was written cannot be read", e);
    }
  }

  /**
   * What makes proofs of the tree of the last block.
   *
   * @see Prover
   */
  public Prover prover() {
    return new Prover(this, progress().size());
  }

  /** Likewise of an earlier tree, such as that of a block. */
  public Prover prover(long size) {
    return new Prover(this, size);
  }

  /**
   * A file that proves an event in the last block; nothing where it is in none yet. A block that
   * comes meanwhile is not looked at.
   */
  public Optional<ProofFile> proofOf(EventId event) {
    Progress now = progress();
    return indexOf(event)
        .filter(index -> index < now.size())
        .flatMap(
            index ->
                checkpoint(now.height() - 1)
                    .map(
                        note -> {
                          InclusionProof proof = prover(now.size()).inclusion(index);
                          return new ProofFile(Optional.empty(), index, proof.path(), note);
                        }));
  }
}
