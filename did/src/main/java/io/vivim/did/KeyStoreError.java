package io.vivim.did;

import java.util.Locale;

/** Why the key store would not do what it was asked; a closed list. */
public enum KeyStoreError {
  BAD_NAME("a key's name has 1 to 64 of the characters a-z, 0-9, '-' and '_'"),
  NO_SUCH_KEY("there is no key of this name"),
  NAME_TAKEN("there is a key of this name already"),
  WRONG_PASSPHRASE("the passphrase is wrong"),
  DAMAGED_FILE("the key file is damaged"),
  UNKNOWN_VERSION("the key file is of a version that this program does not know"),
  TOO_COSTLY("the key file asks for more memory or time than a key file may"),
  OPEN_TO_OTHERS("the key file can be read by others; set its mode to 600");

  private final String code;
  private final String text;

  KeyStoreError(String text) {
    this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
    this.text = text;
  }

  /** The stable code, such as {@code wrong-passphrase}. */
  public String code() {
    return code;
  }

  /** One clause for people. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return code;
  }
}
