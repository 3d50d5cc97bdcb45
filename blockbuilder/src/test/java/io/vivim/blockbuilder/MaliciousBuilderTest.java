package io.vivim.blockbuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.blockbuilder.merkle.ConsistencyProof;
import io.vivim.blockbuilder.merkle.Tile;
import io.vivim.blockbuilder.merkle.TreeHead;
import io.vivim.blockbuilder.note.Checkpoint;
import io.vivim.blockbuilder.note.NoteCheck;
import io.vivim.blockbuilder.note.NoteException;
import io.vivim.blockbuilder.note.NoteSigner;
import io.vivim.blockbuilder.note.Policy;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.blockbuilder.note.VerifierKey;
import io.vivim.blockbuilder.note.WitnessRequest;
import io.vivim.codec.Bytes;
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
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A builder that lies, and who catches it: a witness, an auditor, a light client, another node. */
final class MaliciousBuilderTest {
  private static final SignatureVerifier VERIFIER = SignatureVerifier.create();
  private static final NoteCheck CHECK = new NoteCheck(VERIFIER);
  private static final BlockReader READER = new BlockReader(VERIFIER);
  private static final SigningKey KEY = SigningKey.generate();
  private static final LogOrigin ORIGIN = new LogOrigin(KEY.did(), LogScope.PUBLIC);
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final BlockLimits LIMITS = new BlockLimits(1000, 1 << 30, Duration.ofSeconds(10));
  private static final NoteSigner WITNESS = NoteSigner.witness("w", SigningKey.generate());

  /** What the builder shows to some, and what it shows to others. */
  private final History shown = new History(0);

  private final History hidden = new History(1_000_000);

  private Witness witness;

  /** A history of the one log; the leaves of two have different numbers. */
  private static final class History {
    final BlockBuilder builder = BlockBuilder.open(Stores.inMemory(), KEY, ORIGIN, LIMITS);
    final long leaves;

    History(long leaves) {
      this.leaves = leaves;
    }

    Block grow(int more, Instant now) {
      for (int i = 0; i < more; i++) {
        long position = builder.position() + 1;
        builder.add(
            new BlockBuilder.Leaf(position, Leaves.event(leaves + position), Leaves.BYTES), now);
      }
      return builder.build(now).orElseThrow();
    }

    ConsistencyProof since(long size) {
      return builder.log().prover().consistency(size);
    }

    Optional<Bytes> page(String path) {
      if (path.startsWith("block/")) {
        return builder.log().block(Long.parseLong(path.substring(6)));
      }
      return path.equals("checkpoint")
          ? builder.log().checkpoint().map(SignedNote::encode)
          : Tile.parse(path).flatMap(builder.log()::served);
    }
  }

  @BeforeEach
  void openWitness() {
    witness =
        Witness.open(
            Stores.inMemory(),
            WITNESS,
            origin -> List.of(ORIGIN.key()),
            CHECK,
            InstantSource.fixed(NOW));
  }

  private Witness.Status submitted(long old, ConsistencyProof proof, Block block) {
    return witness.add(new WitnessRequest(old, proof.path(), block.note()).encode()).status();
  }

  private SignedNote cosigned(long old, ConsistencyProof proof, Block block) throws NoteException {
    Witness.Answer answer =
        witness.add(new WitnessRequest(old, proof.path(), block.note()).encode());
    return WitnessRequest.cosigned(
        block.note(), Bytes.utf8(answer.body()), WITNESS.verifier(), CHECK);
  }

  private static LogAudit audit(History history, Optional<TreeHead> before) {
    return auditOf(history, before.map(head -> new LogAudit.Seen(head, Optional.empty())));
  }

  private static LogAudit auditOf(History history, Optional<LogAudit.Seen> seen) {
    return new LogAudit((path, most) -> history.page(path), ORIGIN.key(), seen, CHECK, READER, NOW);
  }

  private static Policy nobody() {
    return Policy.of(0, List.of());
  }

  private static BelievedLog believed(Block block) {
    return new BelievedLog(ORIGIN, nobody(), Optional.of(block));
  }

  private static BelievedLog.Outcome next(BelievedLog log, Block block, ConsistencyProof proof) {
    return log.with(block, block.note(), proof, CHECK, NOW);
  }

  private static BlockReason refusal(BelievedLog.Outcome outcome) {
    return ((BelievedLog.Outcome.Refused) outcome).reason();
  }

