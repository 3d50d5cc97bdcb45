package io.vivim.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * JMH methods as contestants that take turns: one thread in a JVM of its own, an iteration a turn.
 */
final class JmhFork {
  private static final String TURN = TurnsCase.TURN_MILLIS + "ms";

  private JmhFork() {}

  static Contestant of(String label, Class<?> benchmark, String method) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            // Two of them live at a time, which is what the lock is against.
            "-Djmh.ignoreLock=true",
            "org.openjdk.jmh.Main",
            "^" + Pattern.quote(benchmark.getName() + "." + method) + "$",
            // This JVM is the fork.
            "-f=0",
            "-t=1",
            "-bm=thrpt",
            "-tu=s",
            "-w=" + TURN,
            "-wi=" + TurnsCase.WARM_UP_TURNS,
            "-r=" + TURN,
            "-i=" + TurnsCase.MEASURED_TURNS,
            "-foe=true",
            "-prof=" + TurnProfiler.class.getName());
    return new Contestant(label, command, Path.of("").toAbsolutePath());
  }
}
