package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.SimulatedNet;
import io.vivim.libp2p.link.SimulatedTime;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Two hosts on a network whose time is ours, over each framing and each security. */
@ParameterizedClass
@CsvSource({"'', /noise", "'', /tls/1.0.0", "/ws, /noise", "/ws, /tls/1.0.0"})
final class SimulatedHostTest {
  private static final String MUTE = "/mute/1";

  private final String framing;
  private final String security;
  private final SimulatedTime time = new SimulatedTime(1);
  private final SimulatedNet net = new SimulatedNet(time, 1);
  private final Seeded random = new Seeded(1);
  private Host here;
  private Host there;
  private Link link;

  SimulatedHostTest(String framing, String security) {
    this.framing = framing;
    this.security = security;
  }

  @BeforeEach
  void connect() throws AddressException {
    net.calm();
    here = host(1);
    there = host(2);
    there.handle(MUTE, stream -> {});
    Multiaddr address = Multiaddr.parse("/ip4/10.0.0.2/tcp/4001" + framing);
    done(there.listen(address));
    link = done(here.connect(there.id(), List.of(address)));
  }

  private Host host(int number) {
    HostBuilder builder =
        Host.builder(PrivateKey.generate(KeyType.ED25519, random), time.clock())
            .securities(security)
            .threads(time.executor())
            .random(random);
    builder.links = (settings, told) -> net.links(number, settings, told);
    return builder.build();
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
    done(here.closed());
    done(there.closed());
    assertThat(net.channels()).isZero();
    assertThat(net.bufferBytes()).isZero();
    assertThat(time.failures()).isEmpty();
  }

  @Test
  void theyLearnWhatTheyAre() {
    time.pass(Duration.ofSeconds(5));
    assertThat(here.identity(there.id())).isPresent();
    assertThat(there.identity(here.id())).isPresent();
    assertThat(link.security()).isEqualTo(security);
  }

  @Test
  void aLinkThatNobodyUsesIsSilentButForSignsOfLife() {
    time.pass(Duration.ofMinutes(1));
    long before = net.pieces();
    time.pass(Duration.ofHours(1));
    long signs = Duration.ofHours(1).dividedBy(Duration.ofSeconds(30));
    assertThat(net.pieces() - before).isLessThan(10 * signs);
    assertThat(here.links()).contains(link);
  }

  @Test
  void aPeerThatFallsSilentIsGivenUp() {
    net.stall();
    time.pass(Duration.ofMinutes(2));
    assertThat(done(link.ended()).cause()).isEqualTo(LinkEnd.Cause.LOST);
    assertThat(here.links()).isEmpty();
    assertThat(there.links()).isEmpty();
    assertThat(net.channels()).isZero();
  }

  @Test
  void aPingThatIsNotAnsweredInTimeFailsAndItsStreamIsBrokenOff() {
    there.handle(Ping.PROTOCOL, stream -> {});
    Ping ping = done(here.ping(there.id()));
    time.pass(Duration.ofSeconds(5));
    assertThat(link.streams()).isEqualTo(1);
    CompletionStage<Duration> took = ping.ask();
    time.pass(Ping.TIMEOUT.minusMillis(1));
    assertThat(took.toCompletableFuture()).isNotDone();
    time.pass(Duration.ofMillis(1));
    assertThat(took).isCompletedExceptionally();
    assertThat(link.streams()).isZero();
  }

  @Test
  void whatAPeerNeverTakesDoesNotKeepItsConnectionOpen() {
    Stream stream = done(here.open(there.id(), MUTE));
    Stream other = done(here.open(there.id(), MUTE));
    net.stall();
    CompletionStage<Void> written = stream.write(ByteBuffer.allocate(1 << 20));
    CompletionStage<Void> alsoWritten = other.write(ByteBuffer.allocate(1 << 20));
    time.pass(Duration.ofMinutes(2));
    assertThat(written).isCompletedExceptionally();
    assertThat(alsoWritten).isCompletedExceptionally();
    assertThat(net.channels()).isZero();
  }

  @Test
  void aLinkThatIsCutWhileNothingIsTakenIsClosedSoon() {
    Stream stream = done(here.open(there.id(), MUTE));
    Stream other = done(here.open(there.id(), MUTE));
    net.stall();
    CompletionStage<Void> written = stream.write(ByteBuffer.allocate(1 << 20));
    CompletionStage<Void> alsoWritten = other.write(ByteBuffer.allocate(1 << 20));
    time.pass(Duration.ofSeconds(1));
    link.cut(LinkEnd.cut("enough"));
    time.pass(Duration.ofSeconds(20));
    assertThat(written).isCompletedExceptionally();
    assertThat(alsoWritten).isCompletedExceptionally();
    assertThat(net.channels()).isEqualTo(1);
  }

  private <T> T done(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    for (int i = 0; i < 100 && !future.isDone(); i++) {
      time.pass(Duration.ofMillis(100));
    }
    assertThat(future).isCompleted();
    return future.join();
  }
}
