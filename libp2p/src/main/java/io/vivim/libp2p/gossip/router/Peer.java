package io.vivim.libp2p.gossip.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A peer that is connected, and what it did since the last heartbeat. */
final class Peer {
  /** Heartbeats for which it is remembered that a peer does not want a message. */
  private static final int UNWANTED_HEARTBEATS = 3;

  final PeerId id;
  final Speaks speaks;
  final boolean isDialled;
  final boolean isDirect;
  final Set<Topic> topics = new LinkedHashSet<>();

  /** Messages of it that wait for their verdict. */
  int claims;

  // Since the last heartbeat.

  int ihaves;
  int askedFor;
  int asks;
  int unwantedTold;
  boolean askedTooMuch;

  private long heartbeats;

  /** Ids of messages, and the heartbeat until which the peer does not want them. */
  private final Map<Bytes, Long> unwanted = new LinkedHashMap<>();

  Peer(PeerId id, Speaks speaks, boolean isDialled, boolean isDirect) {
    this.id = id;
    this.speaks = speaks;
    this.isDialled = isDialled;
    this.isDirect = isDirect;
  }

  /** Whether it gets every message of its topics, in no mesh. */
  boolean isFlooded() {
    return isDirect || !speaks.hasMesh();
  }

  void unwanted(Bytes id) {
    unwanted.put(id, heartbeats + UNWANTED_HEARTBEATS);
  }

  int unwanted() {
    return unwanted.size();
  }

  boolean wants(Bytes message) {
    return unwanted.isEmpty() || !unwanted.containsKey(message);
  }

  void heartbeat() {
    ihaves = 0;
    askedFor = 0;
    asks = 0;
    unwantedTold = 0;
    askedTooMuch = false;
    heartbeats++;
    for (Iterator<Long> each = unwanted.values().iterator();
        each.hasNext() && each.next() <= heartbeats; ) {
      each.remove();
    }
  }
}