  @Test
  void anHonestBuilderIsBelievedByAll() throws Exception {
    Block first = shown.grow(300, NOW);
    assertThat(submitted(0, shown.since(0), first)).isEqualTo(Witness.Status.COSIGNED);
    Block second = shown.grow(7, NOW);
    Block third = shown.grow(700, NOW);
    assertThat(submitted(300, shown.since(300), third)).isEqualTo(Witness.Status.COSIGNED);
    BelievedLog.Outcome outcome = next(believed(first), third, shown.since(300));
    assertThat(((BelievedLog.Outcome.Believed) outcome).log().head())
        .isEqualTo(third.content().head());
    LogAudit.Clean clean = audit(shown, Optional.of(second.content().head())).run(entries -> {});
    assertThat(clean.head()).isEqualTo(third.content().head());
    assertThat(clean.blocks()).isEqualTo(3);
  }

  @Test
  void aSplitViewIsCaughtByTheWitness() {
    Block one = shown.grow(10, NOW);
    Block other = hidden.grow(10, NOW);
    assertThat(submitted(0, shown.since(0), one)).isEqualTo(Witness.Status.COSIGNED);
    assertThat(submitted(10, hidden.since(10), other)).isEqualTo(Witness.Status.NOT_CONSISTENT);
    assertThat(submitted(0, hidden.since(0), other)).isEqualTo(Witness.Status.OTHER_SIZE);
  }

  @Test
  void aSplitViewIsCaughtByTheAuditor() {
    Block one = shown.grow(10, NOW);
    hidden.grow(10, NOW);
    assertThatThrownBy(() -> audit(hidden, Optional.of(one.content().head())).run(entries -> {}))
        .isInstanceOf(AuditException.class)
        .hasMessageContaining("another history");
  }

  @Test
  void aSplitViewIsCaughtByTheLightClientAndProvenToAll() {
    Block one = shown.grow(10, NOW);
    Block other = hidden.grow(10, NOW);
    assertThat(next(believed(one), other, hidden.since(10)))
        .isEqualTo(new BelievedLog.Outcome.Forked(one, other));
    assertThat(BlockChain.contradicts(one, other)).isTrue();
  }

  @Test
  void aSplitViewIsCaughtByAnotherNodeAndKept() throws Exception {
    Block one = shown.grow(10, NOW);
    Block other = hidden.grow(10, NOW);
    Store store = Stores.inMemory();
    BlockBuilder.prepare(store);
    List<KnownLogs.Fork> alarms = new ArrayList<>();
    KnownLogs known = new KnownLogs(store, store, READER, alarm -> alarms.add(alarm.fork()));
    assertThat(known.take(new CheckpointBody(one.bytes(), List.of()), NOW))
        .isInstanceOf(BlockChain.Outcome.Next.class);
    assertThat(known.take(new CheckpointBody(one.bytes(), List.of()), NOW))
        .isInstanceOf(BlockChain.Outcome.Known.class);
    assertThat(alarms).isEmpty();
    assertThat(known.forks(10)).isEmpty();
    for (int i = 0; i < 2; i++) {
      assertThat(known.take(new CheckpointBody(other.bytes(), List.of()), NOW))
          .isInstanceOf(BlockChain.Outcome.Forked.class);
    }
    KnownLogs again = new KnownLogs(store, store, READER, alarm -> alarms.add(alarm.fork()));
    again.take(new CheckpointBody(other.bytes(), List.of()), NOW);
    assertThat(alarms).containsExactly(new KnownLogs.Fork(one, other));
    assertThat(again.forks(10)).containsExactly(new KnownLogs.Fork(one, other));
    assertThat(again.origins(10)).containsExactly(ORIGIN);
    assertThat(again.last(ORIGIN)).contains(one);
  }

