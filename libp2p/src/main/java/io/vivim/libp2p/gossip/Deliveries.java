package io.vivim.libp2p.gossip;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Gives messages to those who want them, one behind the other on a thread that may wait: whoever is
 * slow there slows the peers that send.
 */
final class Deliveries {
  private final Map<String, Consumer<Received>> subscribers = new ConcurrentHashMap<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "vivim-libp2p-deliveries");
            made.setDaemon(true);
            return made;
          });

  void put(String topic, Consumer<Received> subscriber) {
    subscribers.put(topic, subscriber);
  }

  void remove(String topic) {
    subscribers.remove(topic);
  }

  /**
   * Delivers a message in its turn.
   *
   * @param done is run when that is over, however it went
   */
  void deliver(Received message, Runnable done) {
    try {
      thread.execute(
          () -> {
            try {
              Consumer<Received> subscriber = subscribers.get(message.topic());
              if (subscriber != null) {
                subscriber.accept(message);
              }
            } finally {
              done.run();
            }
          });
    } catch (RejectedExecutionException e) {
      done.run();
    }
  }

  void stop() {
    thread.shutdownNow();
  }
}
