package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.LinkSettings;
import io.vivim.libp2p.link.Links;
import io.vivim.libp2p.link.Listening;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts on the loopback, with real sockets and threads, whose users do whatever they like. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
final class HostSoakTest {
  private static final String THREADS_OF_HOSTS = "vivim-libp2p";
  private static final String ECHO = "/echo/1";
  private static final String MUTE = "/mute/1";
  private static final int HOSTS = 5;
  private static final int USERS = 4;
  private static final long MOST_SECONDS = 60;

  private final boolean isLong = "long".equals(System.getProperty("vivim.test.size"));
  private final int deedsOfEach = isLong ? 2_000 : 60;

  private final Asked asked = new Asked();
  private final Collection<Link> everLinked = new ConcurrentLinkedQueue<>();
  private final Collection<Throwable> wrong = new ConcurrentLinkedQueue<>();
  private final Collection<Host> everHosts = new ConcurrentLinkedQueue<>();
  private final AtomicReferenceArray<Host> hosts = new AtomicReferenceArray<>(HOSTS);

  private final HostListener told =
      new HostListener() {
        @Override
        public void connected(Link link) {
          everLinked.add(link);
        }
      };

  @Test
  void whateverTheyDidNothingIsLeft() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    for (int i = 0; i < HOSTS; i++) {
      hosts.set(i, newHost());
    }
    List<Thread> users = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      Random random = new Random(i);
      users.add(new Thread(() -> use(random), "user-" + i));
    }
    users.forEach(Thread::start);
    for (Thread user : users) {
      user.join();
    }
    for (Host host : everHosts) {
      host.close();
      get(host.closed());
      assertThat(host.held()).isZero();
    }
    assertThat(wrong).isEmpty();
    assertThat(everLinked).hasSizeGreaterThan(HOSTS);
    for (Link link : everLinked) {
      get(link.ended());
      assertThat(Links.held(link)).isZero();
    }
    assertThat(asked.waiting()).isEmpty();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith(THREADS_OF_HOSTS) && !before.contains(thread)) {
        thread.join(TimeUnit.SECONDS.toMillis(MOST_SECONDS));
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  private Host newHost() {
    Host host =
        Host.builder(
                PrivateKey.generate(KeyType.ED25519, new SecureRandom()), InstantSource.system())
            .listener(told)
            .loops(1)
            .securities(
                everHosts.size() % 2 == 0 ? LinkSettings.NOISE : LinkSettings.TLS,
                everHosts.size() % 2 == 0 ? LinkSettings.TLS : LinkSettings.NOISE)
            .build();
    host.handle(Perf.PROTOCOL, Perf::answer);
    host.handle(
        ECHO,
        stream -> {
          try (OutputStream out = stream.output()) {
            stream.input().transferTo(out);
          }
        });
    host.handle(MUTE, stream -> stream.input().readAllBytes());
    everHosts.add(host);
    get(host.listen(multiaddr("/ip4/127.0.0.1/tcp/0")));
    get(host.listen(multiaddr("/ip4/127.0.0.1/tcp/0/ws")));
    return host;
  }

  private static Multiaddr multiaddr(String text) {
    try {
      return Multiaddr.parse(text);
    } catch (AddressException e) {
      throw new AssertionError(e);
    }
  }

  private void use(Random random) {
    for (int i = 0; i < deedsOfEach; i++) {
      try {
        deed(random);
      } catch (IOException | CompletionException e) {
        // Others end what is going on here, so anything may fail, as long as it does.
        if (e.getCause() instanceof TimeoutException) {
          wrong.add(e);
        }
      } catch (RuntimeException | AssertionError e) {
        wrong.add(e);
      }
    }
  }

  private void deed(Random random) throws IOException {
    Host host = hosts.get(random.nextInt(HOSTS));
    int chance = random.nextInt(100);
    List<Link> links = host.links();
    if (chance < 25 || links.isEmpty()) {
      Host other = hosts.get(random.nextInt(HOSTS));
      get(asked.ask("connect", host.connect(other.id(), other.addresses())));
      return;
    }
    Link link = links.get(random.nextInt(links.size()));
    if (chance < 60) {
      echo(get(asked.ask("open", host.open(link.peer(), ECHO))), random);
    } else if (chance < 65) {
      get(asked.ask("open", host.open(link.peer(), MUTE)));
    } else if (chance < 75) {
      try (Ping ping = get(asked.ask("open", host.ping(link.peer())))) {
        get(asked.ask("ping", ping.ask()));
      }
    } else if (chance < 85) {
      int size = random.nextInt(1 << 20);
      Perf.run(get(asked.ask("open", host.open(link.peer(), Perf.PROTOCOL))), size, size);
    } else if (chance < 90) {
      link.leave();
    } else if (chance < 95) {
      link.cut(LinkEnd.cut("by chance"));
    } else if (chance < 98) {
      Listening listening = get(host.listen(multiaddr("/ip4/127.0.0.1/tcp/0")));
      get(asked.ask("stop listening", listening.close()));
    } else {
      Host next = newHost();
      hosts.getAndSet(random.nextInt(HOSTS), next).close();
    }
  }

  /** Says something and hears the same, or breaks off. */
  private static void echo(Stream stream, Random random) throws IOException {
    byte[] said = new byte[1 << random.nextInt(18)];
    random.nextBytes(said);
    CompletableFuture<byte[]> heard = new CompletableFuture<>();
    Thread hearing =
        new Thread(
            () -> {
              try {
                heard.complete(stream.input().readAllBytes());
              } catch (IOException e) {
                heard.completeExceptionally(e);
              }
            });
    hearing.start();
    try (OutputStream out = stream.output()) {
      out.write(said);
    } catch (IOException e) {
      stream.reset();
    }
    if (random.nextInt(5) == 0) {
      stream.reset();
    }
    assertThat(get(heard)).isEqualTo(said);
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
  }
}
