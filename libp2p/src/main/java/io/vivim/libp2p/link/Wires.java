package io.vivim.libp2p.link;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.vivim.libp2p.dns.Resolver;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Where connections are made and taken: sockets, or what stands for them in a test. */
interface Wires {
  /**
   * Makes a connection.
   *
   * @param first what stands first in its pipeline
   * @param timeout how long that may take
   */
  ChannelFuture connect(InetSocketAddress to, Duration timeout, ChannelHandler first);

  /**
   * Takes connections until its {@link Door} closes.
   *
   * @param first makes what stands first in the pipeline of each
   */
  CompletionStage<Door> bind(InetSocketAddress at, Supplier<ChannelHandler> first);

  /** The time by which connections live. */
  Timers timers();

  /** Who knows the names of hosts here. */
  default Resolver resolver() {
    return Resolver.NONE;
  }

  /** Ends all connections and stops. */
  CompletionStage<Void> close();

  /** Where connections are taken. */
  interface Door {
    InetSocketAddress address();

    /** Takes no more; the connections that are there go on. */
    CompletionStage<Void> close();
  }
}
