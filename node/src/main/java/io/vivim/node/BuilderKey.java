package io.vivim.node;

import io.vivim.did.KeyStore;
import io.vivim.did.KeyStoreException;
import io.vivim.did.Passphrase;
import io.vivim.did.SigningKey;
import java.io.IOException;

/** A key that signs a log, or cosigns those of others: one of a name, made where there is none. */
final class BuilderKey {
  private BuilderKey() {}

  static SigningKey of(KeyStore store, String name, Passphrase secret) throws IOException {
    try {
      if (!store.names().contains(name)) {
        store.add(name, SigningKey.generate(), secret);
      }
      return store.open(name, secret);
    } catch (KeyStoreException e) {
      throw new UnreadableFileException(
          e.error().code(), "the key '" + name + "': " + e.error().text());
    } catch (IOException e) {
      throw UnreadableFileException.of(e);
    }
  }
}
