package io.vivim.did.ucan;

import io.vivim.codec.Refusal;
import java.util.Optional;

/** A token or a part of one was refused; carries no stack trace, since refusing is normal work. */
public final class UcanException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient UcanRefusal refusal;

  UcanException(UcanRefusal refusal) {
    super(refusal + " (" + refusal.reason().text() + ")", null, false, false);
    this.refusal = refusal;
  }

  UcanException(UcanReason reason, String where) {
    this(new UcanRefusal(reason, where, Optional.empty()));
  }

  UcanException(Refusal codec) {
    this(new UcanRefusal(UcanReason.BYTES, "", Optional.of(codec)));
  }

  public UcanRefusal refusal() {
    return refusal;
  }

  public UcanReason reason() {
    return refusal.reason();
  }

  /** The same refusal, seen from the whole in which this part stands at {@code where}. */
  UcanException in(String where) {
    String inner = refusal.where();
    return new UcanException(
        new UcanRefusal(
            refusal.reason(), where + (inner.isEmpty() ? "" : " " + inner), refusal.codec()));
  }
}
