package io.vivim.blockbuilder;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is kept of the answers of witnesses, hostile ones among them. */
final class CosigningTest {
  private static final NoteCheck CHECK = new NoteCheck(SignatureVerifier.create());
  private static final SigningKey KEY = SigningKey.generate();
  private static final LogOrigin ORIGIN = new LogOrigin(KEY.did(), LogScope.PUBLIC);
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");

  private final Store store = Stores.inMemory();

  private Cosigning.Result asked(List<NoteSigner> witnesses, Function<String, String> answer)
      throws InterruptedException {
    BlockBuilder builder =
        BlockBuilder.open(store, KEY, ORIGIN, new BlockLimits(9, 9999, Duration.ofSeconds(9)));
    builder.add(Leaves.at(1), NOW);
    builder.build(NOW);
    List<Policy.Witness> asked = new ArrayList<>();
    for (int i = 0; i < witnesses.size(); i++) {
      asked.add(new Policy.Witness(witnesses.get(i).verifier(), Optional.of("http://" + i)));
    }
    Cosigning.Road road =
        (url, body) -> {
          int at = Integer.parseInt(url.substring(7, url.indexOf('/', 7)));
          String line = witnesses.get(at).sign(textOf(body), NOW).line();
          return new Cosigning.Answer(200, Bytes.utf8(answer.apply(line)));
        };
    return new Cosigning(builder.log(), ORIGIN, store, Policy.of(1, asked), CHECK, road)
        .run()
        .orElseThrow();
  }

  private static String textOf(Bytes body) throws IOException {
    try {
      return WitnessRequest.parse(body).note().text();
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
