package io.vivim.libp2p.gossip;

import java.util.concurrent.CompletionStage;

/** Judges the messages of a topic. Until it has, nobody else hears of them. */
@FunctionalInterface
public interface Validator {
  /**
   * Begins to judge a message, on a thread that may work but not wait for long; a failure ignores
   * the message.
   */
  CompletionStage<Verdict> judge(Received message);
}
