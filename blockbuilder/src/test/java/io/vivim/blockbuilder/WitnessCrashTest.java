package io.vivim.blockbuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.blockbuilder.merkle.ConsistencyProof;
import io.vivim.blockbuilder.merkle.TreeHead;
import io.vivim.blockbuilder.note.Checkpoint;
import io.vivim.blockbuilder.note.NoteCheck;
import io.vivim.blockbuilder.note.NoteException;
import io.vivim.blockbuilder.note.NoteSigner;
import io.vivim.blockbuilder.note.Policy;
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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A crash at each commit of who cosigns the logs of others, follows them, or is cosigned. */
final class WitnessCrashTest {
  private static final SignatureVerifier VERIFIER = SignatureVerifier.create();
  private static final NoteCheck CHECK = new NoteCheck(VERIFIER);
  private static final BlockReader READER = new BlockReader(VERIFIER);
  private static final SigningKey KEY = SigningKey.generate();
  private static final LogOrigin ORIGIN = new LogOrigin(KEY.did(), LogScope.PUBLIC);
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final BlockLimits LIMITS = new BlockLimits(1000, 1 << 20, Duration.ofSeconds(10));
  private static final NoteSigner WITNESS = NoteSigner.witness("w", SigningKey.generate());

  /** What is left on the disk. */
  private final Store real = Stores.inMemory();

  /** Two histories of the one log, whose builder lies. */
  private final BlockBuilder shown = BlockBuilder.open(Stores.inMemory(), KEY, ORIGIN, LIMITS);

  private final BlockBuilder hidden = BlockBuilder.open(Stores.inMemory(), KEY, ORIGIN, LIMITS);

  private final List<KnownLogs.Fork> alarms = new ArrayList<>();

  private static Block grow(BlockBuilder builder, int from) {
    long position = builder.position() + 1;
    builder.add(new BlockBuilder.Leaf(position, Leaves.event(from + position), 1), NOW);
    return builder.build(NOW).orElseThrow();
  }

  private static Bytes request(long old, BlockBuilder builder, Block block) {
    List<Bytes> proof = builder.log().prover().consistency(old).path();
    return new WitnessRequest(old, proof, block.note()).encode();
  }

  private static Witness witness(Store store) {
    return Witness.open(
        store, WITNESS, origin -> List.of(ORIGIN.key()), CHECK, InstantSource.fixed(NOW));
  }

  /** The first commit is that of the layout, each later one that of a head. */
  @ParameterizedTest
  @CsvSource({"1,true", "1,false", "2,true", "2,false", "3,true", "3,false"})
  void whatAWitnessGaveASignatureOfItNeverForgets(int commits, boolean persists)
      throws NoteException {
    List<Long> answered = new ArrayList<>(List.of(0L));
    Witness cut = witness(Cut.of(real, commits, persists));
    assertThatThrownBy(
            () -> {
              for (long size = 1; size <= 3; size++) {
                Bytes body = request(size - 1, shown, grow(shown, 0));
                assertThat(cut.add(body).status()).isEqualTo(Witness.Status.COSIGNED);
                answered.add(size);
              }
            })
        .isInstanceOf(Cut.class);
    Witness again = witness(real);
    long kept = answered.get(answered.size() - 1) + (persists ? 1 : 0);
    assertThat(sizeOf(again)).isEqualTo(kept);
    // Nobody gets a signature of another tree of a size of which somebody may have one.
    for (long size = 1; size <= kept; size++) {
      Block other = grow(hidden, 1000);
      for (long old = 0; old <= size; old++) {
        assertThat(again.add(request(old, hidden, other)).status())
            .isNotEqualTo(Witness.Status.COSIGNED);
      }
    }
    Block next = grow(shown, 0);
    assertThat(again.add(request(kept, shown, next)).status()).isEqualTo(Witness.Status.COSIGNED);
  }

  private static long sizeOf(Witness witness) throws NoteException {
    Optional<Bytes> last = witness.latest(Multihash.sha256(Bytes.utf8(ORIGIN.text())).digest());
    return last.isEmpty() ? 0 : Checkpoint.parse(SignedNote.parse(last.get()).text()).head().size();
  }

  private static Cosigning cosigning(Store store, boolean isUp) {
    Policy.Witness asked = new Policy.Witness(WITNESS.verifier(), Optional.of("http://w"));
    Witness witness = witness(Stores.inMemory());
    Cosigning.Road road =
        (url, body) ->
            new Cosigning.Answer(
                isUp ? 200 : 500, isUp ? Bytes.utf8(witness.add(body).body()) : Bytes.EMPTY);
    return new Cosigning(
        new OwnLog(store, ORIGIN),
        ORIGIN,
        store,
        Policy.of(1, List.of(asked)),
        CHECK,
        new WitnessDoubts(store, store, doubt -> {}),
        road);
  }

