package io.vivim.libp2p.address;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PeerReason;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.peer.SignedEnvelope;
import io.vivim.libp2p.wire.ProtobufReader;
import io.vivim.libp2p.wire.ProtobufWriter;
import io.vivim.libp2p.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a peer says that it can be reached (RFC 0003).
 *
 * <pre>
 *   1  peer_id
 *   2  seq          varint, unsigned; a later record has a higher one
 *   3  addresses    for each a message { 1  multiaddr }
 * </pre>
 *
 * <p>Addresses that cannot be read here, such as those of protocols yet to come, are left out of a
 * record that is read; the envelope it came in keeps them.
 *
 * @param seq to be compared as unsigned, and no time
 */
public record PeerRecord(PeerId peer, long seq, List<Multiaddr> addresses) {
  /** The largest record that is read; an envelope adds a key and a signature to it. */
  public static final int MAX_RECORD_BYTES = 60 * 1024;

  /** A record with more addresses than this is refused. */
  public static final int MAX_ADDRESSES = 1024;

  /** What an envelope around a record is for, as the implementations have it. */
  public static final String DOMAIN = "libp2p-peer-record";

  /** The code of peer records in the multicodec table, as the implementations write it. */
  public static final Bytes PAYLOAD_TYPE = Bytes.fromHex("0301");

  /** What RFC 0003 asks for and one implementation wrote for years. */
  private static final String RFC_DOMAIN = "libp2p-routing-state";

  private static final Bytes RFC_PAYLOAD_TYPE = Bytes.utf8("/libp2p/routing-state-record");

  private static final Map<Bytes, String> DOMAINS =
      Map.of(PAYLOAD_TYPE, DOMAIN, RFC_PAYLOAD_TYPE, RFC_DOMAIN);

  private static final int PEER_ID = 1;
  private static final int SEQ = 2;
  private static final int ADDRESSES = 3;
  private static final int MULTIADDR = 1;

  public PeerRecord {
    addresses = List.copyOf(addresses);
    if (addresses.size() > MAX_ADDRESSES) {
      throw new IllegalArgumentException("a record has up to " + MAX_ADDRESSES + " addresses");
    }
  }

  /** The record in an envelope, if the envelope is good and its signer is whom it is about. */
  public static PeerRecord open(Bytes envelope) throws PeerException {
    return of(SignedEnvelope.open(envelope, DOMAINS));
  }

  private static PeerRecord of(SignedEnvelope envelope) throws PeerException {
    PeerRecord record = decode(envelope.payload());
    if (!record.peer.isOf(envelope.signer())) {
      throw new PeerException(PeerReason.OTHER_PEER);
    }
    return record;
  }

  /** The envelope with this record in it. */
  public SignedEnvelope seal(PrivateKey key) {
    if (!peer.isOf(key.publicKey())) {
      throw new IllegalArgumentException("a record is signed by the peer it is about");
    }
    return SignedEnvelope.seal(key, DOMAIN, PAYLOAD_TYPE, encode());
  }

  /** The record alone, which nobody has vouched for. */
  static PeerRecord decode(Bytes message) throws PeerException {
    @Nullable PeerId peer = null;
    long seq = 0;
    int met = 0;
    List<Multiaddr> addresses = new ArrayList<>();
    try {
      ProtobufReader reader = ProtobufReader.of(message, MAX_RECORD_BYTES);
      while (reader.next()) {
        switch (reader.field()) {
          case PEER_ID -> peer = PeerId.decode(reader.once().bytes());
          case SEQ -> seq = reader.once().varint();
          case ADDRESSES -> {
            if (++met > MAX_ADDRESSES) {
              throw new PeerException(PeerReason.TOO_LARGE);
            }
            addIfReadable(addresses, multiaddr(reader.bytes()));
          }
          default -> {
            // A field of a later version.
          }
        }
      }
    } catch (WireException e) {
      throw PeerException.of(e);
    }
    if (peer == null) {
      throw new PeerException(PeerReason.PEER_ID);
    }
    return new PeerRecord(peer, seq, addresses);
  }

  private static Bytes multiaddr(Bytes addressInfo) throws WireException {
    Bytes multiaddr = Bytes.EMPTY;
    ProtobufReader reader = ProtobufReader.of(addressInfo, MAX_RECORD_BYTES);
    while (reader.next()) {
      if (reader.field() == MULTIADDR) {
        multiaddr = reader.once().bytes();
      }
    }
    return multiaddr;
  }

  private static void addIfReadable(List<Multiaddr> addresses, Bytes multiaddr) {
    try {
      addresses.add(Multiaddr.decode(multiaddr));
    } catch (AddressException e) {
      // Left out: the peer may know protocols that we do not.
    }
  }

  /** The record's message, the same bytes for the same record. */
  Bytes encode() {
    ProtobufWriter writer = new ProtobufWriter().bytes(PEER_ID, peer.bytes());
    if (seq != 0) {
      writer.varint(SEQ, seq);
    }
    for (Multiaddr address : addresses) {
      writer.bytes(ADDRESSES, new ProtobufWriter().bytes(MULTIADDR, address.bytes()).toBytes());
    }
    return writer.toBytes();
  }

  /** Whether this record takes the place of {@code older}: same peer, higher number. */
  public boolean supersedes(PeerRecord older) {
    return peer.equals(older.peer) && Long.compareUnsigned(seq, older.seq) > 0;
  }
}
