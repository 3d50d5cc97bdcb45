package io.vivim.node.rpc;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names under which callers may know this server. A page that had its own name point here (DNS
 * rebinding) names another host and is not answered.
 */
final class HostNames {
  private static final Set<String> OF_THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

  private final Set<String> allowed = new TreeSet<>(OF_THIS_MACHINE);

  HostNames(Set<String> more) {
    more.forEach(name -> allowed.add(name.toLowerCase(Locale.ROOT)));
  }

  /** Whether a Host header, with or without a port, has one of the names. */
  boolean allow(@Nullable String header) {
    if (header == null) {
      return false;
    }
    int colon = header.lastIndexOf(':');
    boolean hasPort = colon > header.lastIndexOf(']') && colon >= 0;
    String name = hasPort ? header.substring(0, colon) : header;
    return allowed.contains(name.toLowerCase(Locale.ROOT));
  }
}
