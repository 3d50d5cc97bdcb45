package io.vivim.blockbuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.events.LogScope;
import io.vivim.store.Commits;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Store;
import io.vivim.store.StoreView;
import io.vivim.store.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blocks that come before they can be judged. */
final class AheadBlocksTest {
  private static final BlockReader READER = new BlockReader(SignatureVerifier.create());
  private static final SigningKey KEY = SigningKey.generate();
  private static final LogOrigin ORIGIN = new LogOrigin(KEY.did(), LogScope.PUBLIC);
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final BlockLimits LIMITS = new BlockLimits(1000, 1 << 30, Duration.ofSeconds(10));

  private final Store store = Stores.inMemory();
  private final History honest = new History(Stores.inMemory(), 0);
  private final History rival = new History(Stores.inMemory(), 1_000_000);
  private final List<KnownLogs.Fork> alarms = new ArrayList<>();
  private final List<Block> forgotten = new ArrayList<>();
  private KnownLogs known;

  /** A history of the one log, with a leaf in each block. */
  private static final class History {
    final BlockBuilder builder;
    final long leaves;

    History(Store store, long leaves) {
      this.builder = BlockBuilder.open(store, KEY, ORIGIN, LIMITS);
      this.leaves = leaves;
    }

    Block grow(Instant now) {
      long position = builder.position() + 1;
      builder.add(
          new BlockBuilder.Leaf(position, Leaves.event(leaves + position), Leaves.BYTES), now);
      return builder.build(now).orElseThrow();
    }

    CheckpointBody told(Block block) {
      long first = block.content().first();
      return new CheckpointBody(
          block.bytes(), builder.log().prover(first + 1).consistency(first).path());
    }
  }

  @BeforeEach
  void open() {
    BlockBuilder.prepare(store);
    known = opened(store);
  }

  private KnownLogs opened(Store where) {
    return new KnownLogs(
        where, where, READER, alarm -> alarms.add(alarm.fork()), block -> forgotten.add(block));
  }

  private BlockChain.Outcome take(History history, Block block) throws BlockException {
    return known.take(history.told(block), KEY.did(), NOW);
  }