  @Test
  void aBuilderThatHasForkedOftenIsToldOfEachTimeAllTheSame() throws Exception {
    Store store = Stores.inMemory();
    BlockBuilder.prepare(store);
    List<KnownLogs.Alarm> alarms = new ArrayList<>();
    KnownLogs known = new KnownLogs(store, store, READER, alarms::add);
    Block first = shown.grow(1, NOW);
    known.take(new CheckpointBody(first.bytes(), List.of()), NOW);
    List<KnownLogs.Fork> forks = new ArrayList<>();
    int more = 4;
    for (int i = 1; i <= KeptForks.MAX_FORKS + more; i++) {
      forks.add(new KnownLogs.Fork(first, new History(i * 1000L).grow(1, NOW)));
    }
    for (int round = 0; round < 2; round++) {
      for (KnownLogs.Fork fork : forks) {
        known.take(new CheckpointBody(fork.other().bytes(), List.of()), NOW);
      }
    }
    assertThat(alarms).extracting(KnownLogs.Alarm::fork).containsExactlyElementsOf(forks);
    assertThat(alarms).filteredOn(KnownLogs.Alarm::isKept).hasSize(KeptForks.MAX_FORKS);
    assertThat(known.forks(100)).hasSize(KeptForks.MAX_FORKS);
  }

  @Test
  void aForkInThePastIsCaughtByAnotherNode() throws Exception {
    Store store = Stores.inMemory();
    BlockBuilder.prepare(store);
    KnownLogs known = new KnownLogs(store, store, READER);
    for (int i = 0; i < 5; i++) {
      Block block = shown.grow(3, NOW);
      List<Bytes> proof = shown.since(3L * i).path();
      assertThat(known.take(new CheckpointBody(block.bytes(), proof), NOW))
          .isInstanceOf(BlockChain.Outcome.Next.class);
    }
    hidden.grow(3, NOW);
    Block old = hidden.grow(3, NOW);
    assertThat(known.take(new CheckpointBody(old.bytes(), List.of()), NOW))
        .isInstanceOf(BlockChain.Outcome.Forked.class);
    assertThat(known.last(ORIGIN).orElseThrow().height()).isEqualTo(4);
  }

  @Test
  void oneWhoseOwnKeyIsUsedElsewhereCatchesIt() throws Exception {
    Store store = Stores.inMemory();
    BlockBuilder own = BlockBuilder.open(store, KEY, ORIGIN, LIMITS);
    own.add(Leaves.at(1), NOW);
    Block ours = own.build(NOW).orElseThrow();
    KnownLogs known = new KnownLogs(store, store, READER);
    Block theirs = hidden.grow(1, NOW);
    assertThat(known.take(new CheckpointBody(theirs.bytes(), List.of()), NOW))
        .isInstanceOf(BlockChain.Outcome.Forked.class);
    assertThat(known.forks(10)).containsExactly(new KnownLogs.Fork(ours, theirs));
  }

  @Test
  void aRewrittenHistoryIsCaughtByTheWitness() {
    Block one = shown.grow(300, NOW);
    assertThat(submitted(0, shown.since(0), one)).isEqualTo(Witness.Status.COSIGNED);
    hidden.grow(300, NOW);
    Block more = hidden.grow(300, NOW);
    assertThat(submitted(300, hidden.since(300), more)).isEqualTo(Witness.Status.NOT_CONSISTENT);
  }

  @Test
  void aRewrittenHistoryIsCaughtByTheAuditor() {
    Block one = shown.grow(300, NOW);
    hidden.grow(700, NOW);
    assertThatThrownBy(() -> audit(hidden, Optional.of(one.content().head())).run(entries -> {}))
        .isInstanceOf(AuditException.class)
        .hasMessageContaining("another history");
  }

  @Test
  void aRewrittenHistoryIsCaughtByTheLightClient() {
    Block one = shown.grow(300, NOW);
    hidden.grow(300, NOW);
    hidden.grow(1, NOW);
    Block more = hidden.grow(300, NOW);
    assertThat(refusal(next(believed(one), more, hidden.since(300))))
        .isEqualTo(BlockReason.NOT_CONSISTENT);
  }

  @Test
  void aNoteThatIsNotThatOfTheBlockIsCaughtByTheLightClient() {
    Block first = shown.grow(10, NOW);
    Block second = shown.grow(10, NOW);
    ConsistencyProof proof = shown.since(10);
    BelievedLog log = believed(first);
    SignedNote unsigned = new SignedNote(second.note().text(), List.of());
    NoteSigner stranger = NoteSigner.ofNotes(ORIGIN.text(), SigningKey.generate());
    SignedNote strangers =
        new SignedNote(second.note().text(), List.of(stranger.sign(second.note().text(), NOW)));

    for (SignedNote note : List.of(first.note(), unsigned, strangers)) {
      assertThat(refusal(log.with(second, note, proof, CHECK, NOW)))
          .isEqualTo(BlockReason.BAD_CHECKPOINT);
    }
    assertThat(log.with(second, second.note(), proof, CHECK, NOW))
        .isInstanceOf(BelievedLog.Outcome.Believed.class);
  }

