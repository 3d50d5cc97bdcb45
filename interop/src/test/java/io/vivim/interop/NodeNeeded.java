package io.vivim.interop;

import java.io.IOException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * Sees to it that there is a Node.js with the packages of all versions. Where there is not, tests
 * are skipped, with a word about it; but where CI is set they fail.
 */
final class NodeNeeded implements BeforeAllCallback {
  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(NodeNeeded.class);

  /** What stands in the way, where something does. */
  private record Lack(String why) {}

  @Override
  public void beforeAll(ExtensionContext context) {
    Lack lack =
        context
            .getRoot()
            .getStore(OURS)
            .getOrComputeIfAbsent(Lack.class, unused -> lack(), Lack.class);
    if (!lack.why().isEmpty()) {
      throw new TestAbortedException(lack.why());
    }
  }

  private static Lack lack() {
    try {
      for (Meeting.Version version : Meeting.Version.values()) {
        JsPeer.packages(version).install();
      }
      return new Lack("");
    } catch (IOException e) {
      if (System.getenv("CI") != null) {
        throw new IllegalStateException(e);
      }
      String why = "skipped all tests against js-libp2p: " + e.getMessage();
      // Maven counts what is skipped, but does not say why.
      System.err.println(why);
      return new Lack(why);
    }
  }
}
