package io.vivim.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnsTest {
  @TempDir Path directory;

  @Test
  void aContestantTakesATurnWheneverItIsTold() throws Exception {
    try (Turns turns = Turns.start(counter("3"))) {
      assertThat(turns.take()).isEqualTo(1);
      assertThat(turns.take()).isEqualTo(2);
    }
    assertThat(ProcessHandle.current().descendants()).isEmpty();
  }

  @Test
  void oneThatEndsTooEarlyIsSaidWithWhatItPrinted() throws Exception {
    try (Turns turns = Turns.start(counter("1"))) {
      turns.take();
      assertThatThrownBy(turns::take)
          .isInstanceOf(BenchmarkFailedException.class)
          .hasMessage("counter ended before its turn; it printed: out of turns");
    }
  }

  @Test
  void oneThatNeverConnectsIsSaidWithWhatItPrinted() {
    Contestant broken =
        new Contestant("broken", List.of("sh", "-c", "echo no such library"), directory);

    assertThatThrownBy(() -> Turns.start(broken))
        .isInstanceOf(BenchmarkFailedException.class)
        .hasMessage("broken did not get ready; it printed: no such library");
  }

  private Contestant counter(String turns) {
    return new Contestant(
        "counter",
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Counter.class.getName(),
            turns),
        directory);
  }

  /** A contestant whose rates are 1, 2, 3 …, for as many turns as it is told. */
  static final class Counter {
    private Counter() {}

    public static void main(String[] args) throws IOException {
      int port = Integer.parseInt(System.getenv(Turns.PORT_VARIABLE));
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        BufferedReader commands =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        PrintStream answers =
            new PrintStream(socket.getOutputStream(), true, StandardCharsets.US_ASCII);
        for (int turn = 1;
            turn <= Integer.parseInt(args[0]) && commands.readLine() != null;
            turn++) {
          answers.println(turn);
        }
        System.out.println("out of turns");
      }
    }
  }
}
