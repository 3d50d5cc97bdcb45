package io.vivim.libp2p.link;

import io.vivim.libp2p.yamux.YamuxLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How connections become links.
 *
 * @param securities the dearest first
 * @param limits of each link
 * @param timeout how long it may take in all
 */
record Upgrade(List<Security> securities, YamuxLimits limits, Duration timeout) {
  static final String YAMUX = "/yamux/1.0.0";

  private static final List<String> MUXERS = List.of(YAMUX);

  Upgrade {
    securities = List.copyOf(securities);
  }

  List<String> muxers() {
    return MUXERS;
  }

  List<String> securityNames() {
    return securities.stream().map(Security::protocol).toList();
  }

  Optional<Security> security(String protocol) {
    return securities.stream().filter(each -> each.protocol().equals(protocol)).findFirst();
  }
}
