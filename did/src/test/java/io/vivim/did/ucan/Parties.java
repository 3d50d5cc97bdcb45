package io.vivim.did.ucan;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.codec.Bytes;
import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import io.vivim.did.SigningKey;

/** Keys and values that the tests of this package write down shortly. */
final class Parties {
  static final SigningKey ROOT = key("01".repeat(32));
  static final SigningKey ALICE = key("02".repeat(32));
  static final SigningKey BOB = key("03".repeat(32));
  static final SigningKey CAROL = key("04".repeat(32));

  private Parties() {}

  static SigningKey key(String seedHex) {
    return SigningKey.fromSeed(
        SecretBytes.copyFrom(Bytes.fromHex(seedHex).toArray(), InsecureSecretKeyAccess.get()));
  }

  static Principal of(SigningKey key) {
    return Principal.of(key.did());
  }

  static Ipld json(String dagJson) {
    try {
      return DagJson.decode(dagJson).orThrow();
    } catch (RefusedException e) {
      throw new IllegalArgumentException(dagJson, e);
    }
  }

  static IpldMap map(String dagJson) {
    return (IpldMap) json(dagJson);
  }

  static Policy policy(String dagJson) {
    try {
      return Policy.parse(json(dagJson));
    } catch (UcanException e) {
      throw new IllegalArgumentException(dagJson, e);
    }
  }

  static Command command(String text) {
    try {
      return Command.parse(text);
    } catch (UcanException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** A delegation of {@code /crud} that never expires, to be changed by the caller. */
  static DelegationBuilder granting(SigningKey audience) {
    return new DelegationBuilder()
        .audience(of(audience))
        .subject(of(ROOT))
        .command(command("/crud"))
        .nonce(Bytes.fromHex("070707070707070707070707"))
        .neverExpires();
  }
}
