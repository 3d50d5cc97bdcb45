package io.vivim.libp2p.gossip.router;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.libp2p.gossip.rpc.GossipMessage;

/** How messages are told apart. All peers of a topic have to agree on it. */
@FunctionalInterface
public interface MessageIds {
  /** The author and its number, as the specification has it; not for messages that name nobody. */
  MessageIds AUTHOR_AND_NUMBER =
      message ->
          Bytes.concat(message.from().orElse(Bytes.EMPTY), message.seqno().orElse(Bytes.EMPTY));

  /** SHA-256 of the data. */
  MessageIds CONTENT = message -> Multihash.sha256(message.data()).digest();

  /** The same for messages that are the same, and for no others. */
  Bytes of(GossipMessage message);
}
