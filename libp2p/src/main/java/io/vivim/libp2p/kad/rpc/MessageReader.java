package io.vivim.libp2p.kad.rpc;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.wire.ProtobufReader;
import io.vivim.libp2p.wire.WireException;
import io.vivim.libp2p.wire.WireReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one message (libp2p specifications, "kad-dht").
 *
 * <pre>
 *   message  1 kind   2 key   3 record   8 repeated closer peer   9 repeated provider   10 unused
 *   record   1 key    2 value   5 time
 *   peer     1 id     2 repeated address   3 connection
 * </pre>
 */
final class MessageReader {
  private static final int MAX_TIME_CHARS = 64;

  private final MessageLimits limits;

  MessageReader(MessageLimits limits) {
    this.limits = limits;
  }

  KadMessage read(Bytes bytes) throws WireException {
    ProtobufReader reader = inside(bytes);
    // What is 0 is not written.
    Kind kind = Kind.PUT_VALUE;
    Bytes key = Bytes.EMPTY;
    Optional<KadRecord> record = Optional.empty();
    List<KadPeer> closer = new ArrayList<>();
    List<KadPeer> providers = new ArrayList<>();
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> kind = kind(reader.once().varint());
        case 2 -> key = within(limits.keyBytes(), reader.once().bytes());
        case 3 -> record = Optional.of(record(reader.once().bytes()));
        case 8 -> readPeer(reader.bytes(), closer);
        case 9 -> readPeer(reader.bytes(), providers);
        default -> {}
      }
    }
    return new KadMessage(kind, key, record, closer, providers);
  }

  private ProtobufReader inside(Bytes bytes) throws WireException {
    return ProtobufReader.of(bytes, limits.messageBytes());
  }

  private static Kind kind(long number) throws WireException {
    return Kind.of(number).orElseThrow(() -> new WireException(WireReason.VALUE, 0));
  }

  private static Bytes within(int most, Bytes bytes) throws WireException {
    if (bytes.size() > most) {
      throw new WireException(WireReason.TOO_LARGE, 0);
    }
    return bytes.compact();
  }

  private KadRecord record(Bytes bytes) throws WireException {
    ProtobufReader reader = inside(bytes);
    Bytes key = Bytes.EMPTY;
    Bytes value = Bytes.EMPTY;
    String received = "";
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> key = within(limits.keyBytes(), reader.once().bytes());
        case 2 -> value = within(limits.valueBytes(), reader.once().bytes());
        case 5 -> received = reader.once().string();
        default -> {}
      }
    }
    if (received.length() > MAX_TIME_CHARS) {
      throw new WireException(WireReason.TOO_LARGE, 0);
    }
    return new KadRecord(key, value, received);
  }

  /** A peer without a name that can be read is passed over: nobody can be asked there. */
  private void readPeer(Bytes bytes, List<KadPeer> into) throws WireException {
    if (into.size() == limits.peers()) {
      throw new WireException(WireReason.TOO_LARGE, 0);
    }
    ProtobufReader reader = inside(bytes);
    PeerId id = null;
    List<Multiaddr> addresses = new ArrayList<>();
    Connection connection = Connection.NOT_CONNECTED;
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> id = peerId(reader.once().bytes());
        case 2 -> readAddress(reader.bytes(), addresses);
        case 3 -> connection = connection(reader.once().varint());
        default -> {}
      }
    }
    if (id != null) {
      into.add(new KadPeer(id, addresses, connection));
    }
  }

  private static @Nullable PeerId peerId(Bytes bytes) {
    try {
      return PeerId.decode(bytes.compact());
    } catch (PeerException e) {
      return null;
    }
  }

  /** What cannot be read is of a kind that we do not speak either. */
  private void readAddress(Bytes bytes, List<Multiaddr> into) {
    if (into.size() == limits.addresses() || bytes.size() > limits.addressBytes()) {
      return;
    }
    try {
      into.add(Multiaddr.decode(bytes));
    } catch (AddressException e) {
      return;
    }
  }

  /** Nothing follows from it here, so what is new tells as much as nothing. */
  private static Connection connection(long number) {
    return Connection.of(number).orElse(Connection.NOT_CONNECTED);
  }
}
