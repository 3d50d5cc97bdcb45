package io.vivim.blockbuilder;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.blockbuilder.WitnessDoubts.Doubt;
import io.vivim.blockbuilder.note.NoteCheck;
import io.vivim.blockbuilder.note.NoteException;
import io.vivim.blockbuilder.note.NoteSigner;
import io.vivim.blockbuilder.note.Policy;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.blockbuilder.note.WitnessRequest;
import io.vivim.codec.Bytes;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.events.LogScope;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is kept of the answers of witnesses, hostile ones among them. */
final class CosigningTest {
  private static final NoteCheck CHECK = new NoteCheck(SignatureVerifier.create());
  private static final SigningKey KEY = SigningKey.generate();
  private static final LogOrigin ORIGIN = new LogOrigin(KEY.did(), LogScope.PUBLIC);
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");

  private final Store store = Stores.inMemory();
  private final List<Doubt> alarms = new ArrayList<>();

  /** What witnesses that sign were shown. */
  private final List<SignedNote> shown = new ArrayList<>();

  private Cosigning.Result asked(List<NoteSigner> witnesses, Function<String, String> answer)
      throws InterruptedException {
    BlockBuilder builder =
        BlockBuilder.open(store, KEY, ORIGIN, new BlockLimits(9, 9999, Duration.ofSeconds(9)));
    builder.add(Leaves.at(builder.position() + 1), NOW);
    builder.build(NOW);
    List<Policy.Witness> asked = new ArrayList<>();
    for (int i = 0; i < witnesses.size(); i++) {
      asked.add(new Policy.Witness(witnesses.get(i).verifier(), Optional.of("http://" + i)));
    }
    Cosigning.Road road =
        (url, body) -> {
          int at = Integer.parseInt(url.substring(7, url.indexOf('/', 7)));
          SignedNote note = noteOf(body);
          shown.add(note);
          String line = witnesses.get(at).sign(note.text(), NOW).line();
          return new Cosigning.Answer(200, Bytes.utf8(answer.apply(line)));
        };
    return ask(builder.log(), asked, road);
  }

  private Cosigning.Result ask(OwnLog log, List<Policy.Witness> asked, Cosigning.Road road)
      throws InterruptedException {
    WitnessDoubts doubts = new WitnessDoubts(store, store, alarms::add);
    return new Cosigning(log, ORIGIN, store, Policy.of(1, asked), CHECK, doubts, road)
        .run()
        .orElseThrow();
  }

  /** What comes of three leaves where a witness answers so, the last of these again and again. */
  private Cosigning.Result answered(Cosigning.Answer... answers) throws InterruptedException {
    BlockBuilder builder =
        BlockBuilder.open(store, KEY, ORIGIN, new BlockLimits(9, 9999, Duration.ofSeconds(9)));
    for (long at = builder.position() + 1; at <= 3; at++) {
      builder.add(Leaves.at(at), NOW);
    }
    builder.build(NOW);
    Policy.Witness witness =
        new Policy.Witness(witnesses(1).get(0).verifier(), Optional.of("http://0"));
    AtomicInteger calls = new AtomicInteger();
    return ask(
        builder.log(),
        List.of(witness),
        (url, body) -> answers[Math.min(calls.getAndIncrement(), answers.length - 1)]);
  }

  private static Cosigning.Answer answer(int status, String body) {
    return new Cosigning.Answer(status, Bytes.utf8(body));
  }

  @Test
  void aWitnessThatHasCosignedMoreThanThereIsRaisesAnAlarmOnce() throws InterruptedException {
    assertThat(answered(answer(409, "7\n")).failures()).hasSize(1);
    assertThat(answered(answer(409, "8\n")).failures()).hasSize(1);
    assertThat(answered(answer(409, "5\n")).failures()).hasSize(1);

    assertThat(alarms).containsExactly(new Doubt(ORIGIN, "w0", WitnessDoubts.Kind.AHEAD, 3, 7));
    assertThat(WitnessDoubts.all(store, 9))
        .containsExactly(new Doubt(ORIGIN, "w0", WitnessDoubts.Kind.AHEAD, 3, 8));
    assertThat(WitnessDoubts.all(store, 0)).isEmpty();
  }

  @Test
  void aCosignatureWithoutATimeIsNone() throws InterruptedException {
    List<NoteSigner> witness = witnesses(1);
    Cosigning.Result result =
        asked(witness, line -> witness.get(0).sign(shown.get(0).text(), Instant.EPOCH).line());

    assertThat(result.isWitnessed()).isFalse();
    assertThat(result.failures().get("w0")).contains("time is none");
  }

