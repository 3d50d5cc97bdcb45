package io.vivim.libp2p.mdns;

import io.vivim.codec.Bytes;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Datagrams on all networks of this machine that carry multicast, by IPv4. */
final class SocketMulticast implements Multicast {
  /** As RFC 6762 asks for: who gets less is not on this network. */
  private static final int TIME_TO_LIVE = 255;

  private final DatagramChannel channel;
  private final InetSocketAddress group;
  private final List<NetworkInterface> networks = new ArrayList<>();

  SocketMulticast(InetSocketAddress group) throws IOException {
    this.group = group;
    this.channel = DatagramChannel.open(StandardProtocolFamily.INET);
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, TIME_TO_LIVE);
      channel.bind(new InetSocketAddress(group.getPort()));
      for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
        if (carries(each)) {
          channel.join(group.getAddress(), each);
          networks.add(each);
        }
      }
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean carries(NetworkInterface network) throws IOException {
    return network.isUp()
        && network.supportsMulticast()
        && network.inetAddresses().anyMatch(Inet4Address.class::isInstance);
  }

  @Override
  public void listen(Consumer<Came> listener) {
    Thread thread = new Thread(() -> receive(listener), "vivim-libp2p-mdns");
    thread.setDaemon(true);
    thread.start();
  }

  /** Until the channel is closed. */
  private void receive(Consumer<Came> listener) {
    ByteBuffer buffer = ByteBuffer.allocate(DnsMessage.MAX_BYTES + 1);
    try {
      while (true) {
        SocketAddress from = channel.receive(buffer.clear());
        byte[] came = new byte[buffer.flip().remaining()];
        buffer.get(came);
        listener.accept(new Came(Bytes.owning(came), isOurs(from)));
      }
    } catch (IOException e) {
      // Closed, or the network is gone: peers are found in other ways.
      close();
    }
  }

  private static boolean isOurs(SocketAddress from) throws IOException {
    InetAddress address = ((InetSocketAddress) from).getAddress();
    return NetworkInterface.getByInetAddress(address) != null;
  }

  @Override
  public void send(Bytes datagram) throws IOException {
    synchronized (networks) {
      for (NetworkInterface each : networks) {
        channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, each);
        int unused = channel.send(ByteBuffer.wrap(datagram.toArray()), group);
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
