package io.vivim.node;

import java.io.IOException;

/** The output takes no more: its reader went away, or the disk behind it is full. */
final class OutputClosedException extends IOException {
  private static final long serialVersionUID = 1L;

  OutputClosedException(IOException cause) {
    super(cause.getMessage(), cause);
  }

  /** Whether the reader at the other end of a pipe has seen enough, which is no failure of ours. */
  boolean readerLeft() {
    String message = String.valueOf(getMessage());
    return message.contains("Broken pipe") || message.contains("Pipe closed");
  }
}
