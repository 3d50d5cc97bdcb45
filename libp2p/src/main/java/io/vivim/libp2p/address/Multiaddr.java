package io.vivim.libp2p.address;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network address that says which protocols to speak, from the outermost to the innermost: {@code
 * /ip4/192.0.2.1/udp/4001/quic-v1/p2p/12D3…}.
 *
 * <p>Its bytes are its parts' bytes, each in the one form that there is, so two addresses are equal
 * where their bytes are. A text may be written in several ways; {@link #toString} gives one. An
 * address with a protocol that is not in the table is refused: without the size of its value
 * nothing behind it can be found.
 */
public final class Multiaddr implements Comparable<Multiaddr> {
  /** More than any address in use; an I2P destination takes four hundred. */
  public static final int MAX_BYTES = 4096;

  /** As many parts as an address may have; a relayed one has about ten. */
  public static final int MAX_PARTS = 64;

  /** Longer than the text of any address that its bytes may have. */
  public static final int MAX_CHARS = 16 * 1024;

  private final List<Part> parts;
  private final Bytes bytes;

  private Multiaddr(List<Part> parts, Bytes bytes) {
    this.parts = List.copyOf(parts);
    this.bytes = bytes;
  }

  /** The address of these parts. */
  public static Multiaddr of(List<Part> parts) throws AddressException {
    if (parts.isEmpty()) {
      throw new AddressException(AddressReason.EMPTY, 0);
    }
    int size = 0;
    for (int i = 0; i < parts.size(); i++) {
      checkRoomBehind(parts.subList(0, i), size);
      size += parts.get(i).size();
    }
    if (size > MAX_BYTES) {
      throw new AddressException(AddressReason.TOO_LARGE, MAX_BYTES);
    }
    Bytes bytes = Bytes.concat(parts.stream().map(Part::encode).toArray(Bytes[]::new));
    return new Multiaddr(parts, bytes);
  }

  /** All of {@code bytes} as one address. */
  public static Multiaddr decode(Bytes bytes) throws AddressException {
    if (bytes.size() > MAX_BYTES) {
      throw new AddressException(AddressReason.TOO_LARGE, MAX_BYTES);
    }
    if (bytes.isEmpty()) {
      throw new AddressException(AddressReason.EMPTY, 0);
    }
    Bytes own = bytes.compact();
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < own.size()) {
      checkRoomBehind(parts, at);
      Part part = Part.read(own, at);
      parts.add(part);
      at += part.size();
    }
    return new Multiaddr(parts, own);
  }

  /** An address's text; one slash at the end is let pass. */
  public static Multiaddr parse(String text) throws AddressException {
    if (text.length() > MAX_CHARS) {
      throw new AddressException(AddressReason.TOO_LARGE, MAX_CHARS);
    }
    int end = text.endsWith("/") ? text.length() - 1 : text.length();
    if (end <= 0) {
      throw new AddressException(AddressReason.EMPTY, 0);
    }
    if (text.charAt(0) != '/') {
      throw new AddressException(AddressReason.NO_SLASH, 0);
    }
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < end) {
      checkRoomBehind(parts, at);
      int nameEnd = segmentEnd(text, at + 1, end);
      Protocol protocol = protocol(text, at + 1, nameEnd);
      at = nameEnd;
      String value = "";
      int valueAt = nameEnd;
      if (protocol.hasValue()) {
        if (at == end) {
          throw new AddressException(AddressReason.MISSING_VALUE, end);
        }
        valueAt = protocol.isPath() ? at : at + 1;
        at = protocol.isPath() ? end : segmentEnd(text, valueAt, end);
        value = text.substring(valueAt, at);
      }
      parts.add(Part.parse(protocol, value, valueAt));
    }
    return of(parts);
  }

  private static Protocol protocol(String text, int from, int to) throws AddressException {
    return Protocol.named(text.substring(from, to))
        .orElseThrow(() -> new AddressException(AddressReason.UNKNOWN_PROTOCOL, from));
  }

  private static int segmentEnd(String text, int from, int end) {
    int slash = text.indexOf('/', from);
    return slash < 0 ? end : Math.min(slash, end);
  }

  private static void checkRoomBehind(List<Part> parts, int offset) throws AddressException {
    if (parts.size() == MAX_PARTS) {
      throw new AddressException(AddressReason.TOO_MANY_PARTS, offset);
    }
    if (!parts.isEmpty() && parts.get(parts.size() - 1).protocol().isPath()) {
      throw new AddressException(AddressReason.BEHIND_PATH, offset);
    }
  }

  /** From the outermost to the innermost, at least one. */
  public List<Part> parts() {
    return parts;
  }

  /** The first part of this protocol. */
  public Optional<Part> first(Protocol protocol) {
    return parts.stream().filter(part -> part.protocol() == protocol).findFirst();
  }

  public boolean has(Protocol protocol) {
    return first(protocol).isPresent();
  }

  /**
   * The peer that the address leads to: the last that it names, behind the relay if there is one.
   */
  public Optional<PeerId> peerId() {
    for (int i = parts.size() - 1; i >= 0; i--) {
      Part part = parts.get(i);
      if (part.protocol() == Protocol.P2P) {
        return Optional.of(PeerIdForm.valueOf(part.value()));
      }
      if (part.protocol() == Protocol.P2P_CIRCUIT) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** This address with {@code inner} inside it. */
  public Multiaddr encapsulate(Multiaddr inner) throws AddressException {
    List<Part> all = new ArrayList<>(parts);
    all.addAll(inner.parts);
    return of(all);
  }

  /** This address with the name of the peer inside it. */
  public Multiaddr encapsulate(PeerId peer) throws AddressException {
    return encapsulate(of(List.of(Part.of(Protocol.P2P, peer.bytes()))));
  }

  /**
   * What stands in front of the last {@code inner} in this address; all of it where {@code inner}
   * is not there, nothing where it begins with it.
   */
  public Optional<Multiaddr> decapsulate(Multiaddr inner) throws AddressException {
    for (int at = parts.size() - inner.parts.size(); at >= 0; at--) {
      if (parts.subList(at, at + inner.parts.size()).equals(inner.parts)) {
        return at == 0 ? Optional.empty() : Optional.of(of(parts.subList(0, at)));
      }
    }
    return Optional.of(this);
  }

  /** The binary form. */
  public Bytes bytes() {
    return bytes;
  }

  @Override
  public int compareTo(Multiaddr that) {
    return bytes.compareTo(that.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Multiaddr that && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  /** The one text of these bytes. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    parts.forEach(text::append);
    return text.toString();
  }
}
