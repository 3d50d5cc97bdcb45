package io.vivim.store;

import org.jspecify.annotations.Nullable;

/** The store cannot do what was asked: the disk, the files or another process is in the way. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final StoreError error;

  public StoreException(StoreError error, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.error = error;
  }

  public StoreError error() {
    return error;
  }
}
