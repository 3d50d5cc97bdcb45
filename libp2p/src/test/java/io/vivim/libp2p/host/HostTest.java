package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.Listening;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two hosts on the loopback. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class HostTest {
  private static final long MOST_SECONDS = 20;
  private static final String ECHO = "/echo/1.0.0";

  private final Told told = new Told();
  private final Host here = host(told);
  private final Host there = host(HostListener.NONE);

  /** What a host tells of its links. */
  private static final class Told implements HostListener {
    final BlockingQueue<Identity> identities = new LinkedBlockingQueue<>();

    final BlockingQueue<Exception> failures = new LinkedBlockingQueue<>();

    final BlockingQueue<LinkEnd> ends = new LinkedBlockingQueue<>();

    @Override
    public void closed(Link link, LinkEnd why) {
      ends.add(why);
    }

    @Override
    public void failed(Stream stream, Exception why) {
      failures.add(why);
    }

    @Override
    public void identified(Link link, Identity identity) {
      identities.add(identity);
    }
  }

  private static Host host(HostListener listener) {
    PrivateKey key = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
    return Host.builder(key, InstantSource.system()).listener(listener).build();
  }

  @BeforeEach
  void connect() throws AddressException {
    get(there.listen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
    get(here.connect(there.id(), there.addresses()));
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  @Test
  void eachLearnsWhatTheOtherIs() throws Exception {
    there.handle(ECHO, Stream::reset);
    Identity identity = told.identities.poll(MOST_SECONDS, TimeUnit.SECONDS);
    assertThat(identity).isNotNull();
    assertThat(identity.addresses()).isEqualTo(there.addresses());
    assertThat(identity.protocols()).contains(Ping.PROTOCOL).doesNotContain(Perf.PROTOCOL);
    assertThat(identity.observed()).contains(here.links().get(0).local());
    assertThat(identity.record()).isPresent();
    assertThat(here.identity(there.id())).contains(identity);
  }

  @Test
  void pingsComeBack() throws Exception {
    try (Ping ping = get(here.ping(there.id()))) {
      assertThat(ping.once()).isBetween(Duration.ZERO, Duration.ofSeconds(MOST_SECONDS));
      assertThat(ping.once()).isPositive();
    }
  }

  @Test
  void bytesPassInBothDirections() throws Exception {
    there.handle(Perf.PROTOCOL, Perf::answer);
    Perf.run(get(here.open(there.id(), Perf.PROTOCOL)), 5_000_000, 3_000_000);
    Perf.run(get(here.open(there.id(), Perf.PROTOCOL)), 0, 1);
    Perf.run(get(here.open(there.id(), Perf.PROTOCOL)), 1, 0);
  }

  @Test
  void aHandlerSpeaksItsProtocolOnAThreadThatMayWait() throws Exception {
    there.handle(
        ECHO,
        stream -> {
          try (OutputStream out = stream.output()) {
            stream.input().transferTo(out);
          }
        });
    Stream stream = get(here.open(there.id(), "/other/1.0.0", ECHO));
    assertThat(stream.protocol()).isEqualTo(ECHO);
    try (OutputStream out = stream.output()) {
      out.write("hello".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(stream.input().readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
  }

  @Test
  void aHandlerThatFailsBreaksItsStreamOffAndIsTold() throws Exception {
    here.handle(
        ECHO,
        stream -> {
          throw new IOException("no");
        });
    assertThat(told.identities.poll(MOST_SECONDS, TimeUnit.SECONDS)).isNotNull();
    Stream stream = get(there.open(here.id(), ECHO));
    assertThatThrownBy(() -> stream.input().read()).isInstanceOf(IOException.class);
    assertThat(told.failures.poll(MOST_SECONDS, TimeUnit.SECONDS))
        .extracting(Exception::getMessage)
        .isEqualTo("no");
  }

  @Test
  void whatIsNotSpokenIsNotAgreedOn() {
    assertThatThrownBy(() -> get(here.open(there.id(), ECHO)))
        .hasRootCauseInstanceOf(ProtocolException.class);
  }

  @Test
  void whatNoPeerCanSpeakIsRefusedAtOnce() {
    assertThatThrownBy(() -> here.open(there.id(), ECHO, "na"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> here.handle("two\nlines", Stream::reset))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aHostThatClosesIsNoLossToItsPeers() throws Exception {
    there.close();
    assertThat(told.ends.poll(MOST_SECONDS, TimeUnit.SECONDS)).isEqualTo(LinkEnd.CLOSED);
  }

  /** The link that it leaves has a stream yet, and so goes on. */
  @Test
  void aPeerThatTakesLeaveIsDialledAnew() throws Exception {
    Link left = here.links().get(0);
    try (Ping ping = get(here.ping(there.id()))) {
      there.links().get(0).leave();
      // Its answer comes behind the leave.
      assertThat(ping.once()).isPositive();
      Link link = get(here.connect(there.id(), there.addresses()));
      assertThat(link).isNotSameAs(left);
      there.handle(ECHO, stream -> stream.input().readAllBytes());
      assertThat(get(here.open(there.id(), ECHO)).link()).isSameAs(link);
      assertThat(left.ended().toCompletableFuture()).isNotDone();
    }
    assertThat(get(left.ended())).isEqualTo(LinkEnd.CLOSED);
  }

  @Test
  void anotherPeerThanTheOneThatIsDialledIsCutOff() {
    Host other = host(HostListener.NONE);
    try {
      CompletionStage<Link> dialled = here.connect(other.id(), there.addresses());
      assertThatThrownBy(() -> get(dialled)).rootCause().hasMessageContaining("WRONG_PEER");
      assertThat(here.links()).extracting(Link::peer).isEqualTo(List.of(there.id()));
    } finally {
      other.close();
    }
  }

  @Test
  void whatIsClosedListensNoMoreAndSaysSo() throws AddressException {
    Multiaddr any = Multiaddr.parse("/ip4/127.0.0.1/tcp/0");
    List<CompletionStage<Listening>> before =
        IntStream.range(0, 20).mapToObj(i -> there.listen(any)).toList();
    there.close();
    CompletionStage<Listening> after = there.listen(any);
    assertThat(after).isCompletedExceptionally();
    get(there.closed());
    assertThatThrownBy(() -> get(there.listen(any))).hasMessageContaining("the host is closed");
    for (CompletionStage<Listening> each : before) {
      // One that is on the way as the host closes comes to an end, whichever.
      get(each.handle((opened, failure) -> true));
    }
    assertThat(there.addresses()).isEmpty();
    assertThat(there.held()).isZero();
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
  }
}