  @Test
  void aWitnessThatCosignsWhatItWasAheadByIsDoubtedNoMore() throws InterruptedException {
    WitnessDoubts doubts = new WitnessDoubts(store, store, alarms::add);
    Doubt ahead = new Doubt(ORIGIN, "w0", WitnessDoubts.Kind.AHEAD, 1, 2);
    Doubt other = new Doubt(ORIGIN, "w0", WitnessDoubts.Kind.OTHER, 1, 1);
    Doubt anothers = new Doubt(ORIGIN, "w1", WitnessDoubts.Kind.AHEAD, 1, 2);
    List.of(ahead, other, anothers).forEach(doubts::keep);
    List<NoteSigner> witness = witnesses(1);

    assertThat(asked(witness, line -> line).isWitnessed()).as("one entry").isTrue();
    assertThat(WitnessDoubts.all(store, 9)).containsExactlyInAnyOrder(ahead, other, anothers);
    assertThat(asked(witness, line -> line).isWitnessed()).as("two entries").isTrue();

    assertThat(WitnessDoubts.all(store, 9)).containsExactlyInAnyOrder(other, anothers);
  }

  @Test
  void aWitnessThatHasCosignedSomethingElseRaisesAnAlarmOnce() throws InterruptedException {
    assertThat(answered(answer(409, "2\n"), answer(422, "no\n")).failures()).hasSize(1);
    assertThat(answered(answer(409, "1\n"), answer(422, "no\n")).failures()).hasSize(1);

    Doubt doubt = new Doubt(ORIGIN, "w0", WitnessDoubts.Kind.OTHER, 3, 2);
    assertThat(alarms).containsExactly(doubt);
    assertThat(WitnessDoubts.all(store, 9)).containsExactly(doubt);
  }

  @Test
  void aWitnessThatDoesNotAnswerOrIsBehindRaisesNoAlarm() throws InterruptedException {
    answered(answer(500, ""));
    answered(answer(409, "3\n"), answer(503, ""));
    answered(answer(409, "x\n"));
    answered(answer(404, "unknown\n"));

    assertThat(alarms).isEmpty();
    assertThat(WitnessDoubts.all(store, 9)).isEmpty();
  }

  private static SignedNote noteOf(Bytes body) throws IOException {
    try {
      return WitnessRequest.parse(body).note();
    } catch (NoteException e) {
      throw new IOException(e);
    }
  }

  private static List<NoteSigner> witnesses(int count) {
    List<NoteSigner> witnesses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      witnesses.add(NoteSigner.witness("w" + i, SigningKey.generate()));
    }
    return witnesses;
  }

  private SignedNote kept() {
    return new OwnLog(store, ORIGIN).checkpoint().orElseThrow();
  }

  @Test
  void ofAWitnessThatRepeatsItsLineOneIsKept() throws InterruptedException {
    Cosigning.Result result = asked(witnesses(1), line -> line.repeat(128));
    assertThat(result.isWitnessed()).isTrue();
    assertThat(result.failures()).isEmpty();
    assertThat(kept().signatures()).hasSize(2);
    assertThat(result.note()).isEqualTo(kept());
  }

  /** A witness that is asked later need not have room for what others signed. */
  @Test
  void aWitnessIsShownWhatTheBuilderSignedAndNoCosignatureOfOthers() throws InterruptedException {
    Cosigning.Result result = asked(witnesses(3), line -> line);
    assertThat(result.note().signatures()).hasSize(4);
    assertThat(shown).hasSize(3);
    assertThat(shown)
        .allSatisfy(
            note ->
                assertThat(note.signatures())
                    .singleElement()
                    .matches(signature -> signature.isOf(ORIGIN.key())));
  }

  @Test
  void ofTwoWitnessesThatRepeatTheirLinesOneOfEachIsKept() throws InterruptedException {
    Cosigning.Result result = asked(witnesses(2), line -> line.repeat(64));
    assertThat(result.failures()).isEmpty();
    assertThat(kept().signatures()).hasSize(3);
  }

  @Test
  void linesThatDoNotHoldAreDropped() throws InterruptedException {
    NoteSigner witness = NoteSigner.witness("w", SigningKey.generate());
    String forged = witness.sign("another text\n", NOW).line();
    String stranger = NoteSigner.witness("x", SigningKey.generate()).sign("text\n", NOW).line();
    Cosigning.Result result =
        asked(List.of(witness), line -> forged + stranger + line + forged + stranger);
    assertThat(result.isWitnessed()).isTrue();
    assertThat(kept().signatures()).hasSize(2);
    assertThat(kept()).isEqualTo(result.note());
  }

  @Test
  void aWitnessOfWhichNoLineHoldsIsNoneOfTheCosigners() throws InterruptedException {
    NoteSigner witness = NoteSigner.witness("w", SigningKey.generate());
    String forged = witness.sign("another text\n", NOW).line();
    Cosigning.Result result = asked(List.of(witness), line -> forged.repeat(128));
    assertThat(result.isWitnessed()).isFalse();
    assertThat(result.failures()).hasSize(1);
    assertThat(kept().signatures()).hasSize(1);
  }

  @Test
  void noMoreCosignaturesAreKeptThanCanBeReadAgain() throws InterruptedException {
    Cosigning.Result result = asked(witnesses(SignedNote.MAX_SIGNATURES), line -> line);
    assertThat(result.failures()).hasSize(1);
    assertThat(kept().signatures()).hasSize(SignedNote.MAX_SIGNATURES);
    assertThat(kept()).isEqualTo(result.note());
  }
}