  /** The commits before are that of the layout and that of the block. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCrashLeavesACheckpointWithItsCosignaturesOrWithoutThem(boolean persists) throws Exception {
    Store cut = Cut.of(real, 2, persists);
    grow(BlockBuilder.open(cut, KEY, ORIGIN, LIMITS), 0);
    assertThatThrownBy(() -> cosigning(cut, true).run()).isInstanceOf(Cut.class);
    SignedNote left = new OwnLog(real, ORIGIN).checkpoint().orElseThrow();
    assertThat(left.signatures()).hasSize(persists ? 2 : 1);
    // What is there need not be asked for again, and what is not is.
    assertThat(cosigning(real, !persists).run().orElseThrow().isWitnessed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBlockThatWasSaidToBeWitnessedStaysSo(boolean isAskedTwice) throws Exception {
    Store cut = Cut.of(real, Integer.MAX_VALUE, true);
    grow(BlockBuilder.open(cut, KEY, ORIGIN, LIMITS), 0);
    SignedNote told = cosigning(cut, true).run().orElseThrow().note();
    if (isAskedTwice) {
      assertThat(cosigning(cut, false).run().orElseThrow().note()).isEqualTo(told);
    }
    assertThat(new OwnLog(real, ORIGIN).checkpoint()).contains(told);
  }

  private KnownLogs known(Store store) {
    return new KnownLogs(store, store, READER, alarm -> alarms.add(alarm.fork()));
  }

  private static CheckpointBody told(Block block, BlockBuilder builder) {
    long first = block.content().first();
    ConsistencyProof proof = builder.log().prover(first + 1).consistency(first);
    return new CheckpointBody(block.bytes(), proof.path());
  }

  /** Behind the layout, each commit is a block. */
  @ParameterizedTest
  @CsvSource({"1,true", "1,false", "2,true", "2,false", "3,true", "3,false"})
  void whatIsKnownOfALogGoesOnWhereItWas(int commits, boolean persists) throws Exception {
    List<Block> blocks = List.of(grow(shown, 0), grow(shown, 0), grow(shown, 0));
    Store cut = Cut.of(real, commits, persists);
    BlockBuilder.prepare(cut);
    List<TreeHead> believed = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              for (Block block : blocks) {
                KnownLogs log = known(cut);
                assertThat(log.take(told(block, shown), NOW))
                    .isInstanceOf(BlockChain.Outcome.Next.class);
                believed.add(block.content().head());
              }
            })
        .isInstanceOf(Cut.class);
    KnownLogs again = known(real);
    int kept = believed.size() + (persists ? 1 : 0);
    assertThat(again.last(ORIGIN)).isEqualTo(blocks.stream().limit(kept).reduce((a, b) -> b));
    // The events come again, since how far they were looked at was not noted.
    for (int i = 0; i < blocks.size(); i++) {
      BlockChain.Outcome outcome = again.take(told(blocks.get(i), shown), NOW);
      assertThat(outcome instanceof BlockChain.Outcome.Next).isEqualTo(i >= kept);
    }
    assertThat(again.last(ORIGIN)).contains(blocks.get(2));
    assertThat(alarms).isEmpty();
  }

  /** The commits: the layout, the first history, the fork, and that it was told of. */
  @ParameterizedTest
  @CsvSource({"2,true", "2,false", "3,true", "3,false"})
  void aForkIsKeptAndToldOfWhereverTheCrashComes(int commits, boolean persists) throws Exception {
    Block one = grow(shown, 0);
    Block other = grow(hidden, 1000);
    KnownLogs.Fork fork = new KnownLogs.Fork(one, other);
    Store cut = Cut.of(real, commits, persists);
    BlockBuilder.prepare(cut);
    known(cut).take(told(one, shown), NOW);
    assertThatThrownBy(() -> known(cut).take(told(other, hidden), NOW)).isInstanceOf(Cut.class);
    boolean wasTold = commits == 3;
    assertThat(alarms).hasSize(wasTold ? 1 : 0);
    assertThat(known(real).forks(10)).hasSize(wasTold || persists ? 1 : 0);

    KnownLogs again = known(real);
    again.recover(NOW);
    again.take(told(other, hidden), NOW);
    assertThat(alarms).contains(fork).hasSizeLessThanOrEqualTo(2);
    assertThat(again.forks(10)).containsExactly(fork);

    int before = alarms.size();
    known(real).recover(NOW);
    known(real).take(told(other, hidden), NOW);
    assertThat(alarms).as("it was told of").hasSize(before);
  }

  /** Whoever is told finds the proof on the disk, even where the power goes at that moment. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nobodyIsToldOfAForkThatIsLostAgain(boolean isFirst) throws Exception {
    Store cut = Cut.of(real, Integer.MAX_VALUE, true);
    BlockBuilder.prepare(cut);
    List<Integer> onDisk = new ArrayList<>();
    KnownLogs log =
        new KnownLogs(cut, cut, READER, alarm -> onDisk.add(known(real).forks(10).size()));
    Block one = grow(shown, 0);
    log.take(told(one, shown), NOW);
    log.take(told(grow(hidden, 1000), hidden), NOW);
    if (!isFirst) {
      log.take(told(grow(hidden, 1000), hidden), NOW);
    }
    assertThat(onDisk).isEqualTo(isFirst ? List.of(1) : List.of(1, 2));
  }

  @Test
  void nobodyIsToldOfADoubtThatIsLostAgain() {
    Store cut = Cut.of(real, Integer.MAX_VALUE, true);
    List<Integer> onDisk = new ArrayList<>();
    new WitnessDoubts(cut, cut, doubt -> onDisk.add(WitnessDoubts.all(real, 9).size()))
        .keep(new WitnessDoubts.Doubt(ORIGIN, "w", WitnessDoubts.Kind.AHEAD, 1, 2));
    assertThat(onDisk).containsExactly(1);
  }
}
