package io.vivim.libp2p.kad.store;

import io.vivim.codec.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who judges which records, by the namespace that their keys begin with: {@code /pk/…}. A key
 * without a namespace that somebody judges has no valid value.
 */
public final class Validators {
  private static final Bytes SLASH = Bytes.utf8("/");

  private final Map<Bytes, Validator> byNamespace;

  private Validators(Map<Bytes, Validator> byNamespace) {
    this.byNamespace = Map.copyOf(byNamespace);
  }

  /** Public keys alone. */
  public static Validators publicKeys() {
    return new Validators(Map.of(Bytes.utf8(PublicKeys.NAMESPACE), new PublicKeys()));
  }

  /** Nobody, so that no record is taken. */
  public static Validators none() {
    return new Validators(Map.of());
  }

  /** The same and another namespace. */
  public Validators with(String namespace, Validator validator) {
    Bytes name = Bytes.utf8(namespace);
    if (name.isEmpty() || name.indexOf(SLASH, 0) >= 0) {
      throw new IllegalArgumentException("a namespace is a word without a slash: " + namespace);
    }
    Map<Bytes, Validator> all = new HashMap<>(byNamespace);
    all.put(name, validator);
    return new Validators(all);
  }

  private Optional<Validator> of(Bytes key) {
    int end = key.startsWith(SLASH) ? key.indexOf(SLASH, 1) : -1;
    return end < 0
        ? Optional.empty()
        : Optional.ofNullable(byNamespace.get(key.slice(1, end).compact()));
  }

  /** Whether a value may stand under a key. */
  public boolean isValid(Bytes key, Bytes value) {
    return of(key).filter(validator -> validator.isValid(key, value)).isPresent();
  }

  /** Whether a valid value is to take the place of another valid one. */
  public boolean isBetter(Bytes key, Bytes value, Bytes than) {
    return of(key).filter(validator -> validator.isBetter(key, value, than)).isPresent();
  }
}
