package io.vivim.node;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The process: hands its streams and arguments to the command line and exits with its answer. */
public final class Vivim {
  private Vivim() {}

  public static void main(String[] args) {
    // The bare descriptors: a PrintStream would swallow what goes wrong with the output.
    Console console =
        new Console(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            isTerminal(Path.of("/proc/self/fd/2")));
    Surroundings surroundings =
        Surroundings.of(System.getenv(), System.getProperty("user.home"), Vivim::ask);
    StopSignal stop = new StopSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stop), "vivim-stop"));
    System.exit(stop.ended(new VivimCommandLine(console, surroundings, stop).run(args)));
  }

  /**
   * Runs when the process is told to end: lets a command that heeds it finish, and ends with that
   * command's code in place of the signal's.
   */
  private static void stop(StopSignal stop) {
    stop.ask().ifPresent(code -> Runtime.getRuntime().halt(code));
  }

  /**
   * Whether the error stream is a terminal. Java only knows whether input and output are; where the
   * system shows the process its streams, these say it.
   */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal(Path errorStream) {
    try {
      String target = Files.readSymbolicLink(errorStream).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return System.console() != null;
    }
  }

  /**
   * Asks at the terminal, if there is one. From Java 22 on there is a console without one too,
   * unless the property jdk.console says java.base, as the launcher does.
   */
  @SuppressWarnings("SystemConsoleNull")
  private static Optional<char[]> ask(String question) {
    java.io.@Nullable Console terminal = System.console();
    return terminal == null
        ? Optional.empty()
        : Optional.ofNullable(terminal.readPassword("%s", question));
  }
}
