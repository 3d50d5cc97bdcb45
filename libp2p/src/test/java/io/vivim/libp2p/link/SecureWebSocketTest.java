package io.vivim.libp2p.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.host.Host;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.tls.WebCertificate;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose certificates are shown and believed. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class SecureWebSocketTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final List<Host> hosts = new ArrayList<>();
  @TempDir Path folder;

  private Host host(WebTls web) {
    Host host =
        Host.builder(PrivateKey.generate(KeyType.ED25519, RANDOM), InstantSource.system())
            .webTls(web)
            .build();
    hosts.add(host);
    return host;
  }

  @AfterEach
  void close() {
    hosts.forEach(Host::close);
  }

  private static WebCertificate certificate(String... names) {
    return WebCertificate.make(List.of(names), Instant.now(), RANDOM);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "some", ".pem"), text);
  }

  /** Whether a dial gets through, to a listener that shows a certificate. */
  private Link dial(WebTls shown, WebTls dialler, String listenAt, String dialAt) {
    Host there = host(shown);
    Pair.get(there.listen(Pair.multiaddr(listenAt)));
    Multiaddr told = there.addresses().get(0);
    String port = told.parts().get(1).text();
    Multiaddr at = Pair.multiaddr(dialAt.replace("/tcp/0", "/tcp/" + port));
    return Pair.get(host(dialler).connect(there.id(), List.of(at)));
  }

  private Link dial(WebTls shown, WebTls dialler) {
    String at = "/ip4/127.0.0.1/tcp/0/tls/ws";
    return dial(shown, dialler, at, at);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/tls/ws", "/wss", "/tls/sni/vivim.example/ws"})
  void everyFormOfTheAddressIsSpoken(String behind) throws IOException {
    WebCertificate shown = certificate("127.0.0.1", "vivim.example");
    WebTls told = WebTls.USUAL.believing(file(shown.pem()));
    String at = "/ip4/127.0.0.1/tcp/0" + behind;
    Link link = dial(WebTls.USUAL.showing(shown), told, at, at);
    assertThat(link.remote().toString()).endsWith(behind);
  }

  @Test
  void whatIsListenedAtIsToldWithItsName() {
    Host there = host(WebTls.USUAL.showingSelfMade());
    Pair.get(there.listen(Pair.multiaddr("/ip4/127.0.0.1/tcp/0/tls/sni/vivim.example/ws")));
    assertThat(there.addresses().get(0).toString()).endsWith("/tls/sni/vivim.example/ws");
  }

  @Test
  void overIp6TheAddressIsCompared() throws IOException {
    WebCertificate shown = certificate("::1");
    String at = "/ip6/::1/tcp/0/tls/ws";
    WebTls told = WebTls.USUAL.believing(file(shown.pem()));
    assertThat(dial(WebTls.USUAL.showing(shown), told, at, at).isDialled()).isTrue();
  }

  @Test
  void thePlatformBelievesNoCertificateOfOurOwnMaking() {
    assertThatThrownBy(() -> dial(WebTls.USUAL.showingSelfMade(), WebTls.USUAL))
        .rootCause()
        .hasMessageContaining("certification path");
  }

  @Test
  void anotherRootIsNotBelieved() throws IOException {
    WebTls told = WebTls.USUAL.believing(file(certificate("127.0.0.1").pem()));
    assertThatThrownBy(() -> dial(WebTls.USUAL.showingSelfMade(), told))
        .hasMessageContaining("NOT_PROVEN");
  }

  @Test
  void aCertificateOfAnotherHostIsRefused() throws IOException {
    WebCertificate shown = certificate("vivim.example");
    WebTls told = WebTls.USUAL.believing(file(shown.pem()));
    assertThatThrownBy(() -> dial(WebTls.USUAL.showing(shown), told))
        .hasMessageContaining("NOT_PROVEN");
    String at = "/ip4/127.0.0.1/tcp/0/tls/ws";
    String otherName = "/ip4/127.0.0.1/tcp/0/tls/sni/other.example/ws";
    assertThatThrownBy(() -> dial(WebTls.USUAL.showing(shown), told, at, otherName))
        .hasMessageContaining("NOT_PROVEN");
  }

  @Test
  void aNameThatNoHostHasFailsAtOnceAndLeavesNoConnection() {
    Host there = host(WebTls.USUAL.showingSelfMade());
    Pair.get(there.listen(Pair.multiaddr("/ip4/127.0.0.1/tcp/0/tls/ws")));
    String port = there.addresses().get(0).parts().get(1).text();
    Host here = host(WebTls.USUAL.believingAnybody());
    Multiaddr at = Pair.multiaddr("/ip4/127.0.0.1/tcp/" + port + "/tls/sni/a b/ws");
    assertThatThrownBy(() -> Pair.get(here.connect(there.id(), List.of(at))))
        .rootCause()
        .isInstanceOf(URISyntaxException.class);
  }

  @Test
  void whoChecksNothingMeetsThePeerAllTheSame() {
    WebTls told = WebTls.USUAL.believingAnybody();
    assertThat(dial(WebTls.USUAL.showingSelfMade(), told).isDialled()).isTrue();
    Host there = host(WebTls.USUAL.showingSelfMade());
    Pair.get(there.listen(Pair.multiaddr("/ip4/127.0.0.1/tcp/0/tls/ws")));
    Host here = host(told);
    PeerId other = PrivateKey.generate(KeyType.ED25519, RANDOM).publicKey().peerId();
    assertThatThrownBy(() -> Pair.get(here.connect(other, there.addresses())))
        .rootCause()
        .hasMessageContaining("WRONG_PEER");
  }

  @Test
  void withoutACertificateNobodyListens() {
    Host there = host(WebTls.USUAL);
    assertThatThrownBy(() -> Pair.get(there.listen(Pair.multiaddr("/ip4/127.0.0.1/tcp/0/tls/ws"))))
        .hasMessageContaining("no certificate");
  }

  @Test
  void filesAreReadAsAuthoritiesWriteThem() throws IOException {
    WebCertificate made = certificate("127.0.0.1");
    String key = Base64.getMimeEncoder().encodeToString(made.key().getEncoded());
    Path keyFile = file("-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
    Path chain = file(made.pem());
    WebCertificate read = WebCertificate.ofFiles(chain, keyFile);
    assertThat(read).isEqualTo(made);
    Path two = file(made.pem() + certificate("other.example").pem());
    assertThat(WebCertificate.ofFiles(two, keyFile).chain())
        .hasSize(2)
        .startsWith(made.chain().get(0));
    assertThat(read.toString()).doesNotContain("key");
    WebTls told = WebTls.USUAL.believing(file(made.pem()));
    assertThat(dial(WebTls.USUAL.showing(read), told).isDialled()).isTrue();
    assertThatThrownBy(() -> WebCertificate.ofFiles(keyFile, keyFile))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> WebCertificate.ofFiles(chain, chain))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no private key");
  }
}
