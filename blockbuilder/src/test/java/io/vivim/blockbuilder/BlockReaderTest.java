package io.vivim.blockbuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vivim.blockbuilder.merkle.ConsistencyProof;
import io.vivim.blockbuilder.merkle.TreeHead;
import io.vivim.blockbuilder.note.Checkpoint;
import io.vivim.blockbuilder.note.NoteSigner;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SignedEnvelope;
import io.vivim.did.SigningKey;
import io.vivim.events.LogScope;
import io.vivim.store.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Blocks that their builder signed, and that say what no block may say. */
final class BlockReaderTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final LogOrigin ORIGIN = new LogOrigin(KEY.did(), LogScope.PUBLIC);
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final BlockReader READER = new BlockReader(SignatureVerifier.create());
  private static final long MOST = (1L << 53) - 1;

  private static Block good() {
    BlockBuilder builder =
        BlockBuilder.open(
            Stores.inMemory(), KEY, ORIGIN, new BlockLimits(9, 9999, Duration.ofSeconds(9)));
    builder.add(Leaves.at(1), NOW);
    return builder.build(NOW).orElseThrow();
  }

  /** The block with one field more, or another one in its place, signed again. */
  private static Bytes with(String field, Ipld value) {
    Map<String, Ipld> fields = new LinkedHashMap<>();
    Block good = good();
    good.content().toIpld(good.note()).forEach(fields::put);
    fields.put(field, value);
    return SignedEnvelope.sign(KEY, Block.TAG, IpldMap.of(fields)).bytes();
  }

  private static BlockReason refusal(Bytes block) {
    return catchThrowableOfType(BlockException.class, () -> READER.read(block)).reason();
  }

  @Test
  void aBlockHasItsNineFieldsAndNoOther() throws BlockException {
    assertThat(READER.read(good().bytes()).height()).isZero();
    for (Ipld value : new Ipld[] {Ipld.NULL, Ipld.of(1), Ipld.of("x")}) {
      assertThat(refusal(with("more", value))).isEqualTo(BlockReason.NOT_A_BLOCK);
    }
  }

  @Test
  void aNumberOfABlockGoesUpTo53Bits() throws BlockException {
    assertThat(READER.read(with("height", Ipld.of(MOST))).height()).isEqualTo(MOST);
    assertThat(READER.read(with("time", Ipld.of(MOST))).content().time().toEpochMilli())
        .isEqualTo(MOST);
    for (String field : new String[] {"height", "first", "last", "time"}) {
      for (long number : new long[] {MOST + 1, Long.MAX_VALUE, -1}) {
        assertThat(refusal(with(field, Ipld.of(number))))
            .as(field)
            .isEqualTo(BlockReason.NOT_A_BLOCK);
      }
    }
  }

  @Test
  void theBuilderOfABlockIsTheOneOfItsOrigin() {
    Ipld other = Ipld.of(SigningKey.generate().did().toString());
    assertThat(refusal(with("builder", other))).isEqualTo(BlockReason.BAD_ORIGIN);
    Ipld elsewhere = Ipld.of(new LogOrigin(SigningKey.generate().did(), LogScope.PUBLIC).text());
    assertThat(refusal(with("origin", elsewhere))).isEqualTo(BlockReason.BAD_ORIGIN);
  }

  @Test
  void theCheckpointOfABlockSaysWhatTheBlockSaysAndNothingMore() throws BlockException {
    TreeHead head = good().content().head();
    assertThat(READER.read(with("checkpoint", note(head))).height()).isZero();
    for (Ipld other :
        new Ipld[] {
          note(head, "more"),
          note(new TreeHead(2, head.root())),
          note(new TreeHead(1, Leaves.event(7).digest()))
        }) {
      assertThat(refusal(with("checkpoint", other))).isEqualTo(BlockReason.BAD_CHECKPOINT);
    }
  }

  private static Ipld note(TreeHead head, String... extensions) {
    String text = new Checkpoint(ORIGIN.text(), head, List.of(extensions)).text();
    NoteSigner signer = NoteSigner.ofNotes(ORIGIN.text(), KEY);
    return Ipld.of(new SignedNote(text, List.of(signer.sign(text, NOW))).encode());
  }

  @Test
  void aProofThatIsToldHas64HashesAtMost() {
    Bytes hash = Bytes.owning(new byte[32]);
    for (int hashes : new int[] {0, 1, 64}) {
      assertThat(CheckpointBody.read(told(hash, hashes)).orElseThrow().proof()).hasSize(hashes);
    }
    assertThat(CheckpointBody.read(told(hash, 65))).isEmpty();
    assertThat(CheckpointBody.read(told(Bytes.owning(new byte[31]), 1))).isEmpty();
  }

  private static IpldMap told(Bytes hash, int hashes) {
    return CheckpointBody.of(good(), new ConsistencyProof(1, 1, Collections.nCopies(hashes, hash)));
  }
}
