package io.vivim.libp2p.kad.store;

import io.vivim.codec.Bytes;

/** Judges the values of one namespace; what it says follows from what it is given alone. */
public interface Validator {
  /**
   * Whether a value may stand under a key.
   *
   * @param key with its namespace, such as {@code /pk/…}
   */
  boolean isValid(Bytes key, Bytes value);

  /** Whether a valid value is to take the place of another one, which is valid too. */
  boolean isBetter(Bytes key, Bytes value, Bytes than);
}
