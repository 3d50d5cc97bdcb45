package io.vivim.did;

/**
 * Finds the document of a DID; did:key needs nothing but the text, other methods may look it up.
 */
public interface DidResolver {
  /** The document of {@code did}, or the error that says why there is none. */
  DidResolution resolve(String did);
}
