package io.vivim.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.Part;
import io.vivim.libp2p.host.Host;
import io.vivim.libp2p.host.Identity;
import io.vivim.libp2p.host.Perf;
import io.vivim.libp2p.host.Ping;
import io.vivim.libp2p.host.Stream;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.peer.PeerId;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A host and a peer of js-libp2p, on the loopback, in every way in which they can meet. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass
@MethodSource("io.vivim.interop.Meeting#all")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith({NodeNeeded.class, Proofs.class})
final class JsLibp2pTest {
  private static final int LARGE = 64 << 20;

  /** More than windows and buffers of both sides hold of a stream that nobody reads. */
  private static final int MOST_UNREAD = 8 << 20;

  /** So many round trips without a byte more, and a writer has stopped. */
  private static final int STILL_ROUND_TRIPS = 20;

  private static final int MANY = 1_000;

  @Parameter private @Nullable Meeting meeting;

  private @Nullable Met met;

  Meeting meeting() {
    return Objects.requireNonNull(meeting);
  }

  private Met met() {
    return Objects.requireNonNull(met);
  }

  @BeforeParameterizedClassInvocation
  void meet() throws IOException {
    met = Met.by(meeting());
  }

  @AfterParameterizedClassInvocation
  void part() throws IOException {
    if (met != null) {
      met.close();
      met = null;
    }
  }

  @Test
  @DisplayName("the muxer comes with the security and costs no round trip")
  void theMuxerIsAgreedOnEarly() {
    assertThat(met().js().ask("early", Map.of()).asText()).isEqualTo(Meeting.YAMUX);
    assertThat(met().link().muxer()).isEqualTo(Meeting.YAMUX);
    assertThat(met().link().security()).isEqualTo(meeting().security().protocol);
    assertThat(met().link().isDialled()).isEqualTo(meeting().isOurs());
  }

  @Test
  @DisplayName("identify: each knows what the other is, and where it sees us")
  void eachKnowsWhatTheOtherIs() throws Exception {
    Link link = met().link();
    Identity theirs = met().introduced();
    assertThat(theirs.addresses()).isEqualTo(met().theirAddresses());
    assertThat(theirs.protocols()).containsExactlyInAnyOrderElementsOf(met().theirProtocols());
    assertThat(theirs.agent()).startsWith("js-libp2p/" + meeting().version().text);
    assertThat(theirs.protocolVersion()).isEqualTo("ipfs/0.1.0");
    assertThat(theirs.record()).isPresent();
    // js-libp2p 2 says nothing of the WebSocket.
    assertThat(theirs.observed().map(JsLibp2pTest::socket)).contains(socket(link.local()));

    JsonNode ours = met().ask("identity");
    Host host = met().host();
    List<String> addresses = host.addresses().stream().map(Multiaddr::toString).toList();
    assertThat(Met.texts(ours.path("addresses"))).isEqualTo(addresses);
    assertThat(Met.texts(ours.path("protocols")))
        .contains(Ping.PROTOCOL, Perf.PROTOCOL, Met.ECHO, Met.BYTES);
    assertThat(ours.path("agent").asText()).startsWith("vivim-libp2p");
    assertThat(ours.path("protocolVersion").asText()).isEqualTo("ipfs/0.1.0");
    assertThat(Met.texts(ours.path("recordAddresses"))).isEqualTo(addresses);
    assertThat(socket(Met.multiaddr(ours.path("observed").asText())))
        .isEqualTo(socket(link.remote()));
  }

  /** Host and port. */
  private static List<Part> socket(Multiaddr address) {
    return address.parts().subList(0, 2);
  }

  @Test
  @DisplayName("identify push: each hears what the other speaks from now on")
  void changesArePushed() throws Exception {
    String theirs = "/interop/theirs/1.0.0";
    met().js().ask("handle", Map.of("protocol", theirs));
    assertThat(met().identity(each -> each.protocols().contains(theirs)).protocols())
        .contains(Met.ECHO);
    String ours = "/interop/ours/1.0.0";
    met().host().handle(ours, Stream::reset);
    assertThat(speaks(ours, true)).isTrue();
    met().host().unhandle(ours);
    assertThat(speaks(ours, false)).isFalse();
  }

  private boolean speaks(String protocol, boolean is) {
    String us = met().host().id().toString();
    return met()
        .js()
        .ask("speaks", Map.of("peer", us, "protocol", protocol, "is", is))
        .booleanValue();
  }

  @Test
  @DisplayName("ping, from each side")
  void pingsComeBack() throws IOException {
    try (Ping ping = ping()) {
      assertThat(ping.once()).isPositive();
      assertThat(ping.once()).isBetween(Duration.ZERO, Duration.ofSeconds(10));
    }
    assertThat(met().ask("ping").doubleValue()).isBetween(0.0, 10_000.0);
  }

  private Ping ping() {
    return Met.get(met().host().ping(met().theirs()));
  }

  @Test
  @DisplayName("perf up and down, from each side")
  void bytesPassInBothDirections() throws IOException {
    Host host = met().host();
    Perf.run(Met.get(host.open(met().theirs(), Perf.PROTOCOL)), 5_000_000, 0);
    Perf.run(Met.get(host.open(met().theirs(), Perf.PROTOCOL)), 0, 5_000_000);
    Perf.run(Met.get(host.open(met().theirs(), Perf.PROTOCOL)), 1_000_000, 1_000_000);
    assertThat(perf(5_000_000, 0)).isZero();
    assertThat(perf(0, 5_000_000)).isEqualTo(5_000_000);
    assertThat(perf(1_000_000, 1_000_000)).isEqualTo(1_000_000);
  }

