package io.vivim.libp2p.book;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PublicKey;
import io.vivim.libp2p.wire.ProtobufReader;
import io.vivim.libp2p.wire.ProtobufWriter;
import io.vivim.libp2p.wire.WireException;
import io.vivim.libp2p.wire.WireReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the file: what is known of a peer, or that nothing is any more.
 *
 * <pre>
 *   1  peer
 *   2  key          the message of its key, unless that is in its name
 *   3  addresses    for each a message { 1 multiaddr, 2 source, 3 expires, 4 reached, 5 failures }
 *   4  seq          of its record
 *   5  record       the envelope
 *   6  protocols
 *   7  agent
 *   8  seen
 *   9  forgotten    1 where nothing is known
 *   10 linked       1 where there was a link to it
 * </pre>
 *
 * @param known nothing where the peer is forgotten
 * @param isLinked whether there was a link to it when this was written
 */
record PeerEntry(PeerId peer, Optional<KnownPeer> known, boolean isLinked) {
  /** More than a peer with the longest of everything takes. */
  static final int MAX_BYTES = 64 * 1024;

  private static final int PEER = 1;
  private static final int KEY = 2;
  private static final int ADDRESS = 3;
  private static final int SEQ = 4;
  private static final int RECORD = 5;
  private static final int PROTOCOL = 6;
  private static final int AGENT = 7;
  private static final int SEEN = 8;
  private static final int FORGOTTEN = 9;
  private static final int LINKED = 10;

  private static final int MULTIADDR = 1;
  private static final int SOURCE = 2;
  private static final int EXPIRES = 3;
  private static final int REACHED = 4;
  private static final int FAILURES = 5;

  static PeerEntry forgotten(PeerId peer) {
    return new PeerEntry(peer, Optional.empty(), false);
  }

  Bytes encode() {
    ProtobufWriter out = new ProtobufWriter().bytes(PEER, peer.bytes());
    if (known.isEmpty()) {
      return out.varint(FORGOTTEN, 1).toBytes();
    }
    KnownPeer all = known.get();
    if (peer.publicKey().isEmpty()) {
      all.key().ifPresent(key -> out.bytes(KEY, key.encode()));
    }
    all.addresses().forEach(each -> out.bytes(ADDRESS, encode(each)));
    number(out, SEQ, all.recordSeq());
    all.record().ifPresent(envelope -> out.bytes(RECORD, envelope));
    all.protocols().forEach(name -> out.string(PROTOCOL, name));
    if (!all.agent().isEmpty()) {
      out.string(AGENT, all.agent());
    }
    number(out, SEEN, all.seen());
    number(out, LINKED, isLinked ? 1 : 0);
    return out.toBytes();
  }

  private static Bytes encode(KnownAddress address) {
    ProtobufWriter out = new ProtobufWriter().bytes(MULTIADDR, address.address().bytes());
    number(out, SOURCE, address.source().code());
    number(out, EXPIRES, address.expires());
    number(out, REACHED, address.reached());
    number(out, FAILURES, address.failures());
    return out.toBytes();
  }

  private static void number(ProtobufWriter out, int field, long value) {
    if (value != 0) {
      out.varint(field, value);
    }
  }

  /** Reads an entry; nothing where it is none that we write. */
  static Optional<PeerEntry> decode(Bytes entry) {
    try {
      return Optional.of(new Reading().read(ProtobufReader.of(entry, MAX_BYTES)));
    } catch (WireException | PeerException | AddressException e) {
      return Optional.empty();
    }
  }

  /** An entry that is being read. */
  private static final class Reading {
    private @Nullable PeerId peer;
    private @Nullable PublicKey key;
    private final List<KnownAddress> addresses = new ArrayList<>();
    private long seq;
    private @Nullable Bytes record;
    private final List<String> protocols = new ArrayList<>();
    private String agent = "";
    private long seen;
    private boolean isForgotten;
    private boolean isLinked;

    PeerEntry read(ProtobufReader in) throws WireException, PeerException, AddressException {
      while (in.next()) {
        switch (in.field()) {
          case PEER -> peer = PeerId.decode(in.once().bytes());
          case KEY -> key = PublicKey.decode(in.once().bytes());
          case ADDRESS -> addresses.add(address(in.bytes()));
          case SEQ -> seq = in.once().varint();
          case RECORD -> record = in.once().bytes();
          case PROTOCOL -> protocols.add(in.string());
          case AGENT -> agent = in.once().string();
          case SEEN -> seen = in.once().varint();
          case FORGOTTEN -> isForgotten = in.once().varint() == 1;
          case LINKED -> isLinked = in.once().varint() == 1;
          default -> {
            // A field of a later version.
          }
        }
      }
      PeerId name = peer;
      if (name == null) {
        throw new WireException(WireReason.TRUNCATED, 0);
      }
      return isForgotten
          ? forgotten(name)
          : new PeerEntry(name, Optional.of(known(name)), isLinked);
    }

    private KnownPeer known(PeerId name) {
      // A key of another peer is no key of this one, whatever the file says.
      Optional<PublicKey> own = Optional.ofNullable(key).filter(name::isOf);
      return new KnownPeer(
          name,
          own.or(name::publicKey),
          addresses,
          seq,
          Optional.ofNullable(record).map(Bytes::compact),
          protocols,
          agent,
          seen);
    }

    private static KnownAddress address(Bytes message) throws WireException, AddressException {
      @Nullable Multiaddr multiaddr = null;
      Optional<Source> source = Source.of(0);
      long expires = 0;
      long reached = 0;
      long failures = 0;
      ProtobufReader in = ProtobufReader.of(message, MAX_BYTES);
      while (in.next()) {
        switch (in.field()) {
          case MULTIADDR -> multiaddr = Multiaddr.decode(in.once().bytes());
          case SOURCE -> source = Source.of(in.once().varint());
          case EXPIRES -> expires = in.once().varint();
          case REACHED -> reached = in.once().varint();
          case FAILURES -> failures = in.once().varint();
          default -> {
            // A field of a later version.
          }
        }
      }
      if (multiaddr == null || source.isEmpty()) {
        throw new WireException(WireReason.TRUNCATED, 0);
      }
      int count = failures < 0 || failures > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) failures;
      return new KnownAddress(multiaddr, source.get(), expires, reached, count);
    }
  }
}