  @Test
  void blocksOfTwoHistoriesAreCaughtByTheAuditorAndProveIt() {
    Block one = shown.grow(10, NOW);
    shown.grow(10, NOW);
    History rewritten = new History(0);
    rewritten.grow(10, NOW.plusSeconds(1));
    Block other = rewritten.grow(10, NOW.plusSeconds(1));
    LogAudit audit =
        served(path -> (path.equals("block/1") ? rewritten : shown).page(path), ORIGIN.key());
    assertThatThrownBy(() -> audit.run(entries -> {}))
        .isInstanceOfSatisfying(
            AuditException.class,
            fault -> {
              assertThat(fault).hasMessageContaining("two histories");
              assertThat(fault.blocks()).containsExactly(one, other);
            });
    assertThat(BlockChain.contradicts(one, other)).isTrue();
  }

  @Test
  void otherBlocksOfTheSameLeavesAreCaughtByTheAuditor() throws Exception {
    shown.grow(100, NOW);
    Block last = shown.grow(200, NOW);
    LogAudit.Clean clean = auditOf(shown, Optional.empty()).run(entries -> {});
    assertThat(clean.last()).contains(last);
    LogAudit.Seen seen = new LogAudit.Seen(clean.head(), clean.last());
    assertThat(auditOf(shown, Optional.of(seen)).run(entries -> {}).blocks()).isEqualTo(2);
    History dated = new History(0);
    dated.grow(100, LONG_AGO);
    assertOtherBlocks(dated, seen, 200, last);
    History inOne = new History(0);
    assertOtherBlocks(inOne, seen, 300, last);

    shown.grow(50, NOW);
    assertThat(auditOf(shown, Optional.of(seen)).run(entries -> {}).blocks()).isEqualTo(3);
  }

  private static void assertOtherBlocks(History other, LogAudit.Seen seen, int more, Block last) {
    Block now = other.grow(more, LONG_AGO);
    assertThatThrownBy(() -> auditOf(other, Optional.of(seen)).run(entries -> {}))
        .isInstanceOfSatisfying(
            AuditException.class,
            fault -> {
              assertThat(fault).hasMessageContaining("another one than before");
              assertThat(fault.blocks()).containsExactly(last, now);
            });
    assertThat(BlockChain.contradicts(last, now)).isTrue();
  }

  @Test
  void aTileOfAnotherWidthThanItsOwnIsCaughtByTheAuditor() {
    shown.grow(300, NOW);
    Bytes more = Bytes.owning(new byte[32]);
    for (String path : List.of("tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1")) {
      Bytes tile = shown.page(path).orElseThrow();
      for (Bytes wrong : List.of(Bytes.concat(tile, more), tile.slice(0, tile.size() - 32))) {
        assertThatThrownBy(() -> auditOf(path, wrong).run(entries -> {}))
            .isInstanceOf(AuditException.class)
            .hasMessage(path + " is not as wide as it says");
      }
    }
    for (String path : List.of("tile/entries/000", "tile/entries/001.p/44")) {
      Bytes wider = Bytes.concat(shown.page(path).orElseThrow(), more);
      assertThatThrownBy(() -> auditOf(path, wider).run(entries -> {}))
          .isInstanceOf(AuditException.class)
          .hasMessageContaining("has more than its width");
    }
  }

  /** An audit of what is shown, with another page in the place of one. */
  private LogAudit auditOf(String other, Bytes page) {
    return new LogAudit(
        (path, most) -> path.equals(other) ? Optional.of(page) : shown.page(path),
        ORIGIN.key(),
        Optional.empty(),
        CHECK,
        READER,
        NOW);
  }

  @Test
  void aShrunkTreeIsCaughtByTheWitness() {
    Block small = shown.grow(10, NOW);
    Block large = shown.grow(10, NOW);
    assertThat(submitted(0, shown.since(0), large)).isEqualTo(Witness.Status.COSIGNED);
    assertThat(submitted(0, new ConsistencyProof(0, 10, List.of()), small))
        .isEqualTo(Witness.Status.OTHER_SIZE);
    assertThat(submitted(20, new ConsistencyProof(20, 10, List.of()), small))
        .isEqualTo(Witness.Status.MALFORMED);
  }

