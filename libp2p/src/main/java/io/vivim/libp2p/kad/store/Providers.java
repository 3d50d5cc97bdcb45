package io.vivim.libp2p.kad.store;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.kad.rpc.KadPeer;
import java.time.Instant;
import java.util.List;

/** Remembers for a while who provides what. For one thread; never waits. */
public interface Providers {
  /** Who provides what a key stands for, as far as that has not run out; the latest first. */
  List<KadPeer> find(Bytes key, Instant now);

  /**
   * Remembers that a peer provides something, from now on.
   *
   * @return whether there was room
   */
  boolean add(Bytes key, KadPeer provider, Instant now);

  /** Forgets what has run out. */
  void expire(Instant now);

  /** How many are remembered, those of all keys together. */
  int size();
}
