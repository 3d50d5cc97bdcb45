package io.vivim.node;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;

/** The process: hands its streams and arguments to the command line and exits with its answer. */
public final class Vivim {
  private Vivim() {}

  public static void main(String[] args) {
    // The bare descriptors: a PrintStream would swallow what goes wrong with the output.
    Console console =
        new Console(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err));
    boolean debug = "1".equals(System.getenv("VIVIM_DEBUG"));
    System.exit(new VivimCommandLine(console, debug).run(args));
  }
}
