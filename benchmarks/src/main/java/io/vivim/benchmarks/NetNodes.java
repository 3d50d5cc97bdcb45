package io.vivim.benchmarks;

import io.vivim.benchmarks.net.NetPeer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Nodes of ours and of js-libp2p, one of each that listens and one that dials. */
final class NetNodes implements AutoCloseable {
  /** Who dials whom. */
  enum Way {
    OURS("ours to ours"),
    THEIRS("js to js"),
    OURS_TO_THEIRS("ours to js"),
    THEIRS_TO_OURS("js to ours");

    private final String said;

    Way(String said) {
      this.said = said;
    }

    boolean isDialledByUs() {
      return this == OURS || this == OURS_TO_THEIRS;
    }

    boolean isToUs() {
      return this == OURS || this == THEIRS_TO_OURS;
    }

    @Override
    public String toString() {
      return said;
    }
  }

  private final List<Turns> all = new ArrayList<>();
  private final Turns ourDialler;
  private final Turns theirDialler;
  private final String ourAddress;
  private final String theirAddress;

  /**
   * Starts them.
   *
   * @param listening how the listeners are told to listen
   */
  NetNodes(String security, String listening, NodeProject node) throws BenchmarkFailedException {
    try {
      ourAddress = start(ours(security)).ask(listening);
      theirAddress = start(theirs(security, node)).ask(listening);
      ourDialler = start(ours(security));
      theirDialler = start(theirs(security, node));
    } catch (BenchmarkFailedException e) {
      close();
      throw e;
    }
  }

  private Turns start(Contestant contestant) throws BenchmarkFailedException {
    Turns started = Turns.start(contestant);
    all.add(started);
    return started;
  }

  /** A node of ours, with the collector that {@code vivim} runs with, and more of its options. */
  static Contestant ours(String security, String... options) {
    Stream<String> java =
        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Stream<String> program =
        Stream.of("-cp", System.getProperty("java.class.path"), NetPeer.class.getName(), security);
    return new Contestant(
        "ours over " + security,
        Stream.of(java, Stream.of("-XX:+UseSerialGC"), Stream.of(options), program)
            .flatMap(each -> each)
            .toList(),
        Path.of("").toAbsolutePath());
  }

  static Contestant theirs(String security, NodeProject node) {
    return node.script("js-libp2p over " + security, "net-peer.js", security);
  }

  /** Lets a dialler take a turn, and comes back with what it measured. */
  double take(Way way, String what, int number) throws BenchmarkFailedException {
    Turns dialler = way.isDialledByUs() ? ourDialler : theirDialler;
    String address = way.isToUs() ? ourAddress : theirAddress;
    return dialler.take(String.join(" ", what, address, Integer.toString(number)));
  }

  @Override
  public void close() {
    all.forEach(Turns::close);
  }
}
