package io.vivim.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The turns of a contestant that was started and does nothing until it is told to.
 *
 * <p>It connects to the loopback port of its environment when it is ready. Both sides speak lines:
 *
 * <pre>
 *   ← go              take one turn
 *   → 184223.7        its rate
 * </pre>
 *
 * <p>Some know other commands.
 */
final class Turns implements AutoCloseable {
  /** The environment variable that bears the port. */
  static final String PORT_VARIABLE = "VIVIM_TURNS_PORT";

  private static final int START_MILLIS = 60_000;
  private static final int LOOK_MILLIS = 100;
  private static final int TURN_LIMIT_MILLIS = 30_000;

  private final String label;
  private final ChildProcess child;
  private final Socket socket;
  private final BufferedReader answers;

  private Turns(String label, ChildProcess child, Socket socket) throws IOException {
    this.label = label;
    this.child = child;
    this.socket = socket;
    this.answers =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }

  /** Starts a contestant and waits until it is ready. */
  static Turns start(Contestant contestant) throws BenchmarkFailedException {
    File output = ChildProcess.newOutput();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ChildProcess child =
          contestant.start(output, Map.of(PORT_VARIABLE, Integer.toString(server.getLocalPort())));
      try {
        Socket socket = accept(server, child, contestant.label());
        socket.setSoTimeout(TURN_LIMIT_MILLIS);
        return new Turns(contestant.label(), child, socket);
      } catch (IOException | BenchmarkFailedException e) {
        child.close();
        throw e;
      }
    } catch (IOException e) {
      throw new BenchmarkFailedException(contestant.label() + ": " + e.getMessage(), e);
    }
  }

  private static Socket accept(ServerSocket server, ChildProcess child, String label)
      throws IOException, BenchmarkFailedException {
    server.setSoTimeout(LOOK_MILLIS);
    for (int waited = 0; waited < START_MILLIS; waited += LOOK_MILLIS) {
      try {
        return server.accept();
      } catch (SocketTimeoutException e) {
        if (!child.isAlive()) {
          break;
        }
      }
    }
    throw new BenchmarkFailedException(
        label + " did not get ready; it printed: " + child.output().strip());
  }

  /** Lets it take one turn, and comes back with the turn's rate. */
  double take() throws BenchmarkFailedException {
    return take("go");
  }

  /** Lets it take a turn of this kind. */
  double take(String command) throws BenchmarkFailedException {
    return Rate.parse(label, ask(command));
  }

  /** What it answers to a command. */
  String ask(String command) throws BenchmarkFailedException {
    String answer;
    try {
      socket.getOutputStream().write((command + "\n").getBytes(StandardCharsets.US_ASCII));
      answer = answers.readLine();
    } catch (IOException e) {
      throw new BenchmarkFailedException(label + " took no turn: " + e.getMessage(), e);
    }
    if (answer == null) {
      throw new BenchmarkFailedException(
          label + " ended before its turn; it printed: " + child.output().strip());
    }
    return answer;
  }

  @Override
  public void close() {
    child.close();
    try {
      socket.close();
    } catch (IOException e) {
      // The process at the other end is gone, and nothing is lost with the connection.
    }
  }
}
