package io.vivim.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Another process with a main of the tests, whose output is read line by line. */
final class Child implements AutoCloseable {
  private static final String ROCKSDB = "librocksdbjni-linux64.so";

  private final Process process;
  private final BufferedReader lines;

  private Child(Process process) {
    this.process = process;
    this.lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts a child.
   *
   * @param scratch for its files that are not the store's
   * @param before words in front of the command, such as those of another command that runs it
   */
  static Child start(Path scratch, List<String> before, Class<?> main, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(java(scratch, System.getProperty("java.class.path"), main, arguments));
    return run(command);
  }

  /** The command for a main. */
  static List<String> java(Path scratch, String classPath, Class<?> main, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Small, and without files of Java's own.
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-ea"));
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djava.io.tmpdir=" + scratch);
    command.add("-Djava.library.path=" + nativeLibrary(scratch));
    command.addAll(List.of("-cp", classPath, main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }

  static Child run(List<String> command) throws IOException {
    return new Child(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** RocksDB's library, unpacked once, so that killed children leave no copies behind. */
  private static Path nativeLibrary(Path scratch) throws IOException {
    Path library = scratch.resolve(ROCKSDB);
    try (InputStream in = Child.class.getResourceAsStream("/" + ROCKSDB)) {
      if (in != null && !Files.exists(library)) {
        Files.copy(in, library);
      }
    }
    return scratch;
  }

  /** The next line that it wrote; empty when it has ended. */
  Optional<String> line() throws IOException {
    return Optional.ofNullable(lines.readLine());
  }

  /** Lets it read a line, for children that wait for one. */
  void tell(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Ends it as kill -9 does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
