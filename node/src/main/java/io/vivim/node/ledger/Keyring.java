package io.vivim.node.ledger;

import io.vivim.did.DidKey;
import io.vivim.did.KeyStore;
import io.vivim.did.KeyStoreException;
import io.vivim.did.Passphrase;
import io.vivim.did.SigningKey;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The keys of a node's key store, by their DIDs. A key that was opened stays open, since opening
 * one costs much on purpose; one that was removed from the store is not used again.
 */
public final class Keyring {
  private final KeyStore keys;
  private final Passphrase passphrase;

  /** Guarded by this. */
  private final Map<DidKey, SigningKey> opened = new HashMap<>();

  public Keyring(KeyStore keys, Passphrase passphrase) {
    this.keys = keys;
    this.passphrase = passphrase;
  }

  /** The DIDs of all keys, with the names of the keys. */
  public NavigableMap<String, String> names() throws IOException, KeyStoreException {
    NavigableMap<String, String> names = new TreeMap<>();
    for (String name : keys.names()) {
      names.put(keys.did(name).toString(), name);
    }
    return names;
  }

  /** The key of a name, ready to sign; one at a time, since opening takes much memory. */
  public synchronized SigningKey open(String name) throws IOException, KeyStoreException {
    DidKey did = keys.did(name);
    SigningKey known = opened.get(did);
    if (known == null) {
      known = keys.open(name, passphrase);
      opened.put(did, known);
    }
    return known;
  }
}
