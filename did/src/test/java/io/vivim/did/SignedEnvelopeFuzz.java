package io.vivim.did;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import io.vivim.codec.Decoded;
import io.vivim.codec.Limits;

/** Any bytes are an envelope or are refused, and the content of one is what its bytes say. */
class SignedEnvelopeFuzz {
  private static final Bytes PREAMBLE =
      Bytes.concat(Bytes.fromHex("825840"), Bytes.copyOf(new byte[64]));
  private static final SignatureVerifier VERIFIER = SignatureVerifier.create();
  private static final DidKey SIGNER =
      new DidKey(
          KeyType.ED25519,
          Bytes.fromHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));

  @FuzzTest
  void anyBytesAreReadOrRefused(byte[] data) {
    check(Bytes.copyOf(data));
    check(Bytes.concat(PREAMBLE, Bytes.copyOf(data)));
  }

  private static void check(Bytes bytes) {
    if (SignedEnvelope.decode(bytes, Limits.BLOCK)
        instanceof Decoded.Value<SignedEnvelope> envelope) {
      if (!envelope.value().bytes().equals(bytes)) {
        throw new AssertionError("not the bytes that came in");
      }
      if (envelope.value().verify(VERIFIER, SIGNER).isValid()) {
        throw new AssertionError("a signature was forged");
      }
    }
  }
}
