package io.vivim.interop;

import io.vivim.baseline.NodePackages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * Programs of others that a test talks to. Where one is not here, the test is skipped, with a word
 * about it; but where CI is set it fails.
 */
final class Counterpart {
  private static final long MOST_SECONDS = 60;

  private static final Path ROOT =
      Path.of(Objects.requireNonNull(System.getProperty("vivim.root"), "vivim.root"));

  private Counterpart() {}

  /** What a program printed, and how it ended. */
  record Ended(int code, String output) {}

  /** The packages of a folder of this module, installed. */
  static Path packages(String folder) {
    NodePackages packages = new NodePackages(ROOT.resolve("interop").resolve(folder));
    try {
      packages.install();
    } catch (IOException e) {
      throw lacking(folder, e);
    }
    return packages.directory();
  }

  /** Sees to it that a program is here. */
  static void need(String... command) {
    try {
      run(Path.of("."), command);
    } catch (IOException e) {
      throw lacking(command[0], e);
    }
  }

  private static RuntimeException lacking(String what, IOException why) {
    if (System.getenv("CI") != null) {
      return new IllegalStateException(what, why);
    }
    String words = "skipped all tests against " + what + ": " + why.getMessage();
    // Maven counts what is skipped, but does not say why.
    System.err.println(words);
    return new TestAbortedException(words);
  }

  /** Runs a program to its end; what it says on the way is not kept. */
  static Ended run(Path folder, String... command) throws IOException {
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(command[0] + " does not end");
      }
      return new Ended(process.exitValue(), output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
