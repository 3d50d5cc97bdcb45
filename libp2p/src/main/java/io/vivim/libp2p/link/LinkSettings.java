package io.vivim.libp2p.link;

import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.tls.TlsSecurity;
import io.vivim.libp2p.yamux.YamuxLimits;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * How links are made.
 *
 * @param securities those that are spoken, the dearest first: {@link #NOISE}, {@link #TLS}
 * @param limits of each link
 * @param timeout how long it may take from the first byte until a link is one
 * @param threads that carry all links
 * @param web for secure WebSocket
 */
public record LinkSettings(
    PrivateKey identity,
    List<String> securities,
    YamuxLimits limits,
    Duration timeout,
    int threads,
    WebTls web,
    InstantSource clock,
    SecureRandom random) {
  public static final String NOISE = NoiseLayer.PROTOCOL;
  public static final String TLS = TlsSecurity.PROTOCOL;

  public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

  public LinkSettings {
    securities = List.copyOf(securities);
    if (securities.isEmpty() || threads < 1) {
      throw new IllegalArgumentException("no security or no thread");
    }
  }

  public static LinkSettings of(PrivateKey identity, InstantSource clock, SecureRandom random) {
    return new LinkSettings(
        identity,
        List.of(NOISE, TLS),
        YamuxLimits.DEFAULT,
        USUAL_TIMEOUT,
        Math.max(1, Runtime.getRuntime().availableProcessors()),
        WebTls.USUAL,
        clock,
        random);
  }

  public LinkSettings withSecurities(List<String> spoken) {
    return new LinkSettings(identity, spoken, limits, timeout, threads, web, clock, random);
  }
}
