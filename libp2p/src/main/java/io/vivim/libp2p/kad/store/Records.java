package io.vivim.libp2p.kad.store;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerId;
import java.time.Instant;
import java.util.Optional;

/** Keeps records for a while. For one thread; never waits. */
public interface Records {
  /**
   * A value that is kept.
   *
   * @param received when it came
   */
  record Kept(Bytes value, Instant received) {}

  /** What is kept under a key and has not run out. */
  Optional<Kept> find(Bytes key, Instant now);

  /**
   * Keeps a value in the place of what was there.
   *
   * @param by who asks for it
   * @return whether there was room
   */
  boolean put(Bytes key, Bytes value, PeerId by, Instant now);

  /** Forgets what has run out. */
  void expire(Instant now);

  int size();
}
