package io.vivim.blockbuilder;

import io.vivim.blockbuilder.merkle.GrowingTree;
import io.vivim.blockbuilder.merkle.Tile;
import io.vivim.blockbuilder.merkle.TreeHasher;
import io.vivim.blockbuilder.merkle.TreeHead;
import io.vivim.blockbuilder.note.Checkpoint;
import io.vivim.blockbuilder.note.NoteCheck;
import io.vivim.blockbuilder.note.NoteException;
import io.vivim.blockbuilder.note.Policy;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.blockbuilder.note.VerifierKey;
import io.vivim.codec.Bytes;
import io.vivim.events.EventId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Reads all of somebody's log as it is served (C2SP tlog-tiles) and computes every hash of it
 * again: entries, tiles, the root of each block and of the checkpoint. Of a log of ours each entry
 * has to be the CID of an event, and of another one than all before. It holds a tile of each level,
 * and of the entries so many as a run of {@link DistinctEntries} has.
 */
public final class LogAudit {
  private final Pages pages;
  private final VerifierKey key;
  private final Policy policy;
  private final NoteCheck notes;
  private final BlockReader reader;
  private final Instant now;
  private final TreeHasher hasher = new TreeHasher();
  private final Map<Integer, ByteArrayOutputStream> above = new HashMap<>();
  private final GrowingTree tree = GrowingTree.empty(this::collect);

  /** The head, and its block, that an auditor remembers; both have to be on the way. */
  private Optional<TreeHead> before;

  private Optional<Block> blockBefore;

  private Optional<BlockChain> chain;

  /** Where a log is served. */
  @FunctionalInterface
  public interface Pages {
    /**
     * What is under a path below the log's prefix, up to so many bytes; nothing for "not found".
     */
    Optional<Bytes> get(String path, int maxBytes) throws IOException;
  }

  /**
   * What an auditor remembers of a log.
   *
   * @param block the last one that led to the head, where the log has any
   */
  public record Seen(TreeHead head, Optional<Block> block) {}

  /**
   * All of a log adds up.
   *
   * @param note the checkpoint up to which it was read
   * @param last the block that led there; nothing in a log that is no builder's of ours
   * @param blocks that led there
   */
  public record Clean(SignedNote note, TreeHead head, Optional<Block> last, long blocks) {}

  /**
   * @param key of the log
   * @param before what is remembered of the log
   * @param now by the auditor's clock
   */
  public LogAudit(
      Pages pages,
      VerifierKey key,
      Optional<Seen> before,
      NoteCheck notes,
      BlockReader reader,
      Instant now) {
    this(pages, key, Policy.of(0, List.of()), before, notes, reader, now);
  }

  /**
   * Likewise.
   *
   * @param policy which witnesses have to have cosigned the checkpoint, and in time
   */
  public LogAudit(
      Pages pages,
      VerifierKey key,
      Policy policy,
      Optional<Seen> before,
      NoteCheck notes,
      BlockReader reader,
      Instant now) {
    this.pages = pages;
    this.key = key;
    this.policy = policy;
    this.before = before.map(Seen::head);
    this.blockBefore = before.flatMap(Seen::block);
    this.notes = notes;
    this.reader = reader;
    this.now = now;
    this.chain = LogOrigin.parse(key.name()).map(BlockChain::unknown);
  }

  /**
   * Reads all of it.
   *
   * @param progress is told how many entries were read, now and then
   * @throws AuditException where it does not add up
   * @throws IOException where it cannot be read
   */
  public Clean run(LongConsumer progress) throws IOException, AuditException {
    try (DistinctEntries events = new DistinctEntries()) {
      return run(progress, events);
    }
  }

