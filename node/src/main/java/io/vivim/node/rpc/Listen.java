package io.vivim.node.rpc;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host a name or an address; one of IPv6 without brackets
 * @param port 0 for any that is free
 */
public record Listen(String host, int port) {
  /** This machine alone. */
  public static final Listen DEFAULT = new Listen("127.0.0.1", 8645);

  private static final int MAX_PORT = 65_535;
  private static final Pattern TEXT =
      Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([0-9a-zA-Z.-]+)):([0-9]{1,5})");

  /** The place of a text {@code HOST:PORT}, an address of IPv6 in brackets. */
  public static Optional<Listen> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MAX_PORT) {
      return Optional.empty();
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return Optional.of(new Listen(host, Integer.parseInt(matcher.group(3))));
  }

  /**
   * Looks whether the place can be had now.
   *
   * @throws IOException where it cannot, which names it
   */
  public void requireFree() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
    } catch (BindException e) {
      throw taken(e);
    }
  }

  /** What the system says of an address does not say which one that is. */
  IOException taken(Throwable cause) {
    IOException named = new BindException(this + ": " + cause.getMessage());
    named.initCause(cause);
    return named;
  }

  /** The host as a URL and a Host header have it. */
  String urlHost() {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  @Override
  public String toString() {
    return urlHost() + ":" + port;
  }
}
