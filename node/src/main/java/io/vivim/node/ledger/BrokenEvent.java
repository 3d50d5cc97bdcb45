package io.vivim.node.ledger;

import io.vivim.events.Rejection;
import io.vivim.events.RejectionReason;
import io.vivim.statemachine.Rule;
import java.util.Arrays;

/** Why an event is none, in words; rejections by themselves say it by a code. */
public final class BrokenEvent {
  private BrokenEvent() {}

  /** One clause for a rejection, behind its detail where it has one. */
  public static String text(Rejection rejection) {
    String detail = rejection.detail();
    String text =
        Arrays.stream(Rule.values())
            .filter(rule -> rule.code().equals(detail))
            .map(Rule::text)
            .findFirst()
            .orElseGet(() -> rejection.reason().text());
    return detail.isEmpty() ? text : detail + " (" + text + ")";
  }

  /**
   * The same for what {@link io.vivim.events.EventBuilder} throws, whose message is a rejection.
   */
  public static String text(IllegalArgumentException thrown) {
    String message = String.valueOf(thrown.getMessage());
    return Arrays.stream(RejectionReason.values())
        .filter(reason -> message.equals(reason.code()) || message.startsWith(reason.code() + " ("))
        .map(reason -> reason.text() + message.substring(reason.code().length()))
        .findFirst()
        .orElse(message);
  }
}
