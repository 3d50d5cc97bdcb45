package io.vivim.node.rpc;

import io.vivim.did.DidException;
import io.vivim.did.DidKey;
import io.vivim.did.KeyStore;
import io.vivim.did.KeyStoreError;
import io.vivim.did.KeyStoreException;
import io.vivim.did.Passphrase;
import io.vivim.did.SigningKey;
import io.vivim.node.blocks.KeyHome;
import io.vivim.node.ledger.EntityWriter;
import io.vivim.node.ledger.Keyring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Who signs for an identity: its own key, or that of a device of it, in the node's key store. */
final class Signers {
  /** Names of keys that a text lists. */
  private static final int MAX_TOLD = 20;

  private final Optional<Keyring> keyring;
  private final EntityWriter writer;
  private final KeyStore store;

  Signers(KeyStore keys, Optional<Passphrase> passphrase, EntityWriter writer) {
    this.keyring = passphrase.map(secret -> new Keyring(keys, secret));
    this.writer = writer;
    this.store = keys;
  }

  /** A key, and the identity that it acts for. */
  record Signer(SigningKey key, DidKey author) {}

  /**
   * The signer for an identity; for none given, that of the only key besides those that sign blocks
   * or cosign them. A builder's signs events for who asks for it, a witness's none.
   */
  Signer of(Optional<String> as) throws RpcException {
    Keyring keys = keyring.orElseThrow(() -> new RpcException(RpcError.NO_PASSPHRASE));
    try {
      NavigableMap<String, String> names = keys.names();
      if (names.isEmpty()) {
        throw refused(KeyStoreError.NO_SUCH_KEY);
      }
      DidKey author = did(as.isPresent() ? didOf(as.get(), names) : onlyAuthor(names), names);
      String name = nameFor(author, names);
      SigningKey key = keys.open(name);
      if (KeyHome.roleOf(store, key.did()).equals(Optional.of(KeyHome.Role.WITNESS))) {
        throw new RpcException(RpcError.KEY_REFUSED, "witness: " + KeyHome.refusal(name));
      }
      return new Signer(key, author);
    } catch (KeyStoreException e) {
      throw refused(e.error());
    } catch (IOException e) {
      throw new UncheckedIOException("the key store fails", e);
    }
  }

  /** The only key that signs events without being asked for it; of all, where that is none. */
  private String onlyAuthor(NavigableMap<String, String> names) throws IOException, RpcException {
    NavigableMap<String, String> authors = new TreeMap<>();
    for (Map.Entry<String, String> each : names.entrySet()) {
      if (KeyHome.roleOf(store, did(each.getKey(), names)).isEmpty()) {
        authors.put(each.getKey(), each.getValue());
      }
    }
    NavigableMap<String, String> choice = authors.isEmpty() ? names : authors;
    if (choice.size() > 1) {
      throw RpcException.invalid(
          "as", "is missing, and there are several keys: " + told(choice.values()));
    }
    return choice.firstKey();
  }

  /** The DID of a key of this name, which is never like a DID; else the text itself. */
  private static String didOf(String text, NavigableMap<String, String> names) {
    return names.entrySet().stream()
        .filter(each -> each.getValue().equals(text))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(text);
  }

  private String nameFor(DidKey author, NavigableMap<String, String> names) throws RpcException {
    String own = names.get(author.toString());
    if (own != null) {
      return own;
    }
    for (Map.Entry<String, String> each : names.entrySet()) {
      if (writer.isDevice(did(each.getKey(), names), author)) {
        return each.getValue();
      }
    }
    throw new RpcException(
        RpcError.KEY_REFUSED,
        KeyStoreError.NO_SUCH_KEY.code()
            + ": none of the keys here is that of "
            + author
            + " or of a device of it: "
            + told(names.values()));
  }

  private static String told(Collection<String> names) {
    String all = names.stream().sorted().limit(MAX_TOLD).collect(Collectors.joining(", "));
    return names.size() > MAX_TOLD ? all + ", …" : all;
  }

  private static RpcException refused(KeyStoreError error) {
    return new RpcException(RpcError.KEY_REFUSED, error.code() + ": " + error.text());
  }

  private static DidKey did(String text, NavigableMap<String, String> names) throws RpcException {
    try {
      return DidKey.parse(text);
    } catch (DidException e) {
      throw RpcException.invalid(
          "as", "is neither a did:key nor the name of a key here: " + told(names.values()));
    }
  }
}