  @Test
  void aShrunkTreeIsCaughtByTheAuditor() {
    shown.grow(10, NOW);
    TreeHead before = new TreeHead(11, shown.builder.log().prover().head().root());
    assertThatThrownBy(() -> audit(shown, Optional.of(before)).run(entries -> {}))
        .isInstanceOf(AuditException.class)
        .hasMessageContaining("shrunk");
  }

  @Test
  void aShrunkTreeIsCaughtByTheLightClient() {
    Block small = shown.grow(10, NOW);
    shown.grow(10, NOW);
    Block large = shown.grow(10, NOW);
    assertThat(refusal(next(believed(large), small, new ConsistencyProof(30, 10, List.of()))))
        .isEqualTo(BlockReason.OLD);
  }

  @Test
  void aTimeAheadIsCaughtByTheAuditorAndTheLightClient() {
    Block first = shown.grow(10, NOW);
    Block ahead = shown.grow(10, NOW.plusSeconds(301));
    assertThatThrownBy(() -> audit(shown, Optional.empty()).run(entries -> {}))
        .isInstanceOf(AuditException.class)
        .hasMessageContaining(BlockReason.TIME_AHEAD.text());
    assertThat(refusal(next(believed(first), ahead, shown.since(10))))
        .isEqualTo(BlockReason.TIME_AHEAD);
  }

  @Test
  void aTimeThatGoesBackIsCaughtByTheLightClient() {
    Block first = shown.grow(10, NOW);
    Block second = shown.grow(10, NOW);
    Instant before = NOW.minusMillis(1);
    Block dated = Block.sign(KEY, at(second.content(), before), second.note());
    assertThat(refusal(next(believed(first), dated, shown.since(10))))
        .isEqualTo(BlockReason.TIME_GOES_BACK);
    assertThat(next(believed(first), second, shown.since(10)))
        .isInstanceOf(BelievedLog.Outcome.Believed.class);
  }

  private static Block.Content at(Block.Content content, Instant time) {
    return new Block.Content(
        content.origin(), content.height(), content.prev(), content.first(), content.head(), time);
  }

