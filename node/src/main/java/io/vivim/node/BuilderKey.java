package io.vivim.node;

import io.vivim.did.KeyStore;
import io.vivim.did.KeyStoreException;
import io.vivim.did.Passphrase;
import io.vivim.node.blocks.KeyHome;
import java.io.IOException;

/** A key that signs a log, or cosigns those of others: one of a name, made where there is none. */
final class BuilderKey {
  private BuilderKey() {}

  static KeyHome of(KeyStore store, String name, KeyHome.Role role, Passphrase secret)
      throws IOException {
    try {
      return KeyHome.of(store, name, role, secret);
    } catch (KeyStoreException e) {
      throw new UnreadableFileException(
          e.error().code(), "the key '" + name + "': " + e.error().text());
    } catch (IOException e) {
      throw UnreadableFileException.of(e);
    }
  }
}
