package io.vivim.blockbuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.blockbuilder.Witness.Status;
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
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a witness signs, and what it does not (C2SP tlog-witness). */
final class WitnessTest {
  private static final SignatureVerifier VERIFIER = SignatureVerifier.create();
  private static final NoteCheck CHECK = new NoteCheck(VERIFIER);
  private static final SigningKey KEY = SigningKey.generate();
  private static final LogOrigin ORIGIN = new LogOrigin(KEY.did(), LogScope.PUBLIC);
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final NoteSigner SIGNER =
      NoteSigner.witness("witness.example/w1", SigningKey.generate());

  private final Store store = Stores.inMemory();
  private final BlockBuilder builder =
      BlockBuilder.open(
          Stores.inMemory(), KEY, ORIGIN, new BlockLimits(100, 1 << 20, Duration.ofSeconds(10)));
  private final Witness witness = open();

  private Witness open() {
    return open(store);
  }

  private static Witness open(Store store) {
    return Witness.open(
        store,
        SIGNER,
        origin -> origin.equals(ORIGIN.text()) ? List.of(ORIGIN.key()) : List.of(),
        CHECK,
        InstantSource.fixed(NOW));
  }

  /** A checkpoint with so many leaves more. */
  private SignedNote grow(int leaves) {
    for (int i = 0; i < leaves; i++) {
      builder.add(Leaves.at(builder.position() + 1), NOW);
    }
    return builder.build(NOW).orElseThrow().note();
  }

  private List<Bytes> proof(long old) {
    return builder.log().prover().consistency(old).path();
  }

  private static SignedNote signed(TreeHead head) {
    String text = new Checkpoint(ORIGIN.text(), head).text();
    return new SignedNote(text, List.of(NoteSigner.ofNotes(ORIGIN.text(), KEY).sign(text, NOW)));
  }

  private Witness.Answer ask(long old, List<Bytes> proof, SignedNote note) {
    return ask(witness, old, proof, note);
  }

  private static Witness.Answer ask(Witness witness, long old, List<Bytes> proof, SignedNote note) {
    return witness.add(new WitnessRequest(old, proof, note).encode());
  }

  private static void cosigned(Witness.Answer answer, SignedNote note) throws NoteException {
    assertThat(answer.status()).isEqualTo(Status.COSIGNED);
    SignedNote with =
        WitnessRequest.cosigned(note, Bytes.utf8(answer.body()), SIGNER.verifier(), CHECK);
    assertThat(CHECK.signers(with, List.of(SIGNER.verifier())))
        .containsEntry(SIGNER.verifier(), Optional.of(NOW));
  }

  @Test
  void aLogThatGrowsIsCosignedStepByStep() throws NoteException {
    SignedNote first = grow(5);
    cosigned(ask(0, List.of(), first), first);
    SignedNote second = grow(12);
    cosigned(ask(5, proof(5), second), second);
    cosigned(ask(17, List.of(), second), second);
  }

  @Test
  void aStoreTellsWhoCosignedInIt() {
    assertThat(Witness.isIn(store)).isTrue();
    assertThat(Witness.isIn(Stores.inMemory())).isFalse();
    assertThat(Witness.hasCosigned(store, SIGNER.verifier())).isFalse();
    ask(0, List.of(), grow(5));

    assertThat(Witness.hasCosigned(store, SIGNER.verifier())).isTrue();
    NoteSigner other = NoteSigner.witness("other", SigningKey.generate());
    assertThat(Witness.hasCosigned(store, other.verifier())).isFalse();
  }

  @Test
  void theEmptyTreeIsCosignedToo() throws NoteException {
    SignedNote empty = signed(TreeHead.EMPTY);
    cosigned(ask(0, List.of(), empty), empty);
    TreeHead wrong = new TreeHead(0, Multihash.sha256(Bytes.utf8("x")).digest());
    assertThat(ask(0, List.of(), signed(wrong)).status()).isEqualTo(Status.NOT_CONSISTENT);
  }

  @Test
  void anotherOldSizeIsAnsweredWithTheRightOne() {
    SignedNote first = grow(5);
    ask(0, List.of(), first);
    SignedNote second = grow(5);
    assertThat(ask(0, List.of(), second)).isEqualTo(new Witness.Answer(Status.OTHER_SIZE, "5\n"));
    assertThat(ask(4, proof(4), second)).isEqualTo(new Witness.Answer(Status.OTHER_SIZE, "5\n"));
    assertThat(Status.OTHER_SIZE.mediaType()).isEqualTo("text/x.tlog.size");
  }

  @Test
  void aTreeThatWasRolledBackIsNotCosigned() {
    SignedNote first = grow(5);
    SignedNote second = grow(5);
    ask(0, List.of(), second);
    assertThat(ask(0, List.of(), first).status()).isEqualTo(Status.OTHER_SIZE);
    assertThat(ask(10, List.of(), first).status()).isEqualTo(Status.MALFORMED);
  }

  @Test
  void aTreeThatDoesNotGoOnIsNotCosigned() {
    SignedNote first = grow(5);
    ask(0, List.of(), first);
    SignedNote second = grow(5);
    TreeHead other = new TreeHead(5, Multihash.sha256(Bytes.utf8("x")).digest());
    assertThat(ask(5, List.of(), signed(other)).status()).isEqualTo(Status.NOT_CONSISTENT);
    assertThat(ask(5, List.of(), second).status()).isEqualTo(Status.NOT_CONSISTENT);
    assertThat(ask(5, proof(4), second).status()).isEqualTo(Status.NOT_CONSISTENT);
    TreeHead longer = new TreeHead(10, other.root());
    assertThat(ask(5, proof(5), signed(longer)).status()).isEqualTo(Status.NOT_CONSISTENT);
    // None of which changed anything.
    assertThat(ask(5, proof(5), second).status()).isEqualTo(Status.COSIGNED);
  }

