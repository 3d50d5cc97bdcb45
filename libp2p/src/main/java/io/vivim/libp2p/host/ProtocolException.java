package io.vivim.libp2p.host;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The peer speaks none of the protocols that were proposed, or breaks the rules of one. */
public final class ProtocolException extends IOException {
  private static final long serialVersionUID = 1L;

  public ProtocolException(String message) {
    super(message);
  }

  /** Whether this is why a stage failed. */
  static boolean isWhy(@Nullable Throwable failure) {
    return failure instanceof ProtocolException
        || (failure instanceof CompletionException
            && failure.getCause() instanceof ProtocolException);
  }
}
