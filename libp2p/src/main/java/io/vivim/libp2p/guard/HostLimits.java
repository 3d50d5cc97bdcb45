package io.vivim.libp2p.guard;

import java.time.Duration;

/** How much a host spends on strangers. What each link may hold is said by its muxer's limits. */
public record HostLimits(
    Connections connections,
    Streams streams,
    Memory memory,
    Marks marks,
    Times times,
    Pushes pushes,
    Handlers handlers) {
  private static final int MIB = 1 << 20;

  public static final HostLimits DEFAULT =
      new HostLimits(
          new Connections(2048, 1536, 1024, 8, 256, 512, 256, 64, 128),
          new Streams(16_384, 2048, 4096, 8192, 8192, 1024, 16_384, 2048),
          new Memory(256 * MIB, 64 * MIB, 96 * MIB, 128 * MIB),
          new Marks(600, 900, Duration.ofSeconds(20), Duration.ofSeconds(10)),
          new Times(Duration.ofSeconds(10), Duration.ofSeconds(10)),
          new Pushes(8, Duration.ofSeconds(5)),
          new Handlers(512, 64, 128, 256, 16_384));

  /**
   * Connections at once, and those that are no links yet.
   *
   * @param perIp from one IPv4 address, or one IPv6 network of 64 bits
   * @param perNetwork from one network, of 24 bits or, of IPv6, 48
   * @param handshakes from outside, that are no links yet
   */
  public record Connections(
      int inAll,
      int inbound,
      int outbound,
      int perPeer,
      int perIp,
      int perNetwork,
      int handshakes,
      int handshakesPerIp,
      int handshakesPerNetwork) {
    public Connections {
      positive(inAll, inbound, outbound, perPeer, perIp, perNetwork);
      positive(handshakes, handshakesPerIp, handshakesPerNetwork);
    }
  }

  /**
   * Streams at once, on all links together.
   *
   * @param inboundPerIp of all peers at one IPv4 address, or one IPv6 network of 64 bits
   * @param inboundPerNetwork of all peers of one network, of 24 bits or, of IPv6, 48
   * @param inboundPerProtocol of all peers
   * @param inboundPerPeerAndProtocol on all links of the peer
   */
  public record Streams(
      int inbound,
      int inboundPerPeer,
      int inboundPerIp,
      int inboundPerNetwork,
      int inboundPerProtocol,
      int inboundPerPeerAndProtocol,
      int outbound,
      int outboundPerPeer) {
    public Streams {
      positive(
          inbound,
          inboundPerPeer,
          inboundPerIp,
          inboundPerNetwork,
          inboundPerProtocol,
          inboundPerPeerAndProtocol,
          outbound,
          outboundPerPeer);
    }
  }

  /**
   * Bytes that came and were not read, or wait to go out.
   *
   * @param bytesPerIp of all peers at one IPv4 address, or one IPv6 network of 64 bits
   * @param bytesPerNetwork of all peers of one network, of 24 bits or, of IPv6, 48
   */
  public record Memory(long bytes, long bytesPerPeer, long bytesPerIp, long bytesPerNetwork) {
    public Memory {
      long least = Math.min(Math.min(bytes, bytesPerPeer), Math.min(bytesPerIp, bytesPerNetwork));
      if (least < 1) {
        throw new IllegalArgumentException("no room");
      }
    }
  }

  /**
   * Where links are given up.
   *
   * @param low so many are left
   * @param high with more than these, links are given up
   * @param grace how long a new link is left alone
   * @param silence how long it takes from one time to the next
   */
  public record Marks(int low, int high, Duration grace, Duration silence) {
    public Marks {
      positive(low, high);
      if (low > high || grace.isNegative() || silence.isNegative()) {
        throw new IllegalArgumentException("not marks: " + low + " and " + high);
      }
    }
  }

  /**
   * How long a peer may take; the upgrade of a connection has a limit of its own.
   *
   * @param negotiation until a stream has a protocol
   * @param identify until it has said what it is
   */
  public record Times(Duration negotiation, Duration identify) {
    public Times {
      if (negotiation.isNegative() || identify.isNegative()) {
        throw new IllegalArgumentException("time goes forward");
      }
    }
  }

  /**
   * How often a peer may say anew what it is.
   *
   * @param atOnce so many times
   * @param interval and then once in this
   */
  public record Pushes(int atOnce, Duration interval) {
    public Pushes {
      positive(atOnce);
    }
  }

  /**
   * Handlers of protocols, which may wait.
   *
   * @param threads in which they do
   * @param threadsPerPeer of those, in handlers of streams of one peer
   * @param threadsPerIp of those, for all peers at one IPv4 address, or one IPv6 network of 64 bits
   * @param threadsPerNetwork of those, for all peers of one network, of 24 bits or, of IPv6, 48
   * @param waiting streams, of all peers, whose turn it is and that wait for a thread
   */
  public record Handlers(
      int threads, int threadsPerPeer, int threadsPerIp, int threadsPerNetwork, int waiting) {
    public Handlers {
      positive(threads, threadsPerPeer, threadsPerIp, threadsPerNetwork, waiting);
    }
  }

  private static void positive(int... limits) {
    for (int limit : limits) {
      if (limit < 1) {
        throw new IllegalArgumentException("a limit below 1");
      }
    }
  }

  public HostLimits withConnections(Connections other) {
    return new HostLimits(other, streams, memory, marks, times, pushes, handlers);
  }

  public HostLimits withStreams(Streams other) {
    return new HostLimits(connections, other, memory, marks, times, pushes, handlers);
  }

  public HostLimits withMemory(Memory other) {
    return new HostLimits(connections, streams, other, marks, times, pushes, handlers);
  }

  public HostLimits withMarks(Marks other) {
    return new HostLimits(connections, streams, memory, other, times, pushes, handlers);
  }

  public HostLimits withTimes(Times other) {
    return new HostLimits(connections, streams, memory, marks, other, pushes, handlers);
  }

  public HostLimits withPushes(Pushes other) {
    return new HostLimits(connections, streams, memory, marks, times, other, handlers);
  }

  public HostLimits withHandlers(Handlers other) {
    return new HostLimits(connections, streams, memory, marks, times, pushes, other);
  }
}
