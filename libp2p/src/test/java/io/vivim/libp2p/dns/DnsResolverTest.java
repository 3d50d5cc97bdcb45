package io.vivim.libp2p.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.util.concurrent.Future;
import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.dns.NameServer.Answer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Questions to a server on the loopback. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class DnsResolverTest {
  private static final long MOST_SECONDS = 20;
  private static final Bytes HOST = Bytes.fromHex("c0000201");

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final NameServer server = new NameServer(loops);
  private final DnsResolver resolver =
      new DnsResolver(loops.next(), new SingletonDnsServerAddressStreamProvider(server.address()));

  @AfterEach
  void close() {
    server.close();
    Future<?> stopped = loops.shutdownGracefully(0, MOST_SECONDS, TimeUnit.SECONDS);
    stopped.awaitUninterruptibly();
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
  }

  @Test
  void hostsOfBothFamiliesAreFound() {
    server.put("a.example", DnsRecordType.A, new Answer("a.example", DnsRecordType.A, HOST));
    server.put(
        "a.example",
        DnsRecordType.AAAA,
        new Answer(
            "a.example", DnsRecordType.AAAA, Bytes.fromHex("20010db8000000000000000000000001")));
    assertThat(get(resolver.ip4("a.example")))
        .extracting(Object::toString)
        .containsExactly("/192.0.2.1");
    assertThat(get(resolver.ip6("a.example")))
        .extracting(Object::toString)
        .containsExactly("/2001:db8:0:0:0:0:0:1");
  }

  @Test
  void textsOfManyPiecesAreOne() {
    String text = "dnsaddr=/ip4/192.0.2.1/tcp/1/http-path/" + "x".repeat(600);
    server.put(
        "_dnsaddr.a.example",
        DnsRecordType.TXT,
        new Answer("_dnsaddr.a.example", DnsRecordType.TXT, NameServer.text(text)));
    assertThat(get(resolver.texts("_dnsaddr.a.example"))).containsExactly(text);
  }

  @Test
  void whatIsTooLongForADatagramIsAskedForAgain() {
    server.put(
        "a.example",
        DnsRecordType.TXT,
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    new Answer(
                        "a.example", DnsRecordType.TXT, NameServer.text("t".repeat(100 + i))))
            .toArray(Answer[]::new));
    server.truncates = true;
    assertThat(get(resolver.texts("a.example"))).hasSize(100);
  }

  @Test
  void anotherNameIsFollowed() {
    server.put(
        "a.example",
        DnsRecordType.A,
        new Answer("a.example", DnsRecordType.CNAME, Bytes.fromHex("0162076578616d706c6500")),
        new Answer("b.example", DnsRecordType.A, HOST));
    assertThat(get(resolver.ip4("a.example"))).hasSize(1);
  }

  @Test
  void whatIsNotThereFails() {
    assertThatThrownBy(() -> get(resolver.ip4("nobody.example"))).isNotNull();
    assertThatThrownBy(() -> get(resolver.texts("x".repeat(70) + ".example"))).isNotNull();
  }

  @Test
  void recordsOfOtherNamesTypesAndSizesCountForNothing() {
    server.put(
        "a.example",
        DnsRecordType.A,
        new Answer("a.example", DnsRecordType.A, Bytes.fromHex("c00002")),
        new Answer("other.example", DnsRecordType.A, Bytes.fromHex("c0000203")),
        new Answer("a.example", DnsRecordType.TXT, NameServer.text("dnsaddr=/ip4/1.2.3.4")),
        new Answer("a.example", DnsRecordType.A, HOST));
    assertThat(get(resolver.ip4("a.example")))
        .extracting(Object::toString)
        .containsExactly("/192.0.2.1");
    server.put(
        "a.example",
        DnsRecordType.TXT,
        new Answer("a.example", DnsRecordType.TXT, Bytes.fromHex("ff61")),
        new Answer("a.example", DnsRecordType.TXT, NameServer.text("good")));
    assertThat(get(resolver.texts("a.example"))).containsExactly("good");
  }

  @Test
  void localhostIsNotAsked() {
    assertThat(get(resolver.ip4("localhost")))
        .extracting(Object::toString)
        .containsExactly("/127.0.0.1");
    assertThat(get(resolver.ip6("localhost"))).hasSize(1);
  }

  @Test
  void anAddressIsLookedUpFromEndToEnd() throws AddressException {
    server.put(
        "_dnsaddr.a.example",
        DnsRecordType.TXT,
        new Answer(
            "_dnsaddr.a.example",
            DnsRecordType.TXT,
            NameServer.text("dnsaddr=/dns4/a.example/tcp/1")));
    server.put("a.example", DnsRecordType.A, new Answer("a.example", DnsRecordType.A, HOST));
    List<Multiaddr> found = get(new Names(resolver).lookUp(Multiaddr.parse("/dnsaddr/a.example")));
    assertThat(found).containsExactly(Multiaddr.parse("/ip4/192.0.2.1/tcp/1"));
  }
}
