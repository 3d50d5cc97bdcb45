package io.vivim.node.rpc;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** What is left of the time and the room that all calls of one request share. */
final class Budget {
  private final RpcLimits limits;
  private final LongSupplier nanos;
  private final long deadline;
  private final AtomicLong charsLeft;

  Budget(RpcLimits limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
    this.deadline = nanos.getAsLong() + limits.callTime().toNanos();
    this.charsLeft = new AtomicLong(limits.answerChars());
  }

  /** The time that is left. */
  Duration time() throws RpcException {
    long left = deadline - nanos.getAsLong();
    if (left <= 0) {
      throw tooSlow();
    }
    return Duration.ofNanos(left);
  }

  RpcException tooSlow() {
    return new RpcException(
        RpcError.TOO_SLOW, "a request's calls have " + limits.callTime().toSeconds() + " s");
  }

  /** Takes room for a result. */
  void take(JsonText result) throws RpcException {
    if (charsLeft.addAndGet(-result.text().length()) < 0) {
      charsLeft.addAndGet(result.text().length());
      throw tooLarge();
    }
  }

  private RpcException tooLarge() {
    return new RpcException(
        RpcError.TOO_LARGE,
        "the results of one request have " + limits.answerChars() + " characters at most");
  }
}