  private int perf(int up, int down) {
    String us = met().host().id().toString();
    return met().js().ask("perf", Map.of("peer", us, "up", up, "down", down)).intValue();
  }

  @Test
  @DisplayName("half-close: each side ends first, and the other goes on")
  void eachDirectionEndsByItself() throws Exception {
    for (Ends stream : List.of(met().openOurs(), met().openTheirs())) {
      Met.get(stream.ours().finish());
      assertThat(stream.ask("drain").path("bytes").intValue()).isZero();
      CompletableFuture<JsonNode> written = stream.write(300_000);
      assertThat(stream.ours().input().readNBytes(300_000)).hasSize(300_000);
      written.join();
      stream.ask("end");
      assertThat(stream.ours().input().read()).isEqualTo(-1);
    }
    for (Ends stream : List.of(met().openOurs(), met().openTheirs())) {
      stream.ask("end");
      assertThat(stream.ours().input().read()).isEqualTo(-1);
      CompletableFuture<JsonNode> drained = stream.begin("drain");
      try (OutputStream out = stream.ours().output()) {
        out.write(new byte[300_000]);
      }
      assertThat(drained.join().path("bytes").intValue()).isEqualTo(300_000);
    }
  }

  @Test
  @DisplayName("reset: each side breaks off, and the other hears of it")
  void aStreamThatIsBrokenOffFailsAtBothEnds() throws Exception {
    for (Ends stream : List.of(met().openOurs(), met().openTheirs())) {
      CompletableFuture<JsonNode> reading = stream.begin("drain");
      stream.ours().reset();
      assertThatThrownBy(reading::join).hasCauseInstanceOf(JsPeer.JsFailure.class);
    }
    for (Ends stream : List.of(met().openOurs(), met().openTheirs())) {
      stream.ask("reset");
      assertThatThrownBy(() -> stream.ours().input().read())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("PEER");
    }
    assertThat(met().link().ended().toCompletableFuture()).isNotDone();
  }

  @Test
  @DisplayName("1,000 streams at once, from each side")
  void aThousandStreamsAreOpenedAtOnce() {
    List<CompletableFuture<Echoed>> ours =
        IntStream.range(0, MANY).mapToObj(i -> Echoed.begin(met(), "word " + i)).toList();
    ours.forEach(CompletableFuture::join);
    assertThat(met().link().streams()).isGreaterThanOrEqualTo(MANY);
    assertThat(ours.stream().map(each -> each.join().end()).toList())
        .allSatisfy(back -> assertThat(back.join()).isTrue());

    String us = met().host().id().toString();
    JsonNode back = met().js().ask("echoes", Map.of("peer", us, "count", MANY));
    assertThat(back.intValue()).isEqualTo(MANY);
  }

  @Test
  @DisplayName("64 MiB up to a reader that pauses: we stop, and all of it arrives")
  void weWaitForWhoDoesNotRead() throws Exception {
    Ends stream = met().openOurs();
    stream.ask("pause");
    CompletableFuture<JsonNode> read = stream.begin("drain");
    Upload upload = Upload.begin(stream.ours(), LARGE);
    assertThat(settled(upload::written)).isBetween(1L, (long) MOST_UNREAD);
    stream.ask("resume");
    assertThat(read.join().path("bytes").intValue()).isEqualTo(LARGE);
    assertThat(read.join().path("hash").asText()).isEqualTo(upload.hash());
  }

  @Test
  @DisplayName("64 MiB down to a reader that pauses: the peer stops, and all of it arrives")
  void thePeerWaitsForUsToRead() throws Exception {
    Ends stream = met().openTheirs();
    CompletableFuture<JsonNode> written = stream.write(LARGE);
    assertThat(settled(() -> stream.ask("written").longValue())).isBetween(1L, (long) MOST_UNREAD);
    CompletableFuture<JsonNode> ended = written.thenCompose(all -> stream.begin("end"));
    MessageDigest digest = Upload.sha256();
    long bytes =
        new DigestInputStream(stream.ours().input(), digest)
            .transferTo(OutputStream.nullOutputStream());
    ended.join();
    assertThat(bytes).isEqualTo(LARGE);
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo(written.join().path("hash").asText());
  }

  /** Waits until somebody has written what they can, and says how much that was. */
  private long settled(LongSupplier written) throws IOException {
    try (Ping ping = ping()) {
      long last = 0;
      int still = 0;
      while (still < STILL_ROUND_TRIPS) {
        assertThat(ping.once()).isPositive();
        long now = written.getAsLong();
        still = now == last && now > 0 ? still + 1 : 0;
        last = now;
      }
      return last;
    }
  }

  @Test
  @DisplayName("another peer than the one that was dialled is refused")
  void anotherPeerThanTheOneThatIsDialledIsRefused() {
    assumeTrue(
        meeting().isOurs() || meeting().version() == Meeting.Version.V3,
        "js-libp2p 2.10.0 does not compare who answers with whom it has dialled");
    PeerId other = Met.newKey().publicKey().peerId();
    if (meeting().isOurs()) {
      assertThatThrownBy(() -> Met.get(met().host().connect(other, met().theirAddresses())))
          .rootCause()
          .hasMessageContaining("WRONG_PEER");
    } else {
      CompletableFuture<JsonNode> dialled =
          met().js().begin("dial", Map.of("address", met().ourOtherAddress(other)));
      assertThatThrownBy(dialled::join).hasCauseInstanceOf(JsPeer.JsFailure.class);
    }
    assertThat(met().host().links()).extracting(Link::peer).doesNotContain(other);
    assertThat(Met.texts(met().js().ask("connections", Map.of()))).doesNotContain(other.toString());
    assertThat(met().link().ended().toCompletableFuture()).isNotDone();
  }
}