  private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(1000));

  private static Policy ofTheWitness() {
    return Policy.of(1, List.of(new Policy.Witness(WITNESS.verifier(), Optional.empty())));
  }

  /** A witness stamps what it sees by its own clock, whatever time the builder would like. */
  @Test
  void aWrongTimeIsGivenAwayByTheWitnessesOwn() throws Exception {
    Block dated = shown.grow(10, LONG_AGO);
    SignedNote seen = cosigned(0, shown.since(0), dated);
    assertThat(CHECK.signers(seen, List.of(WITNESS.verifier())))
        .containsOnly(Map.entry(WITNESS.verifier(), Optional.of(NOW)));
    assertThat(witnessed(dated.content().time(), seen)).contains(BlockReason.TIME_BEHIND);
    assertThat(witnessed(NOW.plusSeconds(3600), seen)).contains(BlockReason.TIME_AHEAD);
    assertThat(witnessed(NOW.plus(BlockChain.MAX_CLOCK_DRIFT), seen)).isEmpty();
    assertThat(witnessed(NOW.minus(WitnessClocks.MAX_WITNESS_DELAY), seen)).isEmpty();
  }

  private static Optional<BlockReason> witnessed(Instant time, SignedNote note)
      throws NoteException {
    Policy policy = ofTheWitness();
    return WitnessClocks.fault(time, CHECK.signers(note, policy.witnessKeys()), policy.quorum());
  }

  @Test
  void aWrongTimeIsCaughtByTheLightClientByTheWitnesses() throws Exception {
    Block dated = shown.grow(10, LONG_AGO);
    SignedNote seen = cosigned(0, shown.since(0), dated);
    BelievedLog unknown = BelievedLog.unknown(ORIGIN, ofTheWitness());
    assertThat(refusal(unknown.with(dated, seen, shown.since(0), CHECK, NOW)))
        .isEqualTo(BlockReason.TIME_BEHIND);
    // By its own clock, which is an hour ahead, the light client would believe it.
    Block ahead = shown.grow(10, NOW.plusSeconds(3600));
    SignedNote early = cosigned(10, shown.since(10), ahead);
    BelievedLog log = new BelievedLog(ORIGIN, ofTheWitness(), Optional.of(dated));
    assertThat(refusal(log.with(ahead, early, shown.since(10), CHECK, NOW.plusSeconds(3600))))
        .isEqualTo(BlockReason.TIME_AHEAD);
  }

  @Test
  void aWrongTimeIsCaughtByTheAuditorByTheWitnesses() throws Exception {
    Block dated = shown.grow(10, LONG_AGO);
    SignedNote seen = cosigned(0, shown.since(0), dated);
    assertThatThrownBy(() -> auditBy(ofTheWitness(), shown, seen, NOW).run(entries -> {}))
        .isInstanceOf(AuditException.class)
        .hasMessageContaining(BlockReason.TIME_BEHIND.text());
    Block ahead = shown.grow(10, NOW.plusSeconds(3600));
    SignedNote early = cosigned(10, shown.since(10), ahead);
    Instant later = NOW.plusSeconds(3600);
    assertThatThrownBy(() -> auditBy(ofTheWitness(), shown, early, later).run(entries -> {}))
        .isInstanceOf(AuditException.class)
        .hasMessageContaining(BlockReason.TIME_AHEAD.text());
    assertThat(auditBy(nobody(), shown, early, later).run(entries -> {}).blocks()).isEqualTo(2);
  }

  private static LogAudit auditBy(Policy policy, History history, SignedNote note, Instant now) {
    return new LogAudit(
        (path, most) -> path.equals("checkpoint") ? Optional.of(note.encode()) : history.page(path),
        ORIGIN.key(),
        policy,
        Optional.empty(),
        CHECK,
        READER,
        now);
  }

  @Test
  void aWitnessThatCameLateDoesNotSpoilWhatAnotherSays() throws Exception {
    Block block = shown.grow(10, NOW);
    NoteSigner late = NoteSigner.witness("late", SigningKey.generate());
    Instant muchLater = NOW.plus(Duration.ofDays(30));
    SignedNote seen =
        cosigned(0, shown.since(0), block).with(late.sign(block.note().text(), muchLater));
    Policy.Witness first = new Policy.Witness(WITNESS.verifier(), Optional.empty());
    Policy.Witness second = new Policy.Witness(late.verifier(), Optional.empty());
    BelievedLog.Outcome one =
        BelievedLog.unknown(ORIGIN, Policy.of(1, List.of(first, second)))
            .with(block, seen, shown.since(0), CHECK, muchLater);
    assertThat(one).isInstanceOf(BelievedLog.Outcome.Believed.class);
    assertThat(
            refusal(
                BelievedLog.unknown(ORIGIN, Policy.of(2, List.of(first, second)))
                    .with(block, seen, shown.since(0), CHECK, muchLater)))
        .isEqualTo(BlockReason.TIME_BEHIND);
    assertThat(
            auditBy(Policy.of(1, List.of(first, second)), shown, seen, muchLater)
                .run(entries -> {})
                .blocks())
        .isEqualTo(1);
    assertThatThrownBy(
            () -> auditBy(Policy.of(1, List.of(first)), shown, block.note(), NOW).run(e -> {}))
        .hasMessageContaining(BlockReason.NOT_WITNESSED.text());
  }

  @Test
  void aWitnessWhoseClockIsWrongDoesNotSpoilWhatEnoughOthersSay() throws Exception {
    Block block = shown.grow(10, NOW);
    NoteSigner wrong = NoteSigner.witness("wrong", SigningKey.generate());
    SignedNote seen =
        cosigned(0, shown.since(0), block).with(wrong.sign(block.note().text(), LONG_AGO));
    List<Policy.Witness> both =
        List.of(
            new Policy.Witness(WITNESS.verifier(), Optional.empty()),
            new Policy.Witness(wrong.verifier(), Optional.empty()));
    BelievedLog any = BelievedLog.unknown(ORIGIN, Policy.of(1, both));
    assertThat(any.with(block, seen, shown.since(0), CHECK, NOW))
        .isInstanceOf(BelievedLog.Outcome.Believed.class);
    assertThat(auditBy(Policy.of(1, both), shown, seen, NOW).run(entries -> {}).blocks())
        .isEqualTo(1);
    BelievedLog all = BelievedLog.unknown(ORIGIN, Policy.of(2, both));
    assertThat(refusal(all.with(block, seen, shown.since(0), CHECK, NOW)))
        .isEqualTo(BlockReason.TIME_AHEAD);
  }

  @Test
  void whatNoWitnessSawIsNotBelievedByWhoAsksForOne() throws Exception {
    Block first = shown.grow(10, NOW);
    VerifierKey key = WITNESS.verifier();
    Policy one = Policy.of(1, List.of(new Policy.Witness(key, Optional.empty())));
    BelievedLog log = BelievedLog.unknown(ORIGIN, one);
    assertThat(refusal(log.with(first, first.note(), shown.since(0), CHECK, NOW)))
        .isEqualTo(BlockReason.NOT_WITNESSED);
    SignedNote seen = cosigned(0, shown.since(0), first);
    assertThat(log.with(first, seen, shown.since(0), CHECK, NOW))
        .isInstanceOf(BelievedLog.Outcome.Believed.class);
  }

  @Test
  void anEntryOrATileThatWasChangedIsCaughtByTheAuditor() {
    shown.grow(70_000, NOW);
    for (String changed :
        List.of(
            "tile/entries/001", "tile/0/001", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1")) {
      LogAudit audit =
          new LogAudit(
              (path, most) ->
                  shown.page(path).map(bytes -> path.equals(changed) ? flipped(bytes) : bytes),
              ORIGIN.key(),
              Optional.empty(),
              CHECK,
              READER,
              NOW);
      assertThatThrownBy(() -> audit.run(entries -> {}))
          .as(changed)
          .isInstanceOf(AuditException.class);
    }
  }

  private static Bytes flipped(Bytes bytes) {
    byte[] changed = bytes.toArray();
    changed[changed.length / 2] ^= 1;
    return Bytes.owning(changed);
  }

  @Test
  void aBlockThatIsWithheldIsCaughtByTheAuditor() {
    shown.grow(300, NOW);
    shown.grow(7, NOW);
    shown.grow(700, NOW);
    for (int height = 0; height < 3; height++) {
      String withheld = "block/" + height;
      LogAudit audit =
          served(path -> path.equals(withheld) ? Optional.empty() : shown.page(path), ORIGIN.key());
      assertThatThrownBy(() -> audit.run(entries -> {}))
          .isInstanceOf(AuditException.class)
          .hasMessageContaining("block " + height + " is withheld");
    }
  }

  @Test
  void aBlockFromBeyondTheCheckpointStandsForNoneBelowIt() {
    shown.grow(300, NOW);
    Bytes note = shown.grow(7, NOW).note().encode();
    Bytes beyond = shown.grow(10, NOW).bytes();
    LogAudit audit =
        served(
            path ->
                path.equals("checkpoint")
                    ? Optional.of(note)
                    : path.equals("block/1") ? Optional.of(beyond) : shown.page(path),
            ORIGIN.key());
    assertThatThrownBy(() -> audit.run(entries -> {}))
        .isInstanceOf(AuditException.class)
        .hasMessageContaining("block 1 ");
  }

  @Test
  void aLogThatIsNoneOfOursNeedsNoBlocks() throws Exception {
    NoteSigner other = NoteSigner.ofNotes("log.example", KEY);
    TreeHead head = shown.grow(300, NOW).content().head();
    String text = new Checkpoint("log.example", head).text();
    Bytes note = new SignedNote(text, List.of(other.sign(text, NOW))).encode();
    LogAudit audit =
        served(
            path ->
                path.equals("checkpoint")
                    ? Optional.of(note)
                    : path.startsWith("block/") ? Optional.empty() : shown.page(path),
            other.verifier());
    assertThat(audit.run(entries -> {}).blocks()).isZero();
  }

  private static LogAudit served(Function<String, Optional<Bytes>> pages, VerifierKey key) {
    return new LogAudit(
        (path, most) -> pages.apply(path), key, Optional.empty(), CHECK, READER, NOW);
  }

  @Test
  void anAuditorTakesTheFullTileWhereThePartialOneIsGone() throws Exception {
    Block first = shown.grow(100, NOW);
    Bytes note = first.note().encode();
    shown.grow(200, NOW);
    LogAudit audit =
        new LogAudit(
            (path, most) ->
                path.equals("checkpoint")
                    ? Optional.of(note)
                    : path.contains(".p/") ? Optional.empty() : shown.page(path),
            ORIGIN.key(),
            Optional.empty(),
            CHECK,
            READER,
            NOW);
    assertThat(audit.run(entries -> {}).head()).isEqualTo(first.content().head());
  }
}