  @Test
  void aProofFromNothingIsEmpty() {
    grow(5);
    SignedNote second = grow(5);
    assertThat(ask(0, proof(5), second).status()).isEqualTo(Status.NOT_CONSISTENT);
  }

  @Test
  void onlyKnownLogsAreCosignedAndOnlyWhereTheySigned() {
    SignedNote note = grow(5);
    SignedNote unsigned =
        new SignedNote(
            note.text(),
            List.of(
                NoteSigner.ofNotes(ORIGIN.text(), SigningKey.generate()).sign(note.text(), NOW)));
    assertThat(ask(0, List.of(), unsigned).status()).isEqualTo(Status.NOT_SIGNED);
    SignedNote forged =
        note.with(NoteSigner.ofNotes(ORIGIN.text(), KEY).sign("another text\n", NOW));
    assertThat(ask(0, List.of(), forged).status()).isEqualTo(Status.NOT_SIGNED);
    String other = note.text().replace(ORIGIN.text(), "other.example");
    SignedNote unknown =
        new SignedNote(other, List.of(NoteSigner.ofNotes("other.example", KEY).sign(other, NOW)));
    assertThat(ask(0, List.of(), unknown).status()).isEqualTo(Status.UNKNOWN_LOG);
  }

  @Test
  void whatIsNoRequestIsSaidToBeNone() {
    String note = new String(grow(5).encode().toArray(), StandardCharsets.UTF_8);
    for (String body :
        List.of(
            "",
            note,
            "old 0\n" + note,
            "old 00\n\n" + note,
            "old -1\n\n" + note,
            "old x\n\n" + note,
            "OLD 0\n\n" + note,
            "old 0\nAAAA\n\n" + note,
            "old 0\n" + "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n".repeat(64) + "\n" + note,
            "old 0\n\nno note\n")) {
      assertThat(witness.add(Bytes.utf8(body)).status()).isEqualTo(Status.MALFORMED);
    }
  }

  @Test
  void whatItCosignedIsKeptAndServed() throws NoteException {
    SignedNote first = grow(5);
    ask(0, List.of(), first);
    Bytes hash = Multihash.sha256(Bytes.utf8(ORIGIN.text())).digest();
    SignedNote served = SignedNote.parse(open().latest(hash).orElseThrow());
    assertThat(served.text()).isEqualTo(first.text());
    assertThat(CHECK.signers(served, List.of(SIGNER.verifier(), ORIGIN.key()))).hasSize(2);
    assertThat(open().latest(Multihash.sha256(Bytes.utf8("x")).digest())).isEmpty();
    assertThat(open().add(new WitnessRequest(0, List.of(), first).encode()).status())
        .isEqualTo(Status.OTHER_SIZE);
  }

  @Test
  void ofALogThatRepeatsItsSignatureOneIsKept() throws NoteException {
    SignedNote note = grow(5);
    SignedNote repeated =
        new SignedNote(note.text(), Collections.nCopies(128, note.signatures().get(0)));
    cosigned(ask(0, List.of(), repeated), note);
    Bytes hash = Multihash.sha256(Bytes.utf8(ORIGIN.text())).digest();
    assertThat(SignedNote.parse(witness.latest(hash).orElseThrow()).signatures()).hasSize(2);
  }

  /** The first is held behind its look at the store until the second is done or has to wait. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void ofTwoThatComeAtOnceOneIsCosigned() throws InterruptedException {
    List<Status> answers = new CopyOnWriteArrayList<>();
    SignedNote one = signed(new TreeHead(1, Multihash.sha256(Bytes.utf8("1")).digest()));
    SignedNote other = signed(new TreeHead(2, Multihash.sha256(Bytes.utf8("2")).digest()));
    List<Thread> second = new ArrayList<>();
    Witness held = open(holding(() -> runUntilItWaits(second.get(0))));
    second.add(new Thread(() -> answers.add(ask(held, 0, List.of(), other).status()), "second"));
    answers.add(ask(held, 0, List.of(), one).status());
    second.get(0).join();

    assertThat(answers).containsExactlyInAnyOrder(Status.COSIGNED, Status.OTHER_SIZE);
    Bytes hash = Multihash.sha256(Bytes.utf8(ORIGIN.text())).digest();
    assertThat(held.latest(hash).map(WitnessTest::textOf)).contains(one.text());
  }

  private static void runUntilItWaits(Thread thread) {
    thread.start();
    while (thread.getState() == Thread.State.NEW || thread.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
  }

  private static String textOf(Bytes note) {
    try {
      return SignedNote.parse(note).text();
    } catch (NoteException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The store, in which something comes between the first look at a head and its answer. */
  private Store holding(Runnable between) {
    AtomicBoolean wasHeld = new AtomicBoolean();
    return (Store)
        Proxy.newProxyInstance(
            WitnessTest.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              Object answer = method.invoke(store, arguments);
              boolean isOfAHead =
                  method.getName().equals("get") && ((Bytes) arguments[0]).size() == 2 + 32;
              if (isOfAHead && !wasHeld.getAndSet(true)) {
                between.run();
              }
              return answer;
            });
  }

  @Test
  void aKeyThatSignsNotesIsNoWitnesss() {
    NoteSigner log = NoteSigner.ofNotes("w", SigningKey.generate());
    assertThatThrownBy(
            () -> Witness.open(store, log, any -> List.of(), CHECK, InstantSource.fixed(NOW)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
