package io.vivim.libp2p.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Whoever knows what stands in the domain name system. A name of which nothing is known is an empty
 * list or a failure. For any thread.
 */
public interface Resolver {
  /** Knows no name. */
  Resolver NONE =
      new Resolver() {
        @Override
        public CompletionStage<List<InetAddress>> ip4(String name) {
          return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletionStage<List<InetAddress>> ip6(String name) {
          return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletionStage<List<String>> texts(String name) {
          return CompletableFuture.completedFuture(List.of());
        }
      };

  /** The IPv4 addresses of a name. */
  CompletionStage<List<InetAddress>> ip4(String name);

  /** The IPv6 addresses of a name. */
  CompletionStage<List<InetAddress>> ip6(String name);

  /** The TXT records of a name, each as one text. */
  CompletionStage<List<String>> texts(String name);
}
