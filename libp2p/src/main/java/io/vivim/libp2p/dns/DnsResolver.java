package io.vivim.libp2p.dns;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.util.ReferenceCountUtil;
import io.vivim.codec.Bytes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks the servers of the domain name system, over UDP, and over TCP where an answer is too long
 * for that. It ends with its event loop.
 */
public final class DnsResolver implements Resolver {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_QUERIES = 8;
  private static final int MAX_PACKET_BYTES = 4096;

  /** What it says of itself never leaves the machine (RFC 6761). */
  private static final String LOCALHOST = "localhost";

  private final EventLoop loop;
  private final DnsServerAddressStreamProvider servers;

  /** Made for the first question; owned by the event loop. */
  private @Nullable DnsNameResolver resolver;

  /**
   * @param loop where it asks; whoever made it shuts it down
   * @param servers whom it asks
   */
  public DnsResolver(EventLoop loop, DnsServerAddressStreamProvider servers) {
    this.loop = loop;
    this.servers = servers;
  }

  /** Asks the servers that the operating system names. */
  public static DnsResolver ofSystem(EventLoop loop) {
    return new DnsResolver(
        loop,
        name -> DnsServerAddressStreamProviders.platformDefault().nameServerAddressStream(name));
  }

  @Override
  public CompletionStage<List<InetAddress>> ip4(String name) {
    return name.equals(LOCALHOST)
        ? CompletableFuture.completedFuture(List.of(loopback(new byte[] {127, 0, 0, 1})))
        : ask(name, DnsRecordType.A, DnsResolver::host);
  }

  @Override
  public CompletionStage<List<InetAddress>> ip6(String name) {
    byte[] one = new byte[16];
    one[15] = 1;
    return name.equals(LOCALHOST)
        ? CompletableFuture.completedFuture(List.of(loopback(one)))
        : ask(name, DnsRecordType.AAAA, DnsResolver::host);
  }

  @Override
  public CompletionStage<List<String>> texts(String name) {
    return ask(name, DnsRecordType.TXT, TextRecord::text);
  }

  private static InetAddress loopback(byte[] ip) {
    return host(Bytes.owning(ip)).orElseThrow();
  }

  private static Optional<InetAddress> host(Bytes ip) {
    try {
      return Optional.of(InetAddress.getByAddress(ip.toArray()));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private <T> CompletionStage<List<T>> ask(
      String name, DnsRecordType type, Function<Bytes, Optional<T>> reading) {
    CompletableFuture<List<T>> answer = new CompletableFuture<>();
    try {
      loop.execute(() -> ask(name, type, reading, answer));
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(e);
    }
    return answer;
  }

  private <T> void ask(
      String name,
      DnsRecordType type,
      Function<Bytes, Optional<T>> reading,
      CompletableFuture<List<T>> answer) {
    try {
      resolver()
          .resolveAll(new DefaultDnsQuestion(name, type))
          .addListener(
              outcome -> {
                if (outcome.isSuccess()) {
                  @SuppressWarnings("unchecked")
                  List<DnsRecord> records = (List<DnsRecord>) outcome.getNow();
                  answer.complete(read(records, type, reading));
                } else {
                  answer.completeExceptionally(outcome.cause());
                }
              });
    } catch (RuntimeException e) {
      // A name that no question can hold.
      answer.completeExceptionally(e);
    }
  }

  private static <T> List<T> read(
      List<DnsRecord> records, DnsRecordType type, Function<Bytes, Optional<T>> reading) {
    List<T> all = new ArrayList<>();
    for (DnsRecord record : records) {
      if (record instanceof DnsRawRecord raw && record.type().equals(type)) {
        byte[] content = new byte[raw.content().readableBytes()];
        raw.content().getBytes(raw.content().readerIndex(), content);
        reading.apply(Bytes.owning(content)).ifPresent(all::add);
      }
      ReferenceCountUtil.release(record);
    }
    return all;
  }

  private DnsNameResolver resolver() {
    if (resolver == null) {
      resolver =
          new DnsNameResolverBuilder(loop)
              .datagramChannelType(NioDatagramChannel.class)
              .socketChannelType(NioSocketChannel.class, true)
              .nameServerProvider(servers)
              .searchDomains(List.of())
              .queryTimeoutMillis(TIMEOUT.toMillis())
              .maxQueriesPerResolve(MAX_QUERIES)
              .maxPayloadSize(MAX_PACKET_BYTES)
              .build();
    }
    return resolver;
  }
}