  private Clean run(LongConsumer progress, DistinctEntries events)
      throws IOException, AuditException {
    SignedNote note = checkpoint();
    TreeHead head = head(note);
    if (before.filter(known -> known.size() > head.size()).isPresent()) {
      throw rival("the log has shrunk", note);
    }
    compareWithBefore(note);
    long blocks = 0;
    Optional<Block> next = block(0, head);
    for (long index = 0; index * Tile.WIDTH < head.size(); index++) {
      int width = (int) Math.min(Tile.WIDTH, head.size() - index * Tile.WIDTH);
      ByteBuffer entries = ByteBuffer.wrap(fetched(new Tile(Tile.ENTRIES, index, width)));
      byte[] hashes = fetched(new Tile(0, index, width));
      for (int i = 0; i < width; i++) {
        Bytes entry = entry(entries, index);
        int from = i * TreeHasher.HASH_BYTES;
        byte[] hash = Arrays.copyOfRange(hashes, from, from + TreeHasher.HASH_BYTES);
        if (!hasher.leaf(entry).equals(Bytes.owning(hash))) {
          throw broken("tile/0/" + index + " has another hash than that of entry " + tree.size());
        }
        requireEvent(entry, events);
        tree.append(entry);
        compareWithBefore(note);
        while (next.filter(each -> each.content().head().size() == tree.size()).isPresent()) {
          follow(next.get());
          blocks++;
          next = block(blocks, head);
        }
      }
      if (entries.hasRemaining() || hashes.length != width * TreeHasher.HASH_BYTES) {
        throw broken("tile " + index + " has more than its width");
      }
      compareAbove(false);
      progress.accept(tree.size());
    }
    compareAbove(true);
    if (!tree.head().equals(head)) {
      throw rival("the entries make another root than was signed", note);
    }
    if (next.filter(each -> each.content().first() < head.size()).isPresent()
        || chain.filter(each -> each.head().size() < head.size()).isPresent()) {
      throw broken("block " + blocks + " does not begin where the checkpoint ends");
    }
    if (blockBefore.isPresent()) {
      throw otherBlock(blockBefore.get(), chain.flatMap(BlockChain::last));
    }
    requireDistinct(events, note);
    compareWithWitnesses(note);
    return new Clean(note, head, chain.flatMap(BlockChain::last), blocks);
  }

  /** What the witnesses of the checkpoint say of it, and of the time of the block that it is of. */
  private void compareWithWitnesses(SignedNote note) throws AuditException {
    try {
      Map<VerifierKey, Optional<Instant>> cosigners = notes.signers(note, policy.witnessKeys());
      Optional<Block> last = chain.flatMap(BlockChain::last);
      Optional<BlockReason> fault =
          last.isPresent()
              ? WitnessClocks.fault(last.get().content().time(), cosigners, policy.quorum())
              : Optional.of(BlockReason.NOT_WITNESSED)
                  .filter(none -> !policy.quorum().isMetBy(cosigners.keySet()));
      if (fault.isPresent()) {
        throw broken("the checkpoint, or its block: " + fault.get().text());
      }
    } catch (NoteException e) {
      throw broken("the checkpoint is not to be believed: " + e.getMessage());
    }
  }

  private static AuditException broken(String what) {
    return new AuditException(what, Optional.empty(), List.of());
  }

  private static AuditException rival(String what, SignedNote note) {
    return new AuditException(what, Optional.of(note), List.of());
  }

  private SignedNote checkpoint() throws IOException, AuditException {
    Bytes bytes =
        pages
            .get("checkpoint", SignedNote.MAX_NOTE_BYTES)
            .orElseThrow(() -> broken("there is no checkpoint: it has no block yet, or is no log"));
    try {
      return SignedNote.parse(bytes);
    } catch (NoteException e) {
      throw broken("the checkpoint is no note: " + e.getMessage());
    }
  }

  private TreeHead head(SignedNote note) throws AuditException {
    try {
      return Checkpoint.open(note, key, notes).head();
    } catch (NoteException e) {
      throw broken("the checkpoint is not to be believed: " + e.getMessage());
    }
  }

  private void compareWithBefore(SignedNote note) throws AuditException {
    if (before.filter(known -> known.size() == tree.size()).isPresent()) {
      if (!before.get().equals(tree.head())) {
        throw rival("the log has another history than before", note);
      }
      before = Optional.empty();
    }
  }

  private byte[] fetched(Tile tile) throws IOException, AuditException {
    int most =
        tile.level() == Tile.ENTRIES
            ? Tile.WIDTH * (Short.BYTES + 0xffff)
            : Tile.WIDTH * TreeHasher.HASH_BYTES;
    Optional<Bytes> bytes = pages.get(tile.path(), most);
    if (bytes.isEmpty() && !tile.isFull()) {
      // A log may let go of a partial tile once the full one is there.
      bytes = pages.get(tile.wide(Tile.WIDTH).path(), most).map(full -> cut(full, tile));
    }
    byte[] got = bytes.orElseThrow(() -> broken(tile.path() + " is not served")).toArray();
    if (tile.level() != Tile.ENTRIES && got.length != tile.width() * TreeHasher.HASH_BYTES) {
      throw broken(tile.path() + " is not as wide as it says");
    }
    return got;
  }

