package io.vivim.interop;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.guard.HostLimits;
import io.vivim.libp2p.host.Host;
import io.vivim.libp2p.host.HostListener;
import io.vivim.libp2p.host.Identity;
import io.vivim.libp2p.host.Perf;
import io.vivim.libp2p.host.Stream;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.WebTls;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.tls.WebCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Our host and a peer of js-libp2p that have met: there is one link between them. */
final class Met implements AutoCloseable {
  /** What comes back as it was sent. */
  static final String ECHO = "/interop/echo/1.0.0";

  /** Streams that tests use as they like. */
  static final String BYTES = "/interop/bytes/1.0.0";

  private static final long MOST_SECONDS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CompletableFuture<Identity> introduced = new CompletableFuture<>();
  private final BlockingQueue<Identity> identities = new LinkedBlockingQueue<>();
  private final BlockingQueue<Stream> incoming = new LinkedBlockingQueue<>();
  private final CompletableFuture<Link> connected = new CompletableFuture<>();
  private final Path folder;
  private final JsPeer js;
  private final Host host;
  private final JsonNode started;
  private final Link link;

  private Met(Meeting meeting) throws IOException {
    folder = Files.createTempDirectory("vivim-interop");
    WebCertificate certificate =
        WebCertificate.make(List.of("127.0.0.1"), Instant.now(), new SecureRandom());
    Path shown = Files.writeString(folder.resolve("certificate.pem"), certificate.pem());
    Path key = Files.writeString(folder.resolve("key.pem"), pem(certificate.key()));
    js = new JsPeer(meeting.version(), Map.of("NODE_EXTRA_CA_CERTS", shown.toString()));
    host =
        Host.builder(newKey(), InstantSource.system())
            .securities(meeting.security().protocol)
            .listener(new Heard())
            .webTls(WebTls.USUAL.showing(certificate).believing(shown))
            .limits(patient())
            .upgradeTimeout(PATIENCE)
            .build();
    host.handle(Perf.PROTOCOL, Perf::answer);
    host.handle(BYTES, incoming::add);
    host.handle(ECHO, Met::echo);
    Multiaddr any = multiaddr(meeting.transport().any());
    started =
        js.ask(
            "start",
            Map.of(
                "security", meeting.security().name().toLowerCase(Locale.ROOT),
                "listen", List.of(any.toString()),
                "key", key.toString(),
                "certificate", shown.toString()));
    if (meeting.isOurs()) {
      link = get(host.connect(theirs(), theirAddresses()));
    } else {
      get(host.listen(any));
      get(host.listen(any));
      js.ask("dial", Map.of("address", host.addresses().get(0) + "/p2p/" + host.id()));
      // Theirs is there as soon as they are done; ours is a moment later.
      link = get(connected);
    }
    // Before that a peer may take streams for too early.
    get(introduced);
    ask("identity");
  }

  /** The machine may be busy, and nobody is cut off for that. */
  private static HostLimits patient() {
    HostLimits usual = HostLimits.DEFAULT;
    return new HostLimits(
        usual.connections(),
        usual.streams(),
        usual.memory(),
        usual.marks(),
        new HostLimits.Times(PATIENCE, PATIENCE),
        usual.pushes(),
        usual.handlers());
  }

  static Met by(Meeting meeting) throws IOException {
    return new Met(meeting);
  }

  private static String pem(java.security.PrivateKey key) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static void echo(Stream stream) throws IOException {
    try (OutputStream out = stream.output()) {
      stream.input().transferTo(out);
    }
  }

  static PrivateKey newKey() {
    return PrivateKey.generate(KeyType.ED25519, new SecureRandom());
  }

  /** What our host tells. */
  private final class Heard implements HostListener {
    @Override
    public void connected(Link made) {
      connected.complete(made);
    }

    @Override
    public void identified(Link of, Identity identity) {
      if (!introduced.complete(identity)) {
        identities.add(identity);
      }
    }
  }

  JsPeer js() {
    return js;
  }

  Host host() {
    return host;
  }

  Link link() {
    return link;
  }

  /** Who the peer is. */
  PeerId theirs() {
    try {
      return PeerId.parse(started.path("peer").asText());
    } catch (PeerException e) {
      throw new AssertionError(e);
    }
  }

  /** What the peer spoke from the start. */
  List<String> theirProtocols() {
    return texts(started.path("protocols"));
  }

  /** Where the peer listens. */
  List<Multiaddr> theirAddresses() {
    return texts(started.path("addresses")).stream()
        .map(text -> multiaddr(text.replaceFirst("/p2p/.*$", "")))
        .toList();
  }

  /** An address of ours at which the peer has no connection yet, and that promises a peer. */
  String ourOtherAddress(PeerId promised) {
    return host.addresses().get(1) + "/p2p/" + promised;
  }

  /** Has the peer do something to us. */
  JsonNode ask(String what) {
    return js.ask(what, Map.of("peer", host.id().toString()));
  }

  /** What the peer said of itself at first. */
  Identity introduced() {
    return get(introduced);
  }

  /** What the peer says of itself later, as soon as that is so. */
  Identity identity(Predicate<Identity> is) throws InterruptedException {
    Identity next;
    do {
      next = next(identities);
    } while (!is.test(next));
    return next;
  }

  /** A stream of ours, and the same as the peer has it. */
  Ends openOurs() {
    Stream stream = get(host.open(theirs(), BYTES));
    return new Ends(js, stream, js.ask("accept", Map.of()));
  }

  /** A stream of theirs. */
  Ends openTheirs() throws InterruptedException {
    JsonNode line = ask("open");
    return new Ends(js, next(incoming), line);
  }

  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(MOST_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came");
    }
    return next;
  }

  static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
  }

  static Multiaddr multiaddr(String text) {
    try {
      return Multiaddr.parse(text);
    } catch (AddressException e) {
      throw new AssertionError(e);
    }
  }

  static List<String> texts(JsonNode array) {
    List<String> all = new ArrayList<>();
    array.forEach(each -> all.add(each.asText()));
    return all;
  }

  @Override
  public void close() throws IOException {
    host.close();
    js.close();
    for (String file : List.of("certificate.pem", "key.pem", "")) {
      Files.delete(folder.resolve(file));
    }
  }
}
