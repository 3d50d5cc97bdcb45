package io.vivim.did;

import java.nio.file.Path;

/**
 * Stores of keys whose passphrases are cheap to try, which a test of something else may wait for.
 */
public final class CheapKeys {
  private CheapKeys() {}

  public static KeyStore at(Path directory) {
    return KeyStore.cheaplyAt(directory);
  }
}
