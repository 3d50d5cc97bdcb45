package io.vivim.did;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any text is a did:key or is refused with a DID error, and has one spelling. */
class DidKeyFuzz {
  @FuzzTest
  void anyTextIsReadOrRefused(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    check(text);
    check(DidKey.PREFIX + text);
  }

  private static void check(String text) {
    try {
      DidKey did = DidKey.parse(text);
      if (!did.toString().equals(text)) {
        throw new AssertionError("two texts for one key: " + text);
      }
      did.validate();
    } catch (DidException e) {
      // Refused, as most texts are.
    }
  }
}
