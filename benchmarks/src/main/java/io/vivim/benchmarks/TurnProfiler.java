package io.vivim.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;

/**
 * Makes JMH's iterations wait for their {@link Turns}: JMH runs a profiler around each of them, so
 * the benchmarks themselves know nothing of it.
 */
public final class TurnProfiler implements InternalProfiler {
  // Held by JMH's one thread that runs iterations.
  private @Nullable Socket socket;
  private @Nullable BufferedReader commands;

  @Override
  public String getDescription() {
    return "takes turns with another process";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    try {
      if (commands().readLine() == null) {
        throw new IllegalStateException("whoever gave the turns is gone");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    String rate = result.getPrimaryResult().getScore() + "\n";
    try {
      OutputStream out = Objects.requireNonNull(socket).getOutputStream();
      out.write(rate.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of();
  }

  /** Connects at the first turn, when the benchmark is set up. */
  private BufferedReader commands() throws IOException {
    if (commands == null) {
      int port = Integer.parseInt(System.getenv(Turns.PORT_VARIABLE));
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      commands =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }
    return commands;
  }
}
