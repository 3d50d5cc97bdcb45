package io.vivim.blockbuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.blockbuilder.merkle.ConsistencyProof;
import io.vivim.blockbuilder.merkle.TreeHead;
import io.vivim.blockbuilder.note.Checkpoint;
import io.vivim.blockbuilder.note.NoteCheck;
import io.vivim.blockbuilder.note.NoteException;
import io.vivim.blockbuilder.note.NoteSigner;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.blockbuilder.note.WitnessRequest;
import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.events.LogScope;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A crash at each commit, right before it and right behind it. */
final class CrashTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final LogOrigin ORIGIN = new LogOrigin(KEY.did(), LogScope.PUBLIC);
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final int LEAVES = 700;

  private final Store real = Stores.inMemory();

  /** Heads that somebody was given. */
  private final List<TreeHead> published = new ArrayList<>();

  /** Adds all events that the log lacks, and makes blocks, until the power goes. */
  private void run(Store store, int leavesOfABlock) {
    BlockLimits limits = new BlockLimits(leavesOfABlock, 1 << 20, Duration.ofSeconds(10));
    BlockBuilder builder = BlockBuilder.open(store, KEY, ORIGIN, limits);
    for (long position = builder.position() + 1; position <= LEAVES; position++) {
      if (builder.add(Leaves.at(position), NOW) || position == LEAVES) {
        published.add(builder.build(NOW).orElseThrow().content().head());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0,true", "0,false", "1,true", "1,false", "2,true", "2,false", "3,true", "3,false"})
  void aHeadThatWasGivenToSomebodyIsNeverLost(int commits, boolean persists) {
    assertThatThrownBy(() -> run(Cut.of(real, commits, persists), 200)).isInstanceOf(Cut.class);
    OwnLog left = new OwnLog(real, ORIGIN);
    for (int height = 0; height < published.size(); height++) {
      assertThat(left.block(height)).as("block %d, which somebody has", height).isPresent();
      assertThat(left.prover(published.get(height).size()).head()).isEqualTo(published.get(height));
    }
    // Other blocks than before: the same tree all the same.
    run(real, 130);
    OwnLog log = new OwnLog(real, ORIGIN);
    Map<Long, TreeHead> bySize = new HashMap<>();
    TreeHead last = published.get(published.size() - 1);
    assertThat(last.size()).isEqualTo(LEAVES);
    for (TreeHead head : published) {
      assertThat(bySize.merge(head.size(), head, (one, other) -> one)).isEqualTo(head);
      ConsistencyProof proof = log.prover().consistency(head.size());
      assertThat(proof.connects(head, last)).isTrue();
    }
    assertThat(log.prover().head()).isEqualTo(last);
    for (long position = 1; position <= LEAVES; position++) {
      assertThat(log.indexOf(Leaves.event(position))).contains(position - 1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWitnessDoesNotSignTwoTreesOfOneSize(boolean persists) throws NoteException {
    NoteSigner signer = NoteSigner.witness("w", SigningKey.generate());
    NoteCheck check = new NoteCheck(SignatureVerifier.create());
    Bytes one = request("one");
    // The first commit is that of the layout.
    Witness cut = witness(Cut.of(real, 1, persists), signer, check);
    assertThatThrownBy(() -> cut.add(one)).isInstanceOf(Cut.class);
    Witness again = witness(real, signer, check);
    Witness.Status other = again.add(request("other")).status();
    assertThat(other).isEqualTo(persists ? Witness.Status.OTHER_SIZE : Witness.Status.COSIGNED);
    Bytes sameAgain = new WitnessRequest(1, List.of(), WitnessRequest.parse(one).note()).encode();
    assertThat(again.add(sameAgain).status())
        .isEqualTo(persists ? Witness.Status.COSIGNED : Witness.Status.NOT_CONSISTENT);
  }

  @Test
  void aWitnessRemembersWhatItAnswered() {
    NoteSigner signer = NoteSigner.witness("w", SigningKey.generate());
    NoteCheck check = new NoteCheck(SignatureVerifier.create());
    // The power goes behind the answer, when nothing is being committed.
    Witness witness = witness(Cut.of(real, Integer.MAX_VALUE, true), signer, check);
    assertThat(witness.add(request("one")).status()).isEqualTo(Witness.Status.COSIGNED);
    assertThat(witness(real, signer, check).add(request("other")).status())
        .isEqualTo(Witness.Status.OTHER_SIZE);
  }

  private static Witness witness(Store store, NoteSigner signer, NoteCheck check) {
    return Witness.open(
        store, signer, origin -> List.of(ORIGIN.key()), check, InstantSource.fixed(NOW));
  }

  private static Bytes request(String leaf) {
    Bytes root = Multihash.sha256(Bytes.utf8(leaf)).digest();
    String text = new Checkpoint(ORIGIN.text(), new TreeHead(1, root)).text();
    NoteSigner log = NoteSigner.ofNotes(ORIGIN.text(), KEY);
    SignedNote note = new SignedNote(text, List.of(log.sign(text, NOW)));
    return new WitnessRequest(0, List.of(), note).encode();
  }
}
