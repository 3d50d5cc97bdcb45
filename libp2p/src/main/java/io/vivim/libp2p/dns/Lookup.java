package io.vivim.libp2p.dns;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.Part;
import io.vivim.libp2p.address.Protocol;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One address being looked up, within bounds that no server can exceed. */
final class Lookup {
  /** How often a record may lead to the next name. */
  static final int MAX_DEPTH = 4;

  /** Questions for one address, of all depths together. */
  static final int MAX_QUESTIONS = 32;

  /** Records of one name that are looked at. */
  static final int MAX_RECORDS = 100;

  /** Addresses that come of one. */
  static final int MAX_ADDRESSES = 64;

  private final Resolver resolver;
  private final AtomicInteger questions = new AtomicInteger();

  Lookup(Resolver resolver) {
    this.resolver = resolver;
  }

  CompletionStage<List<Multiaddr>> of(Multiaddr named) {
    return expand(named, 0)
        .thenCompose(
            found ->
                found.isEmpty()
                    ? CompletableFuture.failedFuture(
                        new NameException("nothing is known of " + named.parts().get(0)))
                    : CompletableFuture.completedFuture(
                        found.stream().distinct().limit(MAX_ADDRESSES).toList()));
  }

  private CompletionStage<List<Multiaddr>> expand(Multiaddr address, int depth) {
    Optional<String> name = HostName.of(address.parts().get(0).text());
    if (name.isEmpty()) {
      return none();
    }
    return switch (address.parts().get(0).protocol()) {
      case DNS4 -> ip4(name.get(), address);
      case DNS6 -> ip6(name.get(), address);
      case DNS -> both(ip6(name.get(), address), ip4(name.get(), address));
      case DNSADDR -> texts(name.get(), address, depth);
      default -> none();
    };
  }

  private static CompletionStage<List<Multiaddr>> none() {
    return CompletableFuture.completedFuture(List.of());
  }

  private CompletionStage<List<Multiaddr>> ip4(String name, Multiaddr address) {
    return asked(() -> resolver.ip4(name)).thenApply(found -> at(found, name, address));
  }

  private CompletionStage<List<Multiaddr>> ip6(String name, Multiaddr address) {
    return asked(() -> resolver.ip6(name)).thenApply(found -> at(found, name, address));
  }

  private CompletionStage<List<Multiaddr>> texts(String name, Multiaddr address, int depth) {
    if (depth == MAX_DEPTH) {
      return none();
    }
    List<Part> suffix = address.parts().subList(1, address.parts().size());
    return asked(() -> resolver.texts("_dnsaddr." + name))
        .thenCompose(
            texts -> {
              CompletionStage<List<Multiaddr>> all = none();
              for (Multiaddr next : addresses(texts, suffix)) {
                boolean isName = Names.isNamed(next);
                all =
                    both(
                        all,
                        isName
                            ? expand(next, depth + 1)
                            : CompletableFuture.completedFuture(List.of(next)));
              }
              return all;
            });
  }

  /** What records say, where it ends as what is looked up does. */
  private static List<Multiaddr> addresses(List<String> texts, List<Part> suffix) {
    return texts.stream()
        .limit(MAX_RECORDS)
        .map(TextRecord::address)
        .flatMap(Optional::stream)
        .filter(found -> endsWith(found.parts(), suffix))
        .toList();
  }

  private static boolean endsWith(List<Part> parts, List<Part> suffix) {
    return parts.size() >= suffix.size()
        && parts.subList(parts.size() - suffix.size(), parts.size()).equals(suffix);
  }

  /** A question that fails, or is one too many, has no answer. */
  private <T> CompletionStage<List<T>> asked(Supplier<CompletionStage<List<T>>> question) {
    if (questions.incrementAndGet() > MAX_QUESTIONS) {
      return CompletableFuture.completedFuture(List.of());
    }
    return question.get().exceptionally(failure -> List.of());
  }

  private static CompletionStage<List<Multiaddr>> both(
      CompletionStage<List<Multiaddr>> first, CompletionStage<List<Multiaddr>> second) {
    return first.thenCombine(second, (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
  }

  private static List<Multiaddr> at(List<InetAddress> hosts, String name, Multiaddr named) {
    List<Multiaddr> all = new ArrayList<>();
    for (InetAddress host : hosts.stream().limit(MAX_ADDRESSES).toList()) {
      at(host, name, named).ifPresent(all::add);
    }
    return all;
  }

  /**
   * The address with a host in the name's place; where the web's TLS is, that still asks for it.
   */
  private static Optional<Multiaddr> at(InetAddress host, String name, Multiaddr named) {
    Bytes ip = Bytes.copyOf(host.getAddress());
    Protocol family = ip.size() == Integer.BYTES ? Protocol.IP4 : Protocol.IP6;
    boolean namesItsServer = named.has(Protocol.SNI);
    List<Part> parts = new ArrayList<>();
    try {
      parts.add(Part.of(family, ip));
      for (Part part : named.parts().subList(1, named.parts().size())) {
        if (part.protocol() == Protocol.WSS) {
          parts.addAll(tls(name));
          parts.add(Part.of(Protocol.WS));
        } else if (part.protocol() == Protocol.TLS && !namesItsServer) {
          parts.addAll(tls(name));
        } else {
          parts.add(part);
        }
      }
      return Optional.of(Multiaddr.of(parts));
    } catch (AddressException e) {
      return Optional.empty();
    }
  }

  private static List<Part> tls(String name) throws AddressException {
    return List.of(Part.of(Protocol.TLS), Part.of(Protocol.SNI, name));
  }
}
