package io.vivim.node;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the process says to its caller in the end. */
final class ExitCode {
  static final int GOOD = 0;
  static final int REFUSED = 1;
  static final int USAGE = 2;
  static final int INTERNAL = 70;

  /** What a shell reports for a process that wrote to a pipe without a reader. */
  static final int READER_LEFT = 141;

  private ExitCode() {}

  /** As the help lists them: code, meaning. */
  static Map<String, String> descriptions() {
    Map<String, String> meanings = new LinkedHashMap<>();
    meanings.put(" " + GOOD, "all was good");
    meanings.put(" " + REFUSED, "some input was bad or missing");
    meanings.put(" " + USAGE, "the command line cannot be understood");
    meanings.put(" " + INTERNAL, "a fault of ours (VIVIM_DEBUG=1 shows where)");
    meanings.put(" " + READER_LEFT, "the reader of the output went away");
    return meanings;
  }
}
