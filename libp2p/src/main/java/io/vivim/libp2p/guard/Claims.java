package io.vivim.libp2p.guard;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.guard.Books.Claim;
import io.vivim.libp2p.peer.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What each thing that a peer can make grow is charged to. */
public record Claims(HostLimits limits) {
  private record PeerProtocol(PeerId peer, String protocol) {}

  /** A connection from outside. */
  public List<Claim> inbound(Multiaddr remote) {
    HostLimits.Connections most = limits.connections();
    List<Claim> claims = new ArrayList<>();
    claims.add(Claim.ofAll(Refusal.CONNECTIONS, most.inAll()));
    claims.add(Claim.ofAll(Refusal.INBOUND_CONNECTIONS, most.inbound()));
    claims.addAll(ofIp(remote, Refusal.CONNECTIONS_OF_IP, most.perIp()));
    claims.addAll(ofNetwork(remote, Refusal.CONNECTIONS_OF_NETWORK, most.perNetwork()));
    return claims;
  }

  /** A connection from outside that is no link yet. */
  public List<Claim> handshake(Multiaddr remote) {
    HostLimits.Connections most = limits.connections();
    List<Claim> claims = new ArrayList<>();
    claims.add(Claim.ofAll(Refusal.HANDSHAKES, most.handshakes()));
    claims.addAll(ofIp(remote, Refusal.HANDSHAKES_OF_IP, most.handshakesPerIp()));
    claims.addAll(ofNetwork(remote, Refusal.HANDSHAKES_OF_NETWORK, most.handshakesPerNetwork()));
    return claims;
  }

  /** The machine that a peer is on, as far as its address tells. */
  public static Optional<Bytes> machine(Multiaddr remote) {
    return Networks.of(remote).map(Networks::ip);
  }

  /** The network that it is in. */
  public static Optional<Bytes> network(Multiaddr remote) {
    return Networks.of(remote).map(Networks::network);
  }

  /** A connection of ours. */
  public List<Claim> outbound(Multiaddr remote) {
    return List.of(
        Claim.ofAll(Refusal.CONNECTIONS, limits.connections().inAll()),
        Claim.ofAll(Refusal.OUTBOUND_CONNECTIONS, limits.connections().outbound()));
  }

  /** A connection whose peer is proven. */
  public List<Claim> ofPeer(PeerId peer) {
    return List.of(new Claim(Refusal.CONNECTIONS_OF_PEER, peer, limits.connections().perPeer()));
  }

  /**
   * Bytes that wait on a link.
   *
   * @param remote where the peer is: names cost it nothing, machines do
   */
  public List<Claim> memory(PeerId peer, Multiaddr remote) {
    HostLimits.Memory most = limits.memory();
    List<Claim> claims = new ArrayList<>();
    claims.add(new Claim(Refusal.BYTES_OF_PEER, peer, most.bytesPerPeer()));
    claims.addAll(ofIp(remote, Refusal.BYTES_OF_IP, most.bytesPerIp()));
    claims.addAll(ofNetwork(remote, Refusal.BYTES_OF_NETWORK, most.bytesPerNetwork()));
    claims.add(Claim.ofAll(Refusal.BYTES, most.bytes()));
    return claims;
  }

  /**
   * A stream of a peer, before anybody knows what is to be spoken.
   *
   * @param remote where the peer is
   */
  public List<Claim> inboundStream(PeerId peer, Multiaddr remote) {
    HostLimits.Streams most = limits.streams();
    List<Claim> claims = new ArrayList<>();
    claims.add(new Claim(Refusal.INBOUND_STREAMS_OF_PEER, peer, most.inboundPerPeer()));
    claims.addAll(ofIp(remote, Refusal.INBOUND_STREAMS_OF_IP, most.inboundPerIp()));
    claims.addAll(ofNetwork(remote, Refusal.INBOUND_STREAMS_OF_NETWORK, most.inboundPerNetwork()));
    claims.add(Claim.ofAll(Refusal.INBOUND_STREAMS, most.inbound()));
    return claims;
  }

  private static List<Claim> ofIp(Multiaddr remote, Refusal limit, long most) {
    return Networks.of(remote).map(from -> new Claim(limit, from.ip(), most)).stream().toList();
  }

  private static List<Claim> ofNetwork(Multiaddr remote, Refusal limit, long most) {
    return Networks.of(remote).map(from -> new Claim(limit, from.network(), most)).stream()
        .toList();
  }

  /**
   * The same, once that is known.
   *
   * @param mostOfPeer streams of one peer for this protocol, where that is less than usual
   */
  public List<Claim> spokenStream(PeerId peer, String protocol, int mostOfPeer) {
    HostLimits.Streams most = limits.streams();
    return List.of(
        new Claim(
            Refusal.INBOUND_STREAMS_OF_PEER_AND_PROTOCOL,
            new PeerProtocol(peer, protocol),
            Math.min(mostOfPeer, most.inboundPerPeerAndProtocol())),
        new Claim(Refusal.INBOUND_STREAMS_OF_PROTOCOL, protocol, most.inboundPerProtocol()));
  }

  /** A stream of ours. */
  public List<Claim> outboundStream(PeerId peer) {
    return List.of(
        new Claim(Refusal.OUTBOUND_STREAMS_OF_PEER, peer, limits.streams().outboundPerPeer()),
        Claim.ofAll(Refusal.OUTBOUND_STREAMS, limits.streams().outbound()));
  }
}
