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
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two hosts that dial each other at the same moment, many times. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class SimultaneousConnectTest {
  private static final long MOST_SECONDS = 30;
  private static final int ROUNDS = 25;
  private static final String ECHO = "/echo/1.0.0";

  /** A host whose own time the test moves, and that tells of links that are gone. */
  private static final class Side implements HostListener {
    final HandTimers timers = new HandTimers();
    final BlockingQueue<Link> closed = new LinkedBlockingQueue<>();
    final BlockingQueue<Link> identified = new LinkedBlockingQueue<>();
    final Host host =
        Host.builder(
                PrivateKey.generate(KeyType.ED25519, new SecureRandom()), InstantSource.system())
            .listener(this)
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

    @Override
    public void closed(Link link, LinkEnd why) {
      closed.add(link);
    }

    @Override
    public void identified(Link link, Identity identity) {
      identified.add(link);
    }

    /** Nothing but identify is under way once each link has been through it. */
    void settle(int links) throws InterruptedException {
      for (int i = 0; i < links; i++) {
        assertThat(identified.poll(MOST_SECONDS, TimeUnit.SECONDS)).isNotNull();
      }
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

  /** Ends all links, so that the next round begins without any. */
  private static void part(Side left, Side right) throws InterruptedException {
    left.host.links().forEach(link -> link.cut(LinkEnd.CLOSED));
    for (Side side : List.of(left, right)) {
      while (!side.host.links().isEmpty()) {
        assertThat(side.closed.poll(MOST_SECONDS, TimeUnit.SECONDS)).isNotNull();
      }
      side.closed.clear();
      side.identified.clear();
    }
  }

  /** Lets time pass until one link is left where there were two. */
  private static int prune(Side left, Side right) throws InterruptedException {
    int links = Math.max(left.host.links().size(), right.host.links().size());
    if (links < 2) {
      return 0;
    }
    left.settle(links);
    right.settle(links);
    boolean isOver = false;
    for (int i = 0; i < 200 && !isOver; i++) {
      left.timers.pass(Twins.WHILE);
      right.timers.pass(Twins.WHILE);
      isOver =
          left.closed.poll(50, TimeUnit.MILLISECONDS) != null
              && right.closed.poll(MOST_SECONDS, TimeUnit.SECONDS) != null;
    }
    assertThat(isOver).isTrue();
    Link one = left.host.links().get(0);
    assertThat(left.host.links()).hasSize(1);
    assertThat(right.host.links()).hasSize(1);
    assertThat(right.host.links().get(0).local()).isEqualTo(one.remote());
    assertThat(right.host.links().get(0).remote()).isEqualTo(one.local());
    assertThat(one.isDialled()).isEqualTo(left.host.id().compareTo(right.host.id()) < 0);
    return 1;
  }
}
