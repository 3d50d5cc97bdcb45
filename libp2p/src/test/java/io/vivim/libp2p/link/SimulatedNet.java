package io.vivim.libp2p.link;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** A network in memory: who listens where, the wires between them, and what befalls those. */
public final class SimulatedNet {
  private static final int FIRST_PORT = 40_000;
  private static final int PORTS = 20_000;
  private static final Duration FOR_EVER = Duration.ofDays(100);

  private final SimulatedTime time;
  private final Random random;
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final Map<InetSocketAddress, HostWires.OpenDoor> doors = new HashMap<>();
  private final Set<SimulatedChannel> channels = new LinkedHashSet<>();
  private int portsGiven;
  private long pieces;
  private boolean isCalm;

  public SimulatedNet(SimulatedTime time, long seed) {
    this.time = time;
    this.random = new Random(seed);
  }

  /** Who makes the links of a host. */
  public LinkMaker links(int host, LinkSettings settings, LinkListener listener) {
    return new LinkMaker(settings, listener, new HostWires(address(host)));
  }

  private static InetAddress address(int host) {
    try {
      return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) host});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** From now on nothing befalls new wires. */
  public void calm() {
    isCalm = true;
  }

  /** From now on nothing arrives any more on the wires that there are, and nobody says so. */
  public void stall() {
    channels.forEach(channel -> channel.stall(FOR_EVER));
  }

  /** Pieces of bytes that were sent. */
  public long pieces() {
    return pieces;
  }

  void sent() {
    pieces++;
  }

  /** Channels that are open. */
  public int channels() {
    return channels.size();
  }

  /** Addresses at which somebody listens. */
  public int doors() {
    return doors.size();
  }

  /** Bytes of buffers that nobody has given back. */
  public long bufferBytes() {
    return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
  }

  ByteBufAllocator allocator() {
    return allocator;
  }

  void opened(SimulatedChannel channel) {
    channels.add(channel);
  }

  void closed(SimulatedChannel channel) {
    channels.remove(channel);
  }

  private int newPort() {
    return FIRST_PORT + portsGiven++ % PORTS;
  }

  /** Word goes to whoever listens there, and comes back. */
  void dial(SimulatedChannel dialler, InetSocketAddress to) {
    Duration there = Duration.ofMillis(1 + random.nextInt(50));
    time.after(
        there,
        () -> {
          HostWires.OpenDoor door = doors.get(to);
          if (door == null) {
            answer(dialler, there, new ConnectException("Connection refused"));
          } else if (dialler.isConnecting()) {
            door.take(dialler, there);
          }
        });
  }

  private void answer(SimulatedChannel dialler, Duration travel, Exception refusal) {
    time.after(travel, () -> onLoop(dialler, () -> dialler.established(new IOException(refusal))));
  }

  private static void onLoop(SimulatedChannel channel, Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException e) {
      // The host is gone, and with it its channels.
    }
  }

  /** What becomes of a wire; most are left alone. */
  private void befall(SimulatedWire wire) {
    if (isCalm) {
      return;
    }
    int chance = random.nextInt(20);
    // Half of what happens does so while the two are still shaking hands.
    Duration when =
        random.nextBoolean()
            ? wire.latency().multipliedBy(random.nextInt(12))
            : Duration.ofSeconds(random.nextInt(3_600));
    if (chance < 4) {
      time.after(when, wire::breakOff);
    } else if (chance < 7) {
      Duration stall = Duration.ofSeconds(random.nextInt(120));
      time.after(when, () -> wire.stall(stall));
    } else if (chance < 9) {
      // Nobody ever learns of it by the wire.
      time.after(when, () -> wire.stall(FOR_EVER));
    }
  }

  /** The network as one host has it. */
  private final class HostWires implements Wires {
    private final InetAddress host;
    private final SimulatedLoop loop = time.newLoop();
    private final Set<SimulatedChannel> own = new LinkedHashSet<>();

    HostWires(InetAddress host) {
      this.host = host;
    }

    private SimulatedChannel channel(int port, InetSocketAddress remote, ChannelHandler first) {
      InetSocketAddress local = new InetSocketAddress(host, port);
      SimulatedChannel channel = new SimulatedChannel(SimulatedNet.this, local, remote);
      channel.pipeline().addLast(first);
      own.add(channel);
      channel.closeFuture().addListener(closed -> own.remove(channel));
      return channel;
    }

    @Override
    public ChannelFuture connect(InetSocketAddress to, Duration timeout, ChannelHandler first) {
      SimulatedChannel channel = channel(newPort(), to, first);
      channel.config().setConnectTimeoutMillis(Math.toIntExact(timeout.toMillis()));
      ChannelPromise promise = channel.newPromise();
      loop.register(channel)
          .addListener(
              registered -> {
                if (registered.isSuccess()) {
                  Frames.unused(channel.connect(to, promise));
                } else {
                  promise.tryFailure(registered.cause());
                }
              });
      return promise;
    }

    @Override
    public CompletionStage<Door> bind(InetSocketAddress at, Supplier<ChannelHandler> first) {
      int port = at.getPort() == 0 ? newPort() : at.getPort();
      InetSocketAddress place = new InetSocketAddress(host, port);
      if (doors.containsKey(place) || loop.isShuttingDown()) {
        return CompletableFuture.failedFuture(new BindException("Address already in use"));
      }
      OpenDoor door = new OpenDoor(place, first);
      doors.put(place, door);
      return CompletableFuture.completedFuture(door);
    }

    @Override
    public Timers timers() {
      return new LoopTimers(loop);
    }

    @Override
    public CompletionStage<Void> close() {
      CompletableFuture<Void> done = new CompletableFuture<>();
      doors.values().removeIf(door -> door.isOf(this));
      loop.execute(() -> List.copyOf(own).forEach(each -> each.unsafe().close(each.voidPromise())));
      loop.shutdownGracefully().addListener(stopped -> done.complete(null));
      return done;
    }

    /** Where the host takes connections. */
    private final class OpenDoor implements Door {
      private final InetSocketAddress address;
      private final Supplier<ChannelHandler> first;

      OpenDoor(InetSocketAddress address, Supplier<ChannelHandler> first) {
        this.address = address;
        this.first = first;
      }

      boolean isOf(HostWires wires) {
        return HostWires.this == wires;
      }

      void take(SimulatedChannel dialler, Duration travel) {
        InetSocketAddress remote = (InetSocketAddress) dialler.localAddress();
        SimulatedChannel end = channel(address.getPort(), remote, first.get());
        SimulatedWire wire = new SimulatedWire(time, random.nextLong(), dialler, end);
        befall(wire);
        Frames.unused(loop.register(end));
        time.after(travel, () -> onLoop(dialler, () -> dialler.established(null)));
      }

      @Override
      public InetSocketAddress address() {
        return address;
      }

      @Override
      public CompletionStage<Void> close() {
        doors.remove(address, this);
        return CompletableFuture.completedFuture(null);
      }
    }
  }
}
