package io.vivim.libp2p.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * The listener's side of ALPN: the first of the dialler's protocols that is ours too (libp2p
 * specifications, "inlined-muxer-negotiation"). One for each connection, used by its thread.
 */
final class MuxerChoice implements BiFunction<SSLEngine, List<String>, @Nullable String> {
  /** What stands for "by multistream-select, later"; the last of every list. */
  static final String LATER = "libp2p";

  private final List<String> ours;
  private boolean failed;

  MuxerChoice(List<String> ours) {
    this.ours = ours;
  }

  /** What a peer with these muxers offers and takes. */
  static List<String> protocols(List<String> muxers) {
    List<String> protocols = new ArrayList<>(muxers);
    protocols.add(LATER);
    return List.copyOf(protocols);
  }

  /** The muxer that was agreed on; peers without ALPN agree on it later. */
  static Optional<String> muxer(@Nullable String protocol) {
    boolean later = protocol == null || protocol.isEmpty() || protocol.equals(LATER);
    return later ? Optional.empty() : Optional.ofNullable(protocol);
  }

  @Override
  public @Nullable String apply(SSLEngine engine, List<String> offered) {
    for (String protocol : offered) {
      if (ours.contains(protocol)) {
        return protocol;
      }
    }
    failed = true;
    return null;
  }

  /** Whether the dialler has offered nothing that is ours; not every library ends it there. */
  boolean failed() {
    return failed;
  }
}
