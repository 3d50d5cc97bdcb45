package io.vivim.did.ucan;

import io.vivim.did.DidError;
import io.vivim.did.DidException;
import io.vivim.did.DidKey;
import io.vivim.did.KeyType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Someone who issues, receives or is the subject of a delegation: a DID of any method, without
 * path, query or fragment.
 *
 * <p>Two are the same where their texts are. A did:key has one text, so for keys this is exact.
 */
public final class Principal {
  private final String did;
  private final @Nullable DidKey key;

  private Principal(String did, @Nullable DidKey key) {
    this.did = did;
    this.key = key;
  }

  /** The owner of a key. */
  public static Principal of(DidKey key) {
    return new Principal(key.toString(), key);
  }

  /** The principal that a DID text names. */
  public static Principal parse(String did) throws UcanException {
    if (did.length() > UcanLimits.MAX_DID_CHARS || !isDid(did)) {
      throw new UcanException(UcanReason.DID, "");
    }
    if (!did.startsWith(DidKey.PREFIX)) {
      return new Principal(did, null);
    }
    try {
      return new Principal(did, DidKey.parse(did));
    } catch (DidException e) {
      if (e.error() == DidError.UNSUPPORTED_PUBLIC_KEY_TYPE) {
        // May receive and be the subject; it cannot have signed anything that is accepted here.
        return new Principal(did, null);
      }
      throw new UcanException(UcanReason.DID, e.error().code());
    }
  }

  /** The grammar of DIDs (W3C, Decentralized Identifiers 1.0, section 3.1). */
  private static boolean isDid(String text) {
    if (!text.startsWith("did:")) {
      return false;
    }
    int at = "did:".length();
    int methodFrom = at;
    while (at < text.length() && isMethodChar(text.charAt(at))) {
      at++;
    }
    if (at == methodFrom || at == text.length() || text.charAt(at) != ':') {
      return false;
    }
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '%') {
        if (!isHex(text, at + 1) || !isHex(text, at + 2)) {
          return false;
        }
        at += 2;
      } else if (!isIdChar(c) && c != ':') {
        return false;
      }
    }
    return text.charAt(text.length() - 1) != ':';
  }

  private static boolean isMethodChar(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static boolean isIdChar(char c) {
    return isMethodChar(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_';
  }

  private static boolean isHex(String text, int at) {
    return at < text.length()
        && text.charAt(at) < 0x80
        && Character.digit(text.charAt(at), 16) >= 0;
  }

  /** The key, where this is a did:key of a known type. */
  public Optional<DidKey> key() {
    return Optional.ofNullable(key);
  }

  /** The key that this one signs with, where that is an Ed25519 did:key. */
  Optional<DidKey> signingKey() {
    return key().filter(known -> known.type() == KeyType.ED25519);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Principal that && did.equals(that.did);
  }

  @Override
  public int hashCode() {
    return did.hashCode();
  }

  /** The DID. */
  @Override
  public String toString() {
    return did;
  }
}
