package io.vivim.did;

/** Resolves did:key, from the text alone. */
public final class DidKeyResolver implements DidResolver {
  @Override
  public DidResolution resolve(String did) {
    try {
      DidKey key = DidKey.parse(did);
      key.validate();
      return new DidResolution.Resolved(DidDocument.of(key));
    } catch (DidException e) {
      return new DidResolution.Unresolved(e.error());
    }
  }
}
