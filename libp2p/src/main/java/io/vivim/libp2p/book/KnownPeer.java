package io.vivim.libp2p.book;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.PeerRecord;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What is known of a peer.
 *
 * @param key where it is known: it is in the name of some peers, and others prove it on a link
 * @param addresses up to {@link #MAX_ADDRESSES}
 * @param recordSeq the number of the last signed record, as unsigned; 0 where there was none
 * @param record the envelope of that, unless it is too large to be kept
 * @param protocols what it speaks, up to {@link #MAX_PROTOCOLS}
 * @param agent what it runs; empty where it has not said
 * @param seen when it was last linked to us, in milliseconds of Unix time; 0 for never
 */
public record KnownPeer(
    PeerId peer,
    Optional<PublicKey> key,
    List<KnownAddress> addresses,
    long recordSeq,
    Optional<Bytes> record,
    List<String> protocols,
    String agent,
    long seen) {
  public static final int MAX_ADDRESSES = 32;

  /** Longer addresses are not kept. */
  public static final int MAX_ADDRESS_BYTES = 256;

  public static final int MAX_PROTOCOLS = 64;

  /** Longer names of protocols and agents are not kept. */
  public static final int MAX_NAME_CHARS = 128;

  /** Larger envelopes are not kept; their addresses are. */
  public static final int MAX_RECORD_BYTES = 4 * 1024;

  public KnownPeer {
    addresses =
        addresses.stream()
            .filter(each -> each.address().bytes().size() <= MAX_ADDRESS_BYTES)
            .sorted(KnownAddress.WORTH)
            .limit(MAX_ADDRESSES)
            .toList();
    protocols =
        protocols.stream()
            .filter(each -> each.length() <= MAX_NAME_CHARS)
            .limit(MAX_PROTOCOLS)
            .toList();
    record = record.filter(envelope -> envelope.size() <= MAX_RECORD_BYTES);
    agent = agent.length() <= MAX_NAME_CHARS ? agent : "";
  }

  /** Of whom nothing is known but the name. */
  static KnownPeer named(PeerId peer) {
    return new KnownPeer(peer, peer.publicKey(), List.of(), 0, Optional.empty(), List.of(), "", 0);
  }

  /** Where it may be, the most promising first. */
  List<Multiaddr> live(long now) {
    return addresses.stream()
        .filter(each -> each.isLive(now))
        .sorted(KnownAddress.MERIT)
        .map(KnownAddress::address)
        .toList();
  }

  /** Whether whoever runs the host says so. */
  public boolean isGiven(Multiaddr address) {
    return addresses.stream()
        .anyMatch(each -> each.source() == Source.GIVEN && each.address().equals(address));
  }

  /** When the last of its addresses runs out; 0 where it has none. */
  long liveUntil() {
    return addresses.stream().mapToLong(KnownAddress::expires).max().orElse(0);
  }

  /** Whether it is one of those that strangers can make up by the million. */
  boolean isHearsay() {
    return seen == 0 && addresses.stream().allMatch(each -> each.source() == Source.CLAIMED);
  }

  /**
   * The same with addresses that somebody says. What a peer says of itself takes the place of what
   * it said before, and nothing that is not signed counts beside a signed record.
   *
   * @param since what ran out by then holds no more: now, or 0 where the peer is linked to us
   */
  KnownPeer said(Collection<Multiaddr> said, Source source, long since, long now) {
    return said(said, source, source, since, now);
  }

  /**
   * The same.
   *
   * @param replaced what was said like this, or less surely, and is not said now, holds no more
   */
  private KnownPeer said(
      Collection<Multiaddr> said, Source source, Source replaced, long since, long now) {
    boolean isSigned =
        addresses.stream().anyMatch(each -> each.source() == Source.SIGNED && each.isLive(since));
    if (isSigned && source.compareTo(Source.SIGNED) < 0) {
      return this;
    }
    Map<Multiaddr, KnownAddress> all = new LinkedHashMap<>();
    for (KnownAddress each : addresses) {
      boolean isReplaced =
          source != Source.GIVEN
              && source != Source.CLAIMED
              && each.source().compareTo(replaced) <= 0
              && !said.contains(each.address());
      if (each.isLive(since) && !isReplaced) {
        all.put(each.address(), each);
      }
    }
    for (Multiaddr address : said) {
      all.merge(
          address,
          KnownAddress.of(address, source, now),
          (known, again) -> known.said(source, now));
    }
    return with(new ArrayList<>(all.values()));
  }

  /**
   * The same after a signed record, unless that is neither newer than the last nor the same.
   *
   * @param since as above
   */
  Optional<KnownPeer> signed(
      PeerRecord newer, Bytes envelope, Collection<Multiaddr> useful, long since, long now) {
    boolean isNewer = recordSeq == 0 || Long.compareUnsigned(newer.seq(), recordSeq) > 0;
    if (!isNewer && !isLast(newer, envelope)) {
      return Optional.empty();
    }
    // Of the same record others may be useful now: a peer may be met far away, and then at home.
    Source replaced = isNewer ? Source.SIGNED : Source.IDENTIFIED;
    KnownPeer moved = said(useful, Source.SIGNED, replaced, since, now);
    return Optional.of(
        new KnownPeer(
            peer,
            key,
            moved.addresses,
            newer.seq(),
            Optional.of(envelope),
            protocols,
            agent,
            seen));
  }

  /** Whether it is the last record once more; of one that is not kept its number tells. */
  private boolean isLast(PeerRecord again, Bytes envelope) {
    return again.seq() == recordSeq && record.map(envelope::equals).orElse(true);
  }

  KnownPeer identified(PublicKey proven, List<String> speaks, String runs) {
    return new KnownPeer(
        peer, Optional.of(proven), addresses, recordSeq, record, speaks, runs, seen);
  }

  /**
   * The same, seen now: what holds of it holds for its time again.
   *
   * @param wasHere whether it was linked to us until now, so that nothing has run out meanwhile
   */
  KnownPeer seen(boolean wasHere, long now) {
    List<KnownAddress> holding = renewed(wasHere ? 0 : now, now);
    return new KnownPeer(peer, key, holding, recordSeq, record, protocols, agent, now);
  }

  /** The same, linked to us when we were last here, whenever that was: what held then holds now. */
  KnownPeer wasHere(long now) {
    return with(renewed(0, now));
  }

  private List<KnownAddress> renewed(long since, long now) {
    return addresses.stream()
        .filter(each -> each.isLive(since))
        .map(each -> each.source() == Source.CLAIMED ? each : each.renewed(now))
        .toList();
  }

  KnownPeer change(Multiaddr address, UnaryOperator<KnownAddress> change) {
    return with(
        addresses.stream()
            .map(each -> each.address().equals(address) ? change.apply(each) : each)
            .toList());
  }

  private KnownPeer with(List<KnownAddress> now) {
    return new KnownPeer(peer, key, now, recordSeq, record, protocols, agent, seen);
  }
}
