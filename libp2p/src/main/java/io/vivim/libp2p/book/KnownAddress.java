package io.vivim.libp2p.book;

import io.vivim.libp2p.address.Multiaddr;
import java.util.Comparator;

/**
 * Where a peer may be.
 *
 * @param source the best that says so
 * @param expires in milliseconds of Unix time
 * @param reached when it last led to the peer; 0 for never
 * @param failures since then
 */
public record KnownAddress(
    Multiaddr address, Source source, long expires, long reached, int failures) {
  /** The most promising first. */
  static final Comparator<KnownAddress> MERIT =
      Comparator.comparing((KnownAddress each) -> each.failures == 0 ? 0 : 1)
          .thenComparing(KnownAddress::reached, Comparator.reverseOrder())
          .thenComparing(KnownAddress::source, Comparator.reverseOrder())
          .thenComparing(KnownAddress::failures);

  /** The most worth keeping first. */
  static final Comparator<KnownAddress> WORTH =
      Comparator.comparing((KnownAddress each) -> each.source == Source.GIVEN ? 0 : 1)
          .thenComparing(KnownAddress::reached, Comparator.reverseOrder())
          .thenComparing(KnownAddress::source, Comparator.reverseOrder())
          .thenComparing(KnownAddress::failures)
          .thenComparing(KnownAddress::expires, Comparator.reverseOrder());

  static KnownAddress of(Multiaddr address, Source source, long now) {
    return new KnownAddress(address, source, now + source.timeToLive().toMillis(), 0, 0);
  }

  boolean isLive(long now) {
    return now < expires;
  }

  /** The same, said once more. */
  KnownAddress said(Source again, long now) {
    Source best = source.compareTo(again) >= 0 ? source : again;
    return new KnownAddress(
        address, best, Math.max(expires, now + again.timeToLive().toMillis()), reached, failures);
  }

  KnownAddress renewed(long now) {
    return said(source, now);
  }

  KnownAddress reachedAt(long now) {
    return new KnownAddress(address, source, expires, now, 0);
  }

  KnownAddress failed() {
    return new KnownAddress(
        address, source, expires, reached, failures == Integer.MAX_VALUE ? failures : failures + 1);
  }
}