  private static List<Block> grown(History history, int count) {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(history.grow(NOW));
    }
    return blocks;
  }

  @Test
  void aRivalThatComesBeforeItsTimeIsToldOfOnceItsHeightComes() throws Exception {
    List<Block> ours = grown(honest, 4);
    List<Block> theirs = grown(rival, 4);
    take(rival, theirs.get(3));
    known = opened(store);
    take(honest, ours.get(0));
    take(honest, ours.get(1));
    assertThat(alarms).isEmpty();
    take(honest, ours.get(2));
    take(honest, ours.get(3));
    assertThat(alarms)
        .singleElement()
        .satisfies(fork -> assertThat(fork.one()).isEqualTo(theirs.get(3)))
        .satisfies(fork -> assertThat(fork.other()).isEqualTo(ours.get(2)));
    assertThat(known.forks(9)).isEqualTo(alarms);
    assertThat(known.last(ORIGIN)).contains(ours.get(3));
  }

  @Test
  void twoThatContradictEachOtherAreToldOfBeforeTheirHeightComes() throws Exception {
    List<Block> ours = grown(honest, 3);
    List<Block> theirs = grown(rival, 3);
    take(honest, ours.get(2));
    take(rival, theirs.get(2));
    assertThat(alarms).containsExactly(new KnownLogs.Fork(ours.get(2), theirs.get(2)));
    take(honest, ours.get(0));
    take(honest, ours.get(1));
    assertThat(known.last(ORIGIN)).contains(ours.get(2));
    assertThat(new AheadBlocks(store, store, forgotten::add).of(ORIGIN)).isEmpty();
  }

  @Test
  void blocksThatCameInAnyOrderAreAllTaken() throws Exception {
    List<Block> blocks = grown(honest, 5);
    for (int height : new int[] {3, 1, 4, 2, 0}) {
      take(honest, blocks.get(height));
    }
    assertThat(known.last(ORIGIN)).contains(blocks.get(4));
    assertThat(alarms).isEmpty();
  }

  @Test
  void aStrangersProofDoesNotStandInTheWayOfTheBuilders() throws Exception {
    List<Block> blocks = grown(honest, 3);
    known.take(new CheckpointBody(blocks.get(2).bytes(), List.of()), NOW);
    take(honest, blocks.get(2));
    known.take(new CheckpointBody(blocks.get(2).bytes(), List.of()), NOW);
    take(honest, blocks.get(0));
    take(honest, blocks.get(1));
    assertThat(known.last(ORIGIN)).contains(blocks.get(2));
  }

  @Test
  void soManyAreKeptAsTheBoundSaysThoseOfTheLowestHeightsAndOneIsSaidToBeForgotten()
      throws Exception {
    int most = AheadBlocks.MAX_AHEAD;
    List<Block> blocks = grown(honest, most + 4);
    for (int height = most + 2; height > 0; height--) {
      take(honest, blocks.get(height));
    }
    take(honest, blocks.get(most + 3));
    assertThat(forgotten).containsExactly(blocks.get(most + 2));
    take(honest, blocks.get(0));
    assertThat(known.last(ORIGIN)).contains(blocks.get(most));
  }

  @Test
  void whatATwinOfOursSignedIsToldOfOnceWeBuildThatHeight() throws Exception {
    History own = new History(store, 0);
    History twin = new History(Stores.inMemory(), 0);
    Block shared = own.grow(NOW);
    assertThat(twin.grow(NOW)).isEqualTo(shared);
    Block theirs = twin.grow(NOW.plusSeconds(1));
    take(twin, theirs);
    assertThat(alarms).isEmpty();
    Block ours = own.grow(NOW);
    known.built(ours, NOW);
    assertThat(alarms).containsExactly(new KnownLogs.Fork(ours, theirs));
  }

  @Test
  void alsoWhereTheTwinsLogWasTakenForAnothersAndACrashCameRightBehindOurBlock() throws Exception {
    Block theirs = rival.grow(NOW);
    assertThat(take(rival, theirs)).isInstanceOf(BlockChain.Outcome.Next.class);
    Block ours = new History(store, 0).grow(NOW);
    opened(store).recover(NOW);
    assertThat(alarms).containsExactly(new KnownLogs.Fork(ours, theirs));
    opened(store).recover(NOW);
    assertThat(alarms).hasSize(1);
  }

  @Test
  void aBlockAheadOfOurClockIsTakenWhenItIsDueAndThoseBehindItToo() throws Exception {
    Block first = honest.grow(NOW);
    Block ahead = honest.grow(NOW.plusSeconds(360));
    Block next = honest.grow(NOW.plusSeconds(370));
    take(honest, first);
    assertThat(take(honest, ahead))
        .isEqualTo(new BlockChain.Outcome.Refused(BlockReason.TIME_AHEAD));
    take(honest, next);
    known = opened(store);
    known.due(NOW.plusSeconds(59));
    assertThat(known.last(ORIGIN)).contains(first);
    known.due(NOW.plusSeconds(60));
    assertThat(known.last(ORIGIN)).contains(ahead);
    known.due(NOW.plusSeconds(70));
    assertThat(known.last(ORIGIN)).contains(next);
  }

  @Test
  void aCrashWhileWhatIsDueIsTakenLeavesNothingUnjudged() throws Exception {
    Block first = honest.grow(NOW);
    Block ahead = honest.grow(NOW.plusSeconds(360));
    Instant due = NOW.plusSeconds(60);
    for (int commits = 0; commits < 3; commits++) {
      Store real = Stores.inMemory();
      BlockBuilder.prepare(real);
      known = opened(real);
      take(honest, first);
      take(honest, ahead);
      int[] left = {commits};
      Commits cut =
          (batch, durability) -> {
            if (left[0]-- == 0) {
              throw new IllegalStateException("cut");
            }
            real.commit(batch, durability);
          };
      KnownLogs falling = new KnownLogs(real, cut, READER);
      assertThatThrownBy(() -> falling.due(due)).hasMessage("cut");
      opened(real).due(due);
      assertThat(opened(real).last(ORIGIN)).contains(ahead);
    }
  }

  /** A store as it is, with a count of the ranges that were read of it. */
  private record Counted(Store store, AtomicInteger scans) implements StoreView {
    @Override
    public Optional<Bytes> get(Bytes key) {
      return store.get(key);
    }

    @Override
    public Scan scan(KeyRange range) {
      scans.incrementAndGet();
      return store.scan(range);
    }
  }

  @Test
  void whatWaitsIsNotLookedAtAgainWhileNothingMoves() throws Exception {
    List<Block> blocks = grown(honest, 40);
    AtomicInteger scans = new AtomicInteger();
    known = new KnownLogs(new Counted(store, scans), store, READER);
    take(honest, blocks.get(0));
    for (Block block : blocks.subList(2, 40)) {
      take(honest, block);
    }
    scans.set(0);
    for (int i = 0; i < 10; i++) {
      take(honest, blocks.get(39));
      take(honest, blocks.get(0));
    }
    assertThat(scans).hasValue(0);
    take(honest, blocks.get(1));
    assertThat(known.last(ORIGIN)).contains(blocks.get(39));
  }

  @Test
  void aCrashBeforeWhatWaitsIsJudgedIsMadeGoodByTheNextThatIsTold() throws Exception {
    List<Block> blocks = grown(honest, 3);
    take(honest, blocks.get(0));
    take(honest, blocks.get(2));
    int[] left = {1};
    Commits cut =
        (batch, durability) -> {
          if (left[0]-- == 0) {
            throw new IllegalStateException("cut");
          }
          store.commit(batch, durability);
        };
    known = new KnownLogs(store, cut, READER);
    assertThatThrownBy(() -> take(honest, blocks.get(1))).hasMessage("cut");
    known = opened(store);
    take(honest, blocks.get(1));
    assertThat(known.last(ORIGIN)).contains(blocks.get(2));
  }

  @Test
  void whatWaitsWasVerifiedOnceAndIsReadWithoutThat() throws Exception {
    Block block = grown(honest, 2).get(1);
    Bytes bad = withBadSignature(block);
    AheadBlocks ahead = new AheadBlocks(store, store, forgotten::add);
    ahead.keep(block, new CheckpointBody(bad, List.of()), false);
    assertThat(ahead.of(ORIGIN))
        .singleElement()
        .satisfies(each -> assertThat(each.block().bytes()).isEqualTo(bad));
  }

  private static Bytes withBadSignature(Block block) {
    for (int at = 0; at < block.bytes().size(); at++) {
      byte[] bytes = block.bytes().toArray();
      bytes[at] ^= 1;
      try {
        READER.read(Bytes.owning(bytes));
      } catch (BlockException e) {
        if (e.reason() == BlockReason.BAD_SIGNATURE) {
          return Bytes.owning(bytes);
        }
      }
    }
    throw new AssertionError("no byte of it is of its signature");
  }

  @Test
  void whatIsAheadOfOurClockWithoutAProofIsNotKept() throws Exception {
    Block first = honest.grow(NOW);
    Block ahead = honest.grow(NOW.plusSeconds(360));
    take(honest, first);
    assertThat(known.take(new CheckpointBody(ahead.bytes(), List.<Bytes>of()), NOW))
        .isEqualTo(new BlockChain.Outcome.Refused(BlockReason.NOT_CONSISTENT));
    known.due(NOW.plusSeconds(3600));
    assertThat(known.last(ORIGIN)).contains(first);
  }

  @Test
  void aCrashAtAnyCommitLosesNothingThatWaits() throws Exception {
    List<Block> ours = grown(honest, 4);
    List<Block> theirs = grown(rival, 4);
    for (int commits = 0; commits < 6; commits++) {
      Store real = Stores.inMemory();
      BlockBuilder.prepare(real);
      alarms.clear();
      Store cut = Cut.of(real, commits, commits % 2 == 0);
      assertThatThrownBy(() -> takeAll(opened(cut), ours, theirs)).isInstanceOf(Cut.class);
      // Events that were not noted as looked at come again.
      takeAll(opened(real), ours, theirs);
      assertThat(opened(real).last(ORIGIN)).contains(ours.get(3));
      assertThat(opened(real).forks(9)).hasSize(1);
    }
  }

  private void takeAll(KnownLogs into, List<Block> ours, List<Block> theirs) throws BlockException {
    into.recover(NOW);
    into.take(rival.told(theirs.get(2)), KEY.did(), NOW);
    for (Block block : ours) {
      into.take(honest.told(block), KEY.did(), NOW);
    }
  }
}
