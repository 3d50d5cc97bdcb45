package io.vivim.node.rpc;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.KeyStore;
import io.vivim.did.KeyStoreError;
import io.vivim.did.KeyStoreException;
import io.vivim.did.Passphrase;
import io.vivim.did.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code identity_create}: makes a key, keeps it under a name, and tells its DID. */
final class IdentityCreate implements RpcMethod {
  private static final Signature SIGNATURE =
      new Signature(
          "identity_create",
          "Makes a key, keeps it encrypted in the node's key store, and tells its DID.",
          true,
          List.of(
              Parameter.required(
                  "name", "The key's name here.", Schemas.text("A name.", "[a-z0-9_-]{1,64}"))),
          Schemas.object(
              "The identity.",
              Schemas.required("name", Schemas.text("The key's name.")),
              Schemas.required("did", SharedSchemas.DID)),
          List.of(RpcError.NO_PASSPHRASE, RpcError.KEY_REFUSED),
          new Signature.Example(
              IpldMap.builder().put("name", Ipld.of("home")).build(),
              IpldMap.builder()
                  .put("name", Ipld.of("home"))
                  .put("did", Ipld.of("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"))
                  .build()));

  private final KeyStore keys;
  private final Optional<Passphrase> passphrase;

  IdentityCreate(KeyStore keys, Optional<Passphrase> passphrase) {
    this.keys = keys;
    this.passphrase = passphrase;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    String name = arguments.requiredText("name");
    Passphrase secret = passphrase.orElseThrow(() -> new RpcException(RpcError.NO_PASSPHRASE));
    SigningKey key = SigningKey.generate();
    keep(name, key, secret);
    return CompletableFuture.completedStage(
        JsonText.of(
            IpldMap.builder()
                .put("name", Ipld.of(name))
                .put("did", Ipld.of(key.did().toString()))));
  }

  private static String next(KeyStoreError error) {
    return switch (error) {
      case NAME_TAKEN -> "Nothing was made. Choose another name for the new key.";
      case BAD_NAME -> "Nothing was made. Choose a name of these characters alone.";
      default -> RpcError.KEY_REFUSED.next();
    };
  }

  /** One at a time: deriving a key from a passphrase takes much memory on purpose. */
  private synchronized void keep(String name, SigningKey key, Passphrase secret)
      throws RpcException {
    try {
      keys.add(name, key, secret);
    } catch (KeyStoreException e) {
      throw new RpcException(
          RpcError.KEY_REFUSED, e.error().code() + ": " + e.error().text(), next(e.error()));
    } catch (IOException e) {
      throw new UncheckedIOException("the key store fails", e);
    }
  }
}
