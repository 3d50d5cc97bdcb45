package io.vivim.blockbuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.blockbuilder.merkle.Tile;
import io.vivim.blockbuilder.merkle.TreeHasher;
import io.vivim.blockbuilder.note.NoteCheck;
import io.vivim.blockbuilder.note.NoteException;
import io.vivim.blockbuilder.note.ProofFile;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.codec.Bytes;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.events.LogScope;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Store;
import io.vivim.store.StoreView;
import io.vivim.store.Stores;
import io.vivim.testvectors.Stranger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A builder, its blocks, and what a stranger makes of what it serves. */
final class BlockBuilderTest {
  private static final SignatureVerifier VERIFIER = SignatureVerifier.create();
  private static final SigningKey KEY = SigningKey.generate();
  private static final LogOrigin ORIGIN = new LogOrigin(KEY.did(), LogScope.PUBLIC);
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final BlockLimits LIMITS =
      new BlockLimits(100, 80 * Leaves.BYTES, Duration.ofSeconds(10));

  private final Store store = Stores.inMemory();

  private BlockBuilder open() {
    return BlockBuilder.open(store, KEY, ORIGIN, LIMITS);
  }

  private static Stranger stranger(OwnLog log) {
    return new Stranger(path -> served(log, path).map(Bytes::toArray), ORIGIN.key().text());
  }

  private static Optional<Bytes> served(OwnLog log, String path) {
    return path.equals("checkpoint")
        ? log.checkpoint().map(SignedNote::encode)
        : Tile.parse(path).flatMap(log::served);
  }

  @Test
  void aStrangerFindsAllEntriesInTheirOrder() {
    BlockBuilder builder = open();
    List<byte[]> entries = new ArrayList<>();
    for (int position = 1; position <= 70_000; position++) {
      entries.add(LogOrigin.entry(Leaves.event(position)).toArray());
      if (builder.add(Leaves.at(position), NOW)) {
        builder.build(NOW);
      }
    }
    builder.build(NOW);
    Stranger stranger = stranger(builder.log());
    Stranger.Head head = stranger.checkpoint();
    assertThat(head.origin()).isEqualTo(ORIGIN.text());
    assertThat(head.size()).isEqualTo(70_000);
    assertThat(stranger.entries(head)).containsExactlyElementsOf(entries);
    assertThat(entries.get(0)).hasSize(36).startsWith(1, 0x71, 0x12, 0x20);
  }

  @Test
  void everyEarlierCheckpointIsServedToo() {
    BlockBuilder builder = open();
    List<Block> blocks = new ArrayList<>();
    for (int position = 1; position <= 600; position++) {
      builder.add(Leaves.at(position), NOW);
      if (position % 7 == 0) {
        blocks.add(builder.build(NOW).orElseThrow());
      }
    }
    for (Block block : blocks) {
      Stranger stranger = stranger(builder.log());
      Stranger.Head head = stranger.open(block.note().encode().toArray());
      assertThat(stranger.entries(head)).hasSize((int) head.size());
    }
  }

  @Test
  void aBuilderWhoseClockIsFarBehindItsLastBlockMakesNoneUntilItIsNot() {
    BlockBuilder builder = open();
    builder.add(Leaves.at(1), NOW);
    Block last = builder.build(NOW).orElseThrow();
    Instant least = NOW.minus(BlockChain.MAX_CLOCK_DRIFT);
    Instant behind = least.minusMillis(1);
    boolean isDue = false;
    for (int position = 2; position <= LIMITS.leaves() + 1; position++) {
      isDue |= builder.add(Leaves.at(position), behind);
    }
    assertThat(isDue || builder.isDue(behind)).isFalse();
    assertThat(builder.build(behind)).isEmpty();
    assertThat(builder.log().progress().size()).isEqualTo(1);

    assertThat(builder.isDue(least)).isTrue();
    Block next = builder.build(least).orElseThrow();
    assertThat(next.content().time()).isEqualTo(last.content().time());
    assertThat(next.content().head().size()).isEqualTo(LIMITS.leaves() + 1);
  }

  @Test
  void whatNoBlockPublishedIsNotServed() {
    BlockBuilder builder = open();
    builder.add(Leaves.at(1), NOW);
    assertThat(builder.log().served(new Tile(0, 0, 1))).isEmpty();
    assertThat(builder.log().checkpoint()).isEmpty();
    builder.build(NOW);
    assertThat(builder.log().served(new Tile(0, 0, 1))).isPresent();
    assertThat(builder.log().served(new Tile(0, 0, 2))).isEmpty();
    assertThat(builder.log().served(new Tile(Tile.ENTRIES, 0, 2))).isEmpty();
    assertThat(builder.log().served(new Tile(1, 0, 1))).isEmpty();
    assertThat(builder.log().served(new Tile(0, 1, 256))).isEmpty();
  }

  @Test
  void blocksAreAChainThatIsReadAndFollowed() throws BlockException {
    BlockBuilder builder = open();
    BlockReader reader = new BlockReader(VERIFIER);
    BlockChain chain = BlockChain.unknown(ORIGIN);
    for (int position = 1; position <= 500; position++) {
      if (builder.add(Leaves.at(position), NOW)) {
        Block built = builder.build(NOW).orElseThrow();
        Block read = reader.read(built.bytes());
        assertThat(read).isEqualTo(built);
        assertThat(read.content()).isEqualTo(built.content());
        BlockChain.Outcome outcome =
            chain.with(read, builder.log().prover().consistency(chain.head().size()), NOW);
        assertThat(outcome).isInstanceOf(BlockChain.Outcome.Next.class);
        chain = ((BlockChain.Outcome.Next) outcome).chain();
      }
    }
    assertThat(chain.last().orElseThrow().height()).isEqualTo(5);
    assertThat(chain.head().size()).isEqualTo(480);
  }

