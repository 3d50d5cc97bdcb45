package io.vivim.libp2p.guard;

/** Why a host refused something: the limit that was reached, or whoever said no. */
public enum Refusal {
  /** The {@link Gate} does not let this one in, or not be dialled. */
  GATE,

  /** As many connections as there may be, in both directions. */
  CONNECTIONS,
  INBOUND_CONNECTIONS,
  OUTBOUND_CONNECTIONS,
  CONNECTIONS_OF_PEER,
  /** Of an IPv4 address, or an IPv6 network of 64 bits, which is what one machine has. */
  CONNECTIONS_OF_IP,
  /** Of a network: 24 bits of an IPv4 address, 48 of an IPv6 one. */
  CONNECTIONS_OF_NETWORK,
  /** Connections from outside that are no links yet. */
  HANDSHAKES,
  HANDSHAKES_OF_IP,
  HANDSHAKES_OF_NETWORK,

  /** Streams that peers have opened, of all of them. */
  INBOUND_STREAMS,
  INBOUND_STREAMS_OF_PEER,
  INBOUND_STREAMS_OF_IP,
  INBOUND_STREAMS_OF_NETWORK,
  INBOUND_STREAMS_OF_PROTOCOL,
  INBOUND_STREAMS_OF_PEER_AND_PROTOCOL,
  /** Streams that this host has opened. */
  OUTBOUND_STREAMS,
  OUTBOUND_STREAMS_OF_PEER,
  /** The peer did not say in time what it wants to speak on a stream. */
  NEGOTIATION_TIMEOUT,
  /** The peer broke the rules of the negotiation, or it speaks nothing that is spoken here. */
  NEGOTIATION,
  /** A peer did not end its half of a stream of ours, on which all was said, in time. */
  END_TIMEOUT,
  /** As many streams wait for a thread as may. */
  HANDLERS,

  /** Bytes that wait to be read or to go out, of all links. */
  BYTES,
  BYTES_OF_PEER,
  BYTES_OF_IP,
  BYTES_OF_NETWORK,

  /** A peer did not say in time what it is. */
  IDENTIFY_TIMEOUT,
  /** A peer said what it is in a way that breaks the rules of that, or was of another. */
  IDENTIFY,
  /** A peer says more often what it is than that can change. */
  PUSH_RATE
}
