package io.vivim.did;

/** What became of resolving a DID. */
public sealed interface DidResolution {
  record Resolved(DidDocument document) implements DidResolution {}

  record Unresolved(DidError error) implements DidResolution {}
}
