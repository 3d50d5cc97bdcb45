package io.vivim.did;

/** A DID was refused; carries no stack trace, since refusing is normal work. */
public final class DidException extends Exception {
  private static final long serialVersionUID = 1L;

  private final DidError error;

  public DidException(DidError error) {
    super(error.code() + ": " + error.text(), null, false, false);
    this.error = error;
  }

  public DidError error() {
    return error;
  }
}
