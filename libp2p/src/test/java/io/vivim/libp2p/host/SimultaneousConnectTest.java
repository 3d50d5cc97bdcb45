package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two hosts that dial each other at the same moment, many times. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class SimultaneousConnectTest {
  private static final long MOST_SECONDS = 30;
  private static final int ROUNDS = 25;
  private static final String ECHO = "/echo/1.0.0";

  /** A host whose own time the test moves. */
  private static final class Side {
    final HandTimers timers = new HandTimers();
    final Counts counts = new Counts();
    final Host host =
        Host.builder(
                PrivateKey.generate(KeyType.ED25519, new SecureRandom()), InstantSource.system())
            .metrics(counts)
            .loops(1)
            .timers(timers)
            .build();

    Side() throws AddressException {
      get(host.listen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
      host.handle(
          ECHO,
          stream -> {
            try (OutputStream out = stream.output()) {
              stream.input().transferTo(out);
            }
          });
    }

    boolean isIdle() {
      return host.links().stream().allMatch(link -> link.streams() == 0);
    }
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
  }

  private static void echo(Stream stream) throws Exception {
    try (OutputStream out = stream.output()) {
      out.write("hello".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(stream.input().readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
  }

  @Test
  void bothHaveALinkAndAllStreamsWorkAndTwinsComeToOne() throws Exception {
    Side left = new Side();
    Side right = new Side();
    int twins = 0;
    try {
      for (int round = 0; round < ROUNDS; round++) {
        CompletionStage<Link> there = left.host.connect(right.host.id(), right.host.addresses());
        CompletionStage<Link> back = right.host.connect(left.host.id(), left.host.addresses());
        assertThat(get(there).peer()).isEqualTo(right.host.id());
        assertThat(get(back).peer()).isEqualTo(left.host.id());
        echo(get(left.host.open(right.host.id(), ECHO)));
        echo(get(right.host.open(left.host.id(), ECHO)));
        twins += prune(left, right);
        echo(get(left.host.open(right.host.id(), ECHO)));
        echo(get(right.host.open(left.host.id(), ECHO)));
        part(left, right);
      }
    } finally {
      left.host.close();
      right.host.close();
    }
    assertThat(twins).as("rounds with two links").isPositive();
  }

  /** Ends all links, those that come late too, so that the next round begins without any. */
  private static void part(Side left, Side right) throws InterruptedException {
    left.counts.await(
        () -> {
          List<Link> all = new ArrayList<>(left.host.links());
          all.addAll(right.host.links());
          all.forEach(link -> link.cut(LinkEnd.CLOSED));
          return all.isEmpty();
        },
        "parted");
  }

  /** Both know the same links: none that one of them has given up, or has not heard of. */
  private static boolean agree(Side left, Side right) {
    Set<List<Multiaddr>> ofLeft =
        left.host.links().stream()
            .map(link -> List.of(link.local(), link.remote()))
            .collect(Collectors.toSet());
    return ofLeft.equals(
        right.host.links().stream()
            .map(link -> List.of(link.remote(), link.local()))
            .collect(Collectors.toSet()));
  }

  /** Lets time pass until one link is left where there were two. */
  private static int prune(Side left, Side right) throws InterruptedException {
    left.counts.await(() -> agree(left, right), "agreed on");
    if (left.host.links().size() < 2) {
      return 0;
    }
    left.counts.await(
        () -> {
          if (left.isIdle() && right.isIdle()) {
            left.timers.pass(Twins.WHILE);
            right.timers.pass(Twins.WHILE);
          }
          return left.host.links().size() == 1 && agree(left, right);
        },
        "down to one");
    Link one = left.host.links().get(0);
    assertThat(one.isDialled()).isEqualTo(left.host.id().compareTo(right.host.id()) < 0);
    return 1;
  }
}