  private static Bytes cut(Bytes full, Tile tile) {
    if (tile.level() != Tile.ENTRIES) {
      int width = tile.width() * TreeHasher.HASH_BYTES;
      return full.size() < width ? full : full.slice(0, width);
    }
    int end = 0;
    for (int i = 0; i < tile.width() && end + Short.BYTES <= full.size(); i++) {
      end += Short.BYTES + (full.at(end) << Byte.SIZE | full.at(end + 1));
    }
    return full.slice(0, Math.min(end, full.size()));
  }

  private static Bytes entry(ByteBuffer entries, long index) throws AuditException {
    int length = entries.remaining() < Short.BYTES ? -1 : entries.getShort() & 0xffff;
    if (length < 0 || length > entries.remaining()) {
      throw broken("the bundle " + index + " of entries is cut off");
    }
    byte[] entry = new byte[length];
    entries.get(entry);
    return Bytes.owning(entry);
  }

  /** What a log of somebody else's kind has for entries is not ours to say. */
  private void requireEvent(Bytes entry, DistinctEntries events)
      throws IOException, AuditException {
    if (chain.isPresent()) {
      Optional<EventId> event = LogOrigin.event(entry);
      if (event.isEmpty()) {
        throw broken("entry " + tree.size() + " is no CID of an event");
      }
      events.add(event.get(), tree.size());
    }
  }

  private static void requireDistinct(DistinctEntries events, SignedNote note)
      throws IOException, AuditException {
    Optional<DistinctEntries.Twins> twins = events.twins();
    if (twins.isPresent()) {
      throw rival(
          "entry "
              + twins.get().again()
              + " is the event of entry "
              + twins.get().first()
              + " again",
          note);
    }
  }

  private void collect(int level, long place, byte[] hash) {
    if (level > 0) {
      above.computeIfAbsent(level, each -> new ByteArrayOutputStream()).writeBytes(hash);
    }
  }

  /** Compares what was computed of the levels above with what is served. */
  private void compareAbove(boolean isEnd) throws IOException, AuditException {
    for (Map.Entry<Integer, ByteArrayOutputStream> each : above.entrySet()) {
      int level = each.getKey();
      ByteArrayOutputStream own = each.getValue();
      int width = own.size() / TreeHasher.HASH_BYTES;
      if (width == Tile.WIDTH || (isEnd && width > 0)) {
        long hashes = tree.size() >>> (Byte.SIZE * level);
        Tile tile = new Tile(level, (hashes - 1) / Tile.WIDTH, width);
        if (!Arrays.equals(fetched(tile), own.toByteArray())) {
          throw broken(tile.path() + " has other hashes than the tiles below it make");
        }
        own.reset();
      }
    }
  }

  /** A block of a log that has some; nothing where none is to be there. */
  private Optional<Block> block(long height, TreeHead head) throws IOException, AuditException {
    if (chain.isEmpty()) {
      return Optional.empty();
    }
    Optional<Bytes> bytes = pages.get("block/" + height, BlockReader.MAX_BLOCK_BYTES);
    if (bytes.isEmpty() && tree.size() < head.size()) {
      throw broken("block " + height + " is withheld: the checkpoint has entries that are in it");
    }
    try {
      return bytes.isEmpty() ? Optional.empty() : Optional.of(reader.read(bytes.get()));
    } catch (BlockException e) {
      throw broken("block " + height + " is not to be believed: " + e.getMessage());
    }
  }

  /**
   * The same leaves may be in other blocks, with other times, than the auditor was shown before.
   */
  private void compareWithBefore(Block block) throws AuditException {
    if (blockBefore.filter(known -> known.height() == block.height()).isPresent()) {
      if (!blockBefore.get().equals(block)) {
        throw otherBlock(blockBefore.get(), Optional.of(block));
      }
      blockBefore = Optional.empty();
    }
  }

  private static AuditException otherBlock(Block before, Optional<Block> now) {
    return new AuditException(
        "block " + before.height() + " is another one than before, or gone",
        Optional.empty(),
        Stream.concat(Stream.of(before), now.stream()).toList());
  }

  private void follow(Block block) throws AuditException {
    compareWithBefore(block);
    BlockChain known = chain.orElseThrow();
    BlockChain.Outcome outcome = known.recomputed(block, tree.head(), now);
    if (outcome instanceof BlockChain.Outcome.Next next) {
      chain = Optional.of(next.chain());
      return;
    }
    String what =
        outcome instanceof BlockChain.Outcome.Refused refused
            ? ": " + refused.reason().text()
            : " and the one before it are of two histories";
    List<Block> both = Stream.concat(known.last().stream(), Stream.of(block)).toList();
    throw new AuditException("block " + block.height() + what, Optional.empty(), both);
  }
}
