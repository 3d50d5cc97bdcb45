package io.vivim.libp2p.select;

import io.vivim.codec.Bytes;

/** What a negotiation asks of whoever runs it. */
public sealed interface SelectOutput {
  /** These bytes go to the peer. */
  record Send(Bytes bytes) implements SelectOutput {}

  /**
   * The negotiation is over. What the input still holds, and all that comes after it, belongs to
   * this protocol.
   */
  record Agreed(String protocol) implements SelectOutput {}

  /** The negotiation is over, and the stream or connection is of no use any more. */
  record Failed(SelectError error) implements SelectOutput {}
}
