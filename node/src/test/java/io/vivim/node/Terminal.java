package io.vivim.node;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a command inside the test, on streams of its own. */
final class Terminal {
  private Terminal() {}

  /** What came of a command. */
  record Outcome(int code, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }

    List<String> complaints() {
      return err.lines().toList();
    }
  }

  static Outcome run(String... arguments) {
    return runOn(InputStream.nullInputStream(), arguments);
  }

  static Outcome runOn(String input, String... arguments) {
    return runOn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), arguments);
  }

  static Outcome runOn(InputStream input, String... arguments) {
    return runIn(quietSurroundings(Map.of()), input, arguments);
  }

  /** A machine with these variables, an absent home and nobody at the terminal. */
  static Surroundings quietSurroundings(Map<String, String> variables) {
    return new Surroundings(variables, Path.of("absent-home"), question -> Optional.empty());
  }

  static Outcome runIn(Surroundings surroundings, InputStream input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = new VivimCommandLine(new Console(input, out, err), surroundings).run(arguments);
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
