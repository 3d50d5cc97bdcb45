package io.vivim.libp2p.kad.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.kad.rpc.KadMessage;
import io.vivim.libp2p.kad.table.Neighbourhood;
import io.vivim.libp2p.peer.PeerId;
import java.util.Optional;

/** What happens to a router. */
public sealed interface Input {
  /**
   * A peer is here, and says that it serves.
   *
   * @param neighbourhood where it is, as far as that counts
   */
  record Met(PeerId peer, Optional<Neighbourhood> neighbourhood) implements Input {}

  /** A peer says that it serves no more. */
  record Retired(PeerId peer) implements Input {}

  /**
   * A peer asks something.
   *
   * @param stream by which the answer is to go
   */
  record Asked(PeerId peer, long stream, KadMessage message) implements Input {}

  /**
   * A peer has answered.
   *
   * @param request of {@link Output.Ask}
   * @param neighbourhood where it is, as far as that counts
   */
  record Answered(long request, KadMessage message, Optional<Neighbourhood> neighbourhood)
      implements Input {}

  /** What a peer was told has gone out, and no answer is due. */
  record Told(long request) implements Input {}

  /** A peer was not to be reached, or did not answer as it has to. */
  record Failed(long request) implements Input {}

  /**
   * Look for a peer.
   *
   * @param ticket by which the outcome is told, as in all that follow
   */
  record FindPeer(long ticket, PeerId peer) implements Input {}

  /** Look for the peers that are the nearest to a key. */
  record FindNearest(long ticket, Bytes key) implements Input {}

  /**
   * Look for a value.
   *
   * @param quorum answers that are enough, if they have it
   */
  record Get(long ticket, Bytes key, int quorum) implements Input {}

  /** Have a value kept; it has to be valid. */
  record Put(long ticket, Bytes key, Bytes value) implements Input {}

  /** Tell the others that we have what a key stands for, now and again until it is taken back. */
  record Provide(long ticket, Bytes key) implements Input {}

  /** We do not have that any more; others forget it with time. */
  record Withdraw(Bytes key) implements Input {}

  /**
   * Look for peers that have what a key stands for.
   *
   * @param enough so many of them
   */
  record FindProviders(long ticket, Bytes key, int enough) implements Input {}

  /** Nobody waits for an outcome any more. */
  record Cancel(long ticket) implements Input {}

  /** Look around: there are others now where there was nobody. */
  record Refresh() implements Input {}

  /** Another {@link KadParams.Times#tick} has passed. */
  record Tick() implements Input {}
}
