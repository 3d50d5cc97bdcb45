package io.vivim.did;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;

/** Any bytes are a key file or are refused with a key store error, and have one spelling. */
class KeyFileFuzz {
  private static final Bytes HEAD = Bytes.concat(Bytes.utf8("VIVIMKEY"), Bytes.fromHex("01"));

  @FuzzTest
  void anyBytesAreReadOrRefused(byte[] data) {
    Bytes bytes = Bytes.copyOf(data);
    check(bytes);
    Bytes checked = Bytes.concat(HEAD, bytes);
    check(Bytes.concat(checked, Multihash.sha256(checked).digest()));
  }

  private static void check(Bytes bytes) {
    try {
      if (!KeyFile.decode(bytes).encode().equals(bytes)) {
        throw new AssertionError("two spellings of one key file");
      }
    } catch (KeyStoreException e) {
      // Refused, as most bytes are.
    }
  }
}
