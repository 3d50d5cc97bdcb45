package io.vivim.libp2p.link;

import io.netty.handler.codec.DecoderException;
import java.io.IOException;

/** What exceptions in a pipeline come to. */
final class Failures {
  private Failures() {}

  /** Of a link. */
  static LinkEnd ending(Throwable cause) {
    if (cause instanceof DecoderException) {
      return LinkEnd.violation(words(cause));
    }
    return cause instanceof IOException
        ? LinkEnd.lost(words(cause))
        : LinkEnd.cut("failed: " + words(cause));
  }

  /** Of a connection that is no link yet. */
  static UpgradeException upgrading(Throwable cause) {
    if (cause instanceof UpgradeException known) {
      return known;
    }
    UpgradeException.Reason reason =
        cause instanceof DecoderException
            ? UpgradeException.Reason.NOT_PROVEN
            : UpgradeException.Reason.NOT_CONNECTED;
    UpgradeException made = new UpgradeException(reason, words(cause));
    made.initCause(cause);
    return made;
  }

  private static String words(Throwable cause) {
    Throwable root = cause.getCause() == null ? cause : cause.getCause();
    String message = root.getMessage();
    return root.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }
}
