package io.vivim.node.rpc;

import static io.vivim.node.rpc.Schemas.anyOf;
import static io.vivim.node.rpc.Schemas.text;

import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.did.KeyStore;
import io.vivim.did.KeyStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The names of the node's keys, by which its owner may name identities. */
final class KeyNames {
  static final IpldMap OWNER =
      anyOf(
          SharedSchemas.DID,
          text("With the node's token, the name of a key here.", "[a-z0-9_-]{1,64}"));

  private final KeyStore keys;

  KeyNames(KeyStore keys) {
    this.keys = keys;
  }

  /** The DID of a key of this name. */
  Optional<DidKey> did(String name) {
    try {
      return Optional.of(keys.did(name));
    } catch (KeyStoreException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the key store fails", e);
    }
  }

  /** The identity that a param names; strangers are told of no key. */
  Optional<DidKey> owner(Arguments arguments, Caller caller) throws RpcException {
    Optional<DidKey> named =
        caller == Caller.OWNER
            ? arguments.text("owner").filter(text -> !text.contains(":")).flatMap(this::did)
            : Optional.empty();
    return named.isPresent() ? named : EntityParams.did(arguments, "owner");
  }
}
