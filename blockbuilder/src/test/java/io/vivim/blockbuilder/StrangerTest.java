package io.vivim.blockbuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.blockbuilder.merkle.TreeHead;
import io.vivim.blockbuilder.note.Checkpoint;
import io.vivim.blockbuilder.note.NoteSigner;
import io.vivim.blockbuilder.note.ProofFile;
import io.vivim.codec.Bytes;
import io.vivim.did.SigningKey;
import io.vivim.events.LogScope;
import io.vivim.store.Stores;
import io.vivim.testvectors.Stranger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a stranger makes of proofs and cosignatures, and of each that was changed. */
final class StrangerTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final LogOrigin ORIGIN = new LogOrigin(KEY.did(), LogScope.PUBLIC);
  private static final NoteSigner WITNESS = NoteSigner.witness("w", SigningKey.generate());
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final int LEAVES = 300;
  private static final byte[] ENTRY = LogOrigin.entry(Leaves.event(78)).toArray();

  private final Stranger stranger = new Stranger(path -> Optional.empty(), ORIGIN.key().text());
  private OwnLog log;

  @BeforeEach
  void build() {
    BlockLimits limits = new BlockLimits(1000, 1 << 30, Duration.ofSeconds(10));
    BlockBuilder builder = BlockBuilder.open(Stores.inMemory(), KEY, ORIGIN, limits);
    for (int position = 1; position <= LEAVES; position++) {
      builder.add(Leaves.at(position), NOW);
    }
    builder.build(NOW);
    log = builder.log();
  }

  private static void refused(String what, ThrowingCallable check) {
    assertThatThrownBy(check).as(what).isInstanceOf(AssertionError.class);
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] changed = bytes.clone();
    changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
    return changed;
  }

  private byte[] file() {
    return log.proofOf(Leaves.event(78)).orElseThrow().encode().toArray();
  }

  @Test
  void aProofFileIsAcceptedAndNoneThatWasChanged() {
    byte[] file = file();
    assertThat(stranger.proven(file, ENTRY).size()).isEqualTo(LEAVES);
    for (int at = 0; at < file.length; at++) {
      byte[] changed = flipped(file, at * Byte.SIZE + at % Byte.SIZE);
      refused("byte " + at, () -> stranger.proven(changed, ENTRY));
    }
    byte[] other = LogOrigin.entry(Leaves.event(79)).toArray();
    refused("another entry", () -> stranger.proven(file, other));
    String key = new LogOrigin(SigningKey.generate().did(), LogScope.PUBLIC).key().text();
    Stranger elsewhere = new Stranger(path -> Optional.empty(), key);
    refused("another log", () -> elsewhere.proven(file, ENTRY));
  }

  @Test
  void aProofFileOfEveryEntryIsAccepted() {
    for (int number = 1; number <= LEAVES; number++) {
      ProofFile file = log.proofOf(Leaves.event(number)).orElseThrow();
      byte[] entry = LogOrigin.entry(Leaves.event(number)).toArray();
      assertThat(stranger.proven(file.encode().toArray(), entry).size()).isEqualTo(LEAVES);
    }
  }

  @Test
  void aProofFileWithMoreOrFewerHashesOrAnotherIndexIsRefused() {
    ProofFile file = log.proofOf(Leaves.event(78)).orElseThrow();
    List<Bytes> more = new ArrayList<>(file.path());
    more.add(file.path().get(0));
    List<Bytes> fewer = file.path().subList(1, file.path().size());
    for (List<Bytes> path : List.of(more, fewer)) {
      ProofFile other = new ProofFile(Optional.empty(), file.index(), path, file.note());
      refused("hashes", () -> stranger.proven(other.encode().toArray(), ENTRY));
    }
    ProofFile other = new ProofFile(Optional.empty(), 78, file.path(), file.note());
    refused("index", () -> stranger.proven(other.encode().toArray(), ENTRY));
    String text = new String(file(), StandardCharsets.UTF_8).replace("index 77", "index 077");
    byte[] spelled = text.getBytes(StandardCharsets.UTF_8);
    refused("spelling", () -> stranger.proven(spelled, ENTRY));
  }

  private static Stranger.Head head(TreeHead head) {
    String root = Base64.getEncoder().encodeToString(head.root().toArray());
    return new Stranger.Head(ORIGIN.text(), head.size(), root);
  }

  private Stranger.Head head(long size) {
    return head(log.prover(size).head());
  }

  private List<byte[]> path(long before, long after) {
    return log.prover(after).consistency(before).path().stream().map(Bytes::toArray).toList();
  }

  @Test
  void everyTreeIsSeenToGoOnFromEveryEarlierOne() {
    for (long after = 0; after <= 70; after++) {
      for (long before = 0; before <= after; before++) {
        Stranger.goesOn(head(before), head(after), path(before, after));
      }
    }
    Stranger.goesOn(head(77), head(LEAVES), path(77, LEAVES));
  }

  @Test
  void aConsistencyProofThatWasChangedIsRefused() {
    List<byte[]> path = path(77, LEAVES);
    Stranger.Head before = head(77);
    Stranger.Head after = head(LEAVES);
    for (int at = 0; at < path.size(); at++) {
      for (int bit = 0; bit < 256; bit++) {
        List<byte[]> changed = new ArrayList<>(path);
        changed.set(at, flipped(path.get(at), bit));
        refused("hash " + at, () -> Stranger.goesOn(before, after, changed));
      }
    }
    List<byte[]> more = new ArrayList<>(path);
    more.add(path.get(0));
    refused("more", () -> Stranger.goesOn(before, after, more));
    refused("fewer", () -> Stranger.goesOn(before, after, path.subList(1, path.size())));
    refused("another before", () -> Stranger.goesOn(head(78), after, path));
    refused("another after", () -> Stranger.goesOn(before, head(LEAVES - 1), path));
    refused("shrinks", () -> Stranger.goesOn(after, before, path));
    refused("a rewritten tree", () -> Stranger.goesOn(before, before, path));
    Stranger.Head sameSize = new Stranger.Head(ORIGIN.text(), 77, after.root());
    refused("two of one size", () -> Stranger.goesOn(before, sameSize, List.of()));
  }

  @Test
  void aCosignatureIsAcceptedAndNoneThatWasChanged() {
    String text = new Checkpoint(ORIGIN.text(), log.prover().head()).text();
    byte[] note = log.checkpoint().orElseThrow().with(WITNESS.sign(text, NOW)).encode().toArray();
    String key = WITNESS.verifier().text();
    assertThat(stranger.open(note).size()).isEqualTo(LEAVES);
    assertThat(Stranger.cosigned(note, key)).isEqualTo(NOW.getEpochSecond());
    for (int bit = 0; bit < note.length * Byte.SIZE; bit += 3) {
      byte[] changed = flipped(note, bit);
      refused(
          "bit " + bit,
          () -> {
            stranger.open(changed);
            Stranger.cosigned(changed, key);
          });
    }
    byte[] uncosigned = log.checkpoint().orElseThrow().encode().toArray();
    refused("no cosignature", () -> Stranger.cosigned(uncosigned, key));
  }
}
