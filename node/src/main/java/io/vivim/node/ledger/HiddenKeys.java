package io.vivim.node.ledger;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import io.vivim.codec.Bytes;
import io.vivim.did.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that hides the keys of an identity's private and local entities:
 *
 * <pre>
 *   secret = HMAC-SHA-256(seed of the identity's root key, "vivim/hidden-keys@1.0.0")
 * </pre>
 *
 * The seed is 32 random bytes, so this is a pseudo-random function of the text: the secret tells
 * nothing of the seed, has nothing to do with the SHA-512 by which Ed25519 uses it, and is the same
 * wherever the identity's key is. (docs/spec/keys.md)
 */
final class HiddenKeys {
  private static final String HMAC = "HmacSHA256";
  private static final String PURPOSE = "vivim/hidden-keys@1.0.0";

  private HiddenKeys() {}

  static Bytes secretOf(SigningKey identity) {
    byte[] seed = identity.seed().toByteArray(InsecureSecretKeyAccess.get());
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(seed, HMAC));
      return Bytes.owning(mac.doFinal(PURPOSE.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }
}
