package io.vivim.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.did.SigningKey;
import org.junit.jupiter.api.Test;

class HiddenKeysTest {
  /** As {@code hmac.new(bytes(range(32)), text, sha256)} of Python has it. */
  @Test
  void theSecretIsWhatThePageSays() {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    for (int i = 0; i < seed.length; i++) {
      seed[i] = (byte) i;
    }
    SigningKey key = SigningKey.fromSeed(SecretBytes.copyFrom(seed, InsecureSecretKeyAccess.get()));
    assertThat(HiddenKeys.secretOf(key).toHex())
        .isEqualTo("73d5ce9b89b62b5bbe958308ea2d8cbc46987df96e2cad14180e2d3ed0efc7ad");
    assertThat(HiddenKeys.secretOf(SigningKey.generate())).isNotEqualTo(HiddenKeys.secretOf(key));
  }
}