  @Test
  void aBlockIsMadeByCountByBytesOrByTime() {
    BlockLimits count = new BlockLimits(3, 1 << 20, Duration.ofSeconds(10));
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
    Store store = Stores.inMemory();
    BlockBuilder.prepare(store);
    BlockBuilder byCount = BlockBuilder.open(store, store, KEY, ORIGIN, count, nanos::get);
    assertThat(byCount.isDue(NOW)).isFalse();
    assertThat(byCount.build(NOW)).isEmpty();
    assertThat(byCount.add(Leaves.at(1), NOW)).isFalse();
    assertThat(byCount.add(Leaves.at(2), NOW)).isFalse();
    assertThat(byCount.dueIn()).contains(Duration.ofSeconds(10));
    nanos.addAndGet(Duration.ofSeconds(9).toNanos());
    assertThat(byCount.isDue(NOW.plusSeconds(3600))).isFalse();
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(byCount.isDue(NOW.minusSeconds(3600))).isTrue();
    assertThat(byCount.add(Leaves.at(3), NOW)).isTrue();
    BlockLimits bytes = new BlockLimits(100, 2 * Leaves.BYTES, Duration.ofSeconds(10));
    BlockBuilder byBytes = BlockBuilder.open(Stores.inMemory(), KEY, ORIGIN, bytes);
    assertThat(byBytes.add(Leaves.at(1), NOW)).isFalse();
    assertThat(byBytes.add(Leaves.at(2), NOW)).isTrue();
  }

  @Test
  void aBuilderGoesOnWhereItWas() {
    BlockBuilder before = open();
    for (int position = 1; position <= 300; position++) {
      before.add(Leaves.at(position), NOW);
    }
    Block last = before.build(NOW).orElseThrow();
    before.add(Leaves.at(301), NOW);
    // What waited is asked for again.
    BlockBuilder after = open();
    assertThat(after.position()).isEqualTo(300);
    after.add(Leaves.at(301), NOW);
    Block next = after.build(NOW.minusSeconds(60)).orElseThrow();
    assertThat(next.prev()).contains(last.cid());
    assertThat(next.content().first()).isEqualTo(300);
    assertThat(next.content().time()).isEqualTo(last.content().time());
    Stranger stranger = stranger(after.log());
    assertThat(stranger.entries(stranger.checkpoint())).hasSize(301);
  }

  @Test
  void anEventIsProvenByAFileAlone() throws NoteException {
    BlockBuilder builder = open();
    for (int position = 1; position <= 300; position++) {
      builder.add(Leaves.at(position), NOW);
    }
    builder.build(NOW);
    Bytes file = builder.log().proofOf(Leaves.event(77)).orElseThrow().encode();
    Bytes leaf = new TreeHasher().leaf(LogOrigin.entry(Leaves.event(77)));
    NoteCheck check = new NoteCheck(VERIFIER);
    assertThat(ProofFile.parse(file).check(leaf, ORIGIN.key(), check).head().size()).isEqualTo(300);
    assertThat(builder.log().proofOf(Leaves.event(301))).isEqualTo(Optional.empty());
  }

  @Test
  void aBlockThatComesMeanwhileSpoilsNoProof() throws NoteException {
    for (int reads = 1; reads <= 8; reads++) {
      Store changing = Stores.inMemory();
      BlockBuilder builder = BlockBuilder.open(changing, KEY, ORIGIN, LIMITS);
      grow(builder, 5);
      for (long event : List.of(2L, builder.position() + 2)) {
        StoreView view = new Interrupted(changing, reads, () -> grow(builder, 3));
        Optional<ProofFile> file = new OwnLog(view, ORIGIN).proofOf(Leaves.event(event));
        Bytes leaf = new TreeHasher().leaf(LogOrigin.entry(Leaves.event(event)));
        if (file.isPresent()) {
          file.get().check(leaf, ORIGIN.key(), new NoteCheck(VERIFIER));
        }
        assertThat(file.isPresent() || event > 5).as("before read %s", reads).isTrue();
      }
    }
  }

  private static void grow(BlockBuilder builder, int leaves) {
    for (int i = 0; i < leaves; i++) {
      builder.add(Leaves.at(builder.position() + 1), NOW);
    }
    builder.build(NOW);
  }

  /** A store in which something happens before one of its rows is read. */
  private static final class Interrupted implements StoreView {
    private final StoreView store;
    private final Runnable happens;
    private int left;

    Interrupted(StoreView store, int left, Runnable happens) {
      this.store = store;
      this.left = left;
      this.happens = happens;
    }

    @Override
    public Optional<Bytes> get(Bytes key) {
      left--;
      if (left == 0) {
        happens.run();
      }
      return store.get(key);
    }

    @Override
    public Scan scan(KeyRange range) {
      return store.scan(range);
    }
  }

  @Test
  void anotherOnesLogIsNotBuilt() {
    LogOrigin other = new LogOrigin(SigningKey.generate().did(), LogScope.PUBLIC);
    assertThatThrownBy(() -> BlockBuilder.open(store, KEY, other, LIMITS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void logsOfOneStoreDoNotMix() {
    LogScope circle = LogScope.parse("circle:" + Leaves.event(9)).orElseThrow();
    BlockBuilder one = open();
    BlockBuilder other = BlockBuilder.open(store, KEY, new LogOrigin(KEY.did(), circle), LIMITS);
    one.add(Leaves.at(1), NOW);
    one.build(NOW);
    other.add(Leaves.at(2), NOW);
    other.build(NOW);
    assertThat(one.log().indexOf(Leaves.event(2))).isEmpty();
    assertThat(other.log().indexOf(Leaves.event(2))).contains(0L);
  }
}
