package io.vivim.events;

import io.vivim.did.DidException;
import io.vivim.did.DidKey;
import io.vivim.did.KeyType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The keys of the DIDs that were met last, since reading a DID's base58 costs microseconds. */
final class KnownKeys {
  /** When there are as many, all are let go. */
  static final int MAX_KNOWN = 8192;

  /** By DID; any thread may lose or find one. */
  private final Map<String, DidKey> known = new ConcurrentHashMap<>();

  /** The Ed25519 key that a DID names, or null where it names none. */
  @Nullable DidKey find(String did) {
    DidKey found = known.get(did);
    if (found != null) {
      return found;
    }
    try {
      DidKey parsed = DidKey.parse(did);
      if (parsed.type() != KeyType.ED25519) {
        return null;
      }
      if (known.size() >= MAX_KNOWN) {
        known.clear();
      }
      known.put(did, parsed);
      return parsed;
    } catch (DidException e) {
      return null;
    }
  }
}
