package io.vivim.did;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SignatureVerifierTest {
  private final SignatureVerifier verifier = SignatureVerifier.create();

  @Test
  void keysBeyondThoseKeptReadyGetTheSameVerdictsInBoundedMemory() {
    SigningKey honest = SigningKey.generate();
    Bytes message = Bytes.utf8("message");
    Bytes signature = honest.sign(message);
    for (int i = 0; i < SignatureVerifier.MAX_READY_KEYS + 100; i++) {
      Bytes other = SigningKey.generate().publicKey();
      assertThat(verifier.verify(other, message, signature)).isEqualTo(Verdict.EQUATION);
      assertThat(verifier.readyKeys()).isLessThanOrEqualTo(SignatureVerifier.MAX_READY_KEYS);
    }
    for (int i = 0; i < 2; i++) {
      assertThat(verifier.verify(honest.publicKey(), message, signature)).isEqualTo(Verdict.VALID);
    }
  }

  @Test
  void aKeyThatIsReadyStillAnswersForEachMessageAndSignatureAnew() {
    SigningKey key = SigningKey.generate();
    Bytes message = Bytes.utf8("message");
    Bytes signature = key.sign(message);

    assertThat(verifier.verify(key.publicKey(), message, signature)).isEqualTo(Verdict.VALID);
    assertThat(verifier.verify(key.publicKey(), Bytes.utf8("other"), signature))
        .isEqualTo(Verdict.EQUATION);
    assertThat(verifier.verify(key.publicKey(), message, signature.from(1)))
        .isEqualTo(Verdict.SIGNATURE_LENGTH);
    assertThat(verifier.verify(key.publicKey(), message, signature)).isEqualTo(Verdict.VALID);
  }

  @Test
  void manyThreadsShareOneVerifier() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        SigningKey key = SigningKey.generate();
        Bytes message = Bytes.utf8("message " + i);
        Bytes signature = key.sign(message);
        for (int j = 0; j < 4; j++) {
          answers.add(
              threads.submit(() -> verifier.verify(key.publicKey(), message, signature).isValid()));
        }
      }
      for (Future<Boolean> answer : answers) {
        assertThat(answer.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
