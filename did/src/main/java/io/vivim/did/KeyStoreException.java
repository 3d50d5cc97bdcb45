package io.vivim.did;

/** The key store would not do what it was asked; a broken disk is an IOException instead. */
public final class KeyStoreException extends Exception {
  private static final long serialVersionUID = 1L;

  private final KeyStoreError error;

  public KeyStoreException(KeyStoreError error) {
    super(error.text(), null, false, false);
    this.error = error;
  }

  public KeyStoreError error() {
    return error;
  }
}
