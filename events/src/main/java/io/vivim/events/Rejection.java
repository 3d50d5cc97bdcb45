package io.vivim.events;

/**
 * The reason for which an event is refused for good, and what of it was wrong.
 *
 * @param detail the field, the codec's refusal or the verdict; empty where the reason says it all
 */
public record Rejection(RejectionReason reason, String detail) {
  public Rejection(RejectionReason reason) {
    this(reason, "");
  }

  /** As the CLI writes it. */
  @Override
  public String toString() {
    return detail.isEmpty() ? reason.code() : reason.code() + " (" + detail + ")";
  }
}
