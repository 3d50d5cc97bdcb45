package io.vivim.node.rpc;

import java.time.Duration;

/**
 * How much a caller can make the server hold, and for how long.
 *
 * @param bodyBytes of one HTTP request's body
 * @param batchCalls calls in one batch
 * @param depth of lists and objects inside one another in a request
 * @param answerChars of the results of one batch together
 * @param callTime for all calls of a request, from its arrival as a whole
 * @param requestTime for one request from its first byte to the answer's last, on a slow line too
 * @param idleTime for which a connection may lie quiet
 * @param connections open at once; others wait to be accepted
 * @param drainTime for what is under way when the server closes
 */
public record RpcLimits(
    int bodyBytes,
    int batchCalls,
    int depth,
    int answerChars,
    Duration callTime,
    Duration requestTime,
    Duration idleTime,
    int connections,
    Duration drainTime) {

  public static final int MAX_BODY_BYTES = 2 * 1024 * 1024;
  public static final int MAX_BATCH_CALLS = 100;

  /** A payload may be 64 deep; around it are an event, params, a call and a batch. */
  public static final int MAX_DEPTH = 72;

  public static final int MAX_ANSWER_CHARS = 16 * 1024 * 1024;
  public static final Duration MAX_CALL_TIME = Duration.ofSeconds(10);
  public static final Duration MAX_REQUEST_TIME = Duration.ofSeconds(30);
  public static final Duration MAX_IDLE_TIME = Duration.ofSeconds(30);
  public static final int MAX_CONNECTIONS = 256;
  public static final Duration MAX_DRAIN_TIME = Duration.ofSeconds(10);

  public static final RpcLimits DEFAULT =
      new RpcLimits(
          MAX_BODY_BYTES,
          MAX_BATCH_CALLS,
          MAX_DEPTH,
          MAX_ANSWER_CHARS,
          MAX_CALL_TIME,
          MAX_REQUEST_TIME,
          MAX_IDLE_TIME,
          MAX_CONNECTIONS,
          MAX_DRAIN_TIME);
}
