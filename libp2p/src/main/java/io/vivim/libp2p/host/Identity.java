package io.vivim.libp2p.host;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.PeerRecord;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PublicKey;
import io.vivim.libp2p.wire.ProtobufReader;
import io.vivim.libp2p.wire.ProtobufWriter;
import io.vivim.libp2p.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a peer says of itself by the identify protocol (libp2p specifications, "identify").
 *
 * <pre>
 *   1  publicKey         the message of its key
 *   2  listenAddrs       where it listens, each as bytes
 *   3  protocols         what it speaks
 *   4  observedAddr      where it sees the other one
 *   5  protocolVersion
 *   6  agentVersion
 *   8  signedPeerRecord  an envelope with its addresses
 * </pre>
 *
 * @param addresses where it listens; those of a signed record where there is one
 * @param observed where it sees us, if it says so
 * @param agent the name and version of what it runs; empty where it does not say
 * @param record the envelope of its signed record, checked
 */
public record Identity(
    List<Multiaddr> addresses,
    List<String> protocols,
    Optional<Multiaddr> observed,
    String protocolVersion,
    String agent,
    Optional<Bytes> record) {
  /** Longer ones are not read. */
  public static final int MAX_MESSAGE_BYTES = 64 * 1024;

  /** More of either are not kept. */
  static final int MAX_ADDRESSES = 256;

  static final int MAX_PROTOCOLS = 1024;

  private static final int PUBLIC_KEY = 1;
  private static final int LISTEN_ADDRESS = 2;
  private static final int PROTOCOL = 3;
  private static final int OBSERVED_ADDRESS = 4;
  private static final int PROTOCOL_VERSION = 5;
  private static final int AGENT_VERSION = 6;
  private static final int SIGNED_RECORD = 8;

  public Identity {
    addresses = List.copyOf(addresses);
    protocols = List.copyOf(protocols);
  }

  /** The message; the key goes with it. */
  Bytes encode(PublicKey key) {
    ProtobufWriter out = new ProtobufWriter().bytes(PUBLIC_KEY, key.encode());
    addresses.forEach(address -> out.bytes(LISTEN_ADDRESS, address.bytes()));
    protocols.forEach(protocol -> out.string(PROTOCOL, protocol));
    observed.ifPresent(address -> out.bytes(OBSERVED_ADDRESS, address.bytes()));
    out.string(PROTOCOL_VERSION, protocolVersion).string(AGENT_VERSION, agent);
    record.ifPresent(envelope -> out.bytes(SIGNED_RECORD, envelope));
    return out.toBytes();
  }

  /**
   * This, but for what the peer has said anew. Where it was silent about something, that holds as
   * before.
   */
  Identity updatedBy(Identity later) {
    boolean isElsewhere = later.record.isPresent() || !later.addresses.isEmpty();
    return new Identity(
        isElsewhere ? later.addresses : addresses,
        later.protocols.isEmpty() ? protocols : later.protocols,
        later.observed.or(() -> observed),
        later.protocolVersion.isEmpty() ? protocolVersion : later.protocolVersion,
        later.agent.isEmpty() ? agent : later.agent,
        isElsewhere ? later.record : record);
  }

  /**
   * Reads a message of a peer that has proven who it is. What it says of addresses that nobody can
   * read, or in the name of others, counts for nothing.
   */
  static Identity decode(Bytes message, PeerId peer) throws ProtocolException {
    try {
      return new Reading().read(ProtobufReader.of(message, MAX_MESSAGE_BYTES), peer);
    } catch (WireException e) {
      throw new ProtocolException("no identify message: " + e.getMessage());
    }
  }

  /** A message that is being read. */
  private static final class Reading {
    private final List<Multiaddr> addresses = new ArrayList<>();
    private final List<String> protocols = new ArrayList<>();
    private @Nullable Multiaddr observed;
    private String protocolVersion = "";
    private String agent = "";
    private @Nullable Bytes envelope;

    Identity read(ProtobufReader in, PeerId peer) throws WireException, ProtocolException {
      while (in.next()) {
        switch (in.field()) {
          case PUBLIC_KEY -> checkKey(in.bytes(), peer);
          case LISTEN_ADDRESS -> address(in.bytes());
          case PROTOCOL -> protocol(in.string());
          case OBSERVED_ADDRESS -> observed = multiaddr(in.bytes());
          case PROTOCOL_VERSION -> protocolVersion = in.string();
          case AGENT_VERSION -> agent = in.string();
          case SIGNED_RECORD -> envelope = in.bytes();
          default -> {}
        }
      }
      Optional<PeerRecord> record =
          Optional.ofNullable(envelope).flatMap(each -> recordOf(each, peer));
      return new Identity(
          record.map(PeerRecord::addresses).orElse(addresses),
          protocols,
          Optional.ofNullable(observed),
          protocolVersion,
          agent,
          record.flatMap(known -> Optional.ofNullable(envelope)));
    }

    private static void checkKey(Bytes key, PeerId peer) throws ProtocolException {
      try {
        if (!peer.isOf(PublicKey.decode(key))) {
          throw new ProtocolException("another key than the one that was proven");
        }
      } catch (PeerException e) {
        throw new ProtocolException("no key: " + e.getMessage());
      }
    }

    private void address(Bytes bytes) {
      Multiaddr address = multiaddr(bytes);
      if (address != null && addresses.size() < MAX_ADDRESSES) {
        addresses.add(address);
      }
    }

    private void protocol(String name) {
      if (protocols.size() < MAX_PROTOCOLS) {
        protocols.add(name);
      }
    }

    private static @Nullable Multiaddr multiaddr(Bytes bytes) {
      try {
        return Multiaddr.decode(bytes);
      } catch (AddressException e) {
        return null;
      }
    }

    private static Optional<PeerRecord> recordOf(Bytes signed, PeerId peer) {
      try {
        return Optional.of(PeerRecord.open(signed)).filter(record -> record.peer().equals(peer));
      } catch (PeerException e) {
        return Optional.empty();
      }
    }
  }
}
