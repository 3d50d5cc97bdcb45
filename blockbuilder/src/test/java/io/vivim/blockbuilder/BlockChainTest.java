package io.vivim.blockbuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vivim.blockbuilder.merkle.ConsistencyProof;
import io.vivim.blockbuilder.merkle.TreeHead;
import io.vivim.blockbuilder.note.Checkpoint;
import io.vivim.blockbuilder.note.NoteSigner;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.events.LogScope;
import io.vivim.store.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a builder that lies is told by whoever follows its blocks. */
final class BlockChainTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final LogOrigin ORIGIN = new LogOrigin(KEY.did(), LogScope.PUBLIC);
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final BlockLimits LIMITS = new BlockLimits(100, 1 << 20, Duration.ofSeconds(10));

  private final List<Block> blocks = new ArrayList<>();
  private final List<ConsistencyProof> proofs = new ArrayList<>();

  /** Three blocks of ten leaves. */
  @BeforeEach
  void build() {
    BlockBuilder builder = BlockBuilder.open(Stores.inMemory(), KEY, ORIGIN, LIMITS);
    for (int block = 0; block < 3; block++) {
      for (int i = 1; i <= 10; i++) {
        builder.add(Leaves.at(block * 10 + i), NOW);
      }
      blocks.add(builder.build(NOW.plusSeconds(block)).orElseThrow());
      proofs.add(builder.log().prover().consistency(block * 10L));
    }
  }

  private BlockChain followed(int count) {
    BlockChain chain = BlockChain.unknown(ORIGIN);
    for (int i = 0; i < count; i++) {
      chain = ((BlockChain.Outcome.Next) chain.with(blocks.get(i), proofs.get(i), NOW)).chain();
    }
    return chain;
  }

  /** A block that the builder signs whatever it says. */
  private static Block signed(
      long height, @Nullable Cid prev, long first, TreeHead head, Instant time) {
    String text = new Checkpoint(ORIGIN.text(), head).text();
    NoteSigner signer = NoteSigner.ofNotes(ORIGIN.text(), KEY);
    SignedNote note = new SignedNote(text, List.of(signer.sign(text, time)));
    return Block.sign(KEY, new Block.Content(ORIGIN, height, prev, first, head, time), note);
  }

  private void refused(BlockReason reason, int known, Block next, ConsistencyProof proof) {
    assertThat(followed(known).with(next, proof, NOW))
        .isEqualTo(new BlockChain.Outcome.Refused(reason));
  }

  private void forked(int known, Block next) {
    assertThat(followed(known).with(next, proofs.get(known), NOW))
        .isEqualTo(new BlockChain.Outcome.Forked(blocks.get(known - 1), next));
  }

  private TreeHead head(int block) {
    return blocks.get(block).content().head();
  }

  @Test
  void theNextBlockIsTakenAndTheLastOneKnown() {
    assertThat(followed(3).head()).isEqualTo(head(2));
    assertThat(followed(3).with(blocks.get(2), proofs.get(2), NOW))
        .isEqualTo(new BlockChain.Outcome.Known());
  }

  @Test
  void aSplitViewIsProvenByTheTwoBlocks() {
    TreeHead other = new TreeHead(20, head(2).root());
    forked(2, signed(1, blocks.get(0).cid(), 10, other, NOW));
  }

  @Test
  void aTreeThatShrinksIsProvenByTheTwoBlocks() {
    forked(2, signed(2, blocks.get(1).cid(), 5, new TreeHead(15, head(1).root()), NOW));
    forked(2, signed(2, blocks.get(1).cid(), 10, new TreeHead(20, head(1).root()), NOW));
  }

  @Test
  void aLinkToAnotherBlockThanTheOneBeforeIsProvenByTheTwo() {
    forked(2, signed(2, blocks.get(0).cid(), 20, head(2), NOW));
    forked(2, signed(2, blocks.get(1).cid(), 19, head(2), NOW));
  }

  @Test
  void aHistoryThatWasRewrittenIsNotTaken() {
    Instant later = NOW.plusSeconds(2);
    Block rewritten = signed(2, blocks.get(1).cid(), 20, new TreeHead(30, head(1).root()), later);
    refused(BlockReason.NOT_CONSISTENT, 2, rewritten, proofs.get(2));
    refused(BlockReason.NOT_CONSISTENT, 2, blocks.get(2), proofs.get(1));
  }

  @Test
  void blocksInAnotherOrderAreNotTaken() {
    refused(BlockReason.GAP, 0, blocks.get(1), proofs.get(1));
    refused(BlockReason.GAP, 1, blocks.get(2), proofs.get(2));
    refused(BlockReason.OLD, 3, blocks.get(0), proofs.get(0));
  }

  @Test
  void aTimeThatCannotBeIsNotTaken() {
    Cid prev = blocks.get(1).cid();
    Block early = signed(2, prev, 20, head(2), NOW.minusSeconds(1));
    refused(BlockReason.TIME_GOES_BACK, 2, early, proofs.get(2));
    Instant ahead = NOW.plus(BlockChain.MAX_CLOCK_DRIFT).plusMillis(1);
    refused(BlockReason.TIME_AHEAD, 2, signed(2, prev, 20, head(2), ahead), proofs.get(2));
  }

  @Test
  void aBeginningThatIsNoneIsNotTaken() {
    refused(BlockReason.WRONG_SPAN, 0, signed(0, null, 5, head(0), NOW), proofs.get(0));
    Block linked = signed(0, blocks.get(2).cid(), 0, head(0), NOW);
    refused(BlockReason.BROKEN_LINK, 0, linked, proofs.get(0));
    LogOrigin other = new LogOrigin(SigningKey.generate().did(), LogScope.PUBLIC);
    assertThat(BlockChain.unknown(other).with(blocks.get(0), proofs.get(0), NOW))
        .isEqualTo(new BlockChain.Outcome.Refused(BlockReason.OTHER_LOG));
  }

  @Test
  void notABitOfABlockCanBeChanged() {
    BlockReader reader = new BlockReader(SignatureVerifier.create());
    byte[] bytes = blocks.get(0).bytes().toArray();
    for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
      assertThat(catchThrowable(() -> reader.read(Bytes.owning(changed))))
          .isInstanceOf(BlockException.class);
    }
  }

  @Test
  void aCheckpointThatSaysOtherwiseMakesNoBlock() {
    Block.Content content = blocks.get(0).content();
    Block other = Block.sign(KEY, content, blocks.get(1).note());
    assertThat(
            catchThrowable(() -> new BlockReader(SignatureVerifier.create()).read(other.bytes())))
        .isInstanceOfSatisfying(
            BlockException.class,
            e -> assertThat(e.reason()).isEqualTo(BlockReason.BAD_CHECKPOINT));
  }
}
