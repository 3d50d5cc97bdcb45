package io.vivim.libp2p.link;

import io.netty.channel.Channel;
import io.vivim.libp2p.address.Multiaddr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A server socket. */
final class SocketListening implements Listening {
  private final Channel channel;
  private final String suffix;

  /**
   * @param suffix what stands behind the port
   */
  SocketListening(Channel channel, String suffix) {
    this.channel = channel;
    this.suffix = suffix;
  }

  @Override
  public List<Multiaddr> addresses() {
    InetSocketAddress bound = (InetSocketAddress) channel.localAddress();
    List<Multiaddr> all = new ArrayList<>();
    for (InetAddress host : hosts(bound.getAddress())) {
      all.add(SocketNames.multiaddr(new InetSocketAddress(host, bound.getPort()), suffix));
    }
    return all;
  }

  private static List<InetAddress> hosts(InetAddress bound) {
    if (!bound.isAnyLocalAddress()) {
      return List.of(bound);
    }
    try {
      return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(host -> host.getClass().equals(bound.getClass()))
          .filter(host -> !host.isLinkLocalAddress())
          .toList();
    } catch (SocketException e) {
      return List.of();
    }
  }

  @Override
  public CompletionStage<Void> close() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    channel.close().addListener(closed -> done.complete(null));
    return done;
  }
}
