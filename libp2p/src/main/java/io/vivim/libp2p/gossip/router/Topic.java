package io.vivim.libp2p.gossip.router;

import io.vivim.libp2p.peer.PeerId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A topic that somebody wants: we, or a peer. */
final class Topic {
  final String name;

  /** Whether its messages are wanted here. */
  boolean isOurs;

  /** Peers that want its messages. */
  final Set<Peer> wanting = new LinkedHashSet<>();

  /** Of these, the ones that get every message. */
  final Set<Peer> flooded = new LinkedHashSet<>();

  /** Peers that send each other every message of the topic. */
  final Set<Peer> mesh = new LinkedHashSet<>();

  /** Of these, the ones that were there at the last heartbeat: they got whatever came since. */
  private final Set<Peer> settled = new LinkedHashSet<>();

  /** Peers that our own messages go to while the topic is not ours. */
  final Set<Peer> fanout = new LinkedHashSet<>();

  long lastPublished;

  /** Messages of it that wait for their verdict. */
  int claims;

  /** Peers that are not to be grafted, and until when; in the order in which they came. */
  private final Map<PeerId, BackOff> backOffs = new LinkedHashMap<>();

  /** Since when somebody is not to come back, and until when. */
  record BackOff(long since, long until) {}

  Topic(String name) {
    this.name = name;
  }

  /** Peers of the mesh that need not be told what came since the last heartbeat. */
  Set<Peer> settled() {
    settled.retainAll(mesh);
    return settled;
  }

  /** Ends a heartbeat: whoever is in the mesh now gets whatever comes. */
  void settle() {
    settled.clear();
    settled.addAll(mesh);
  }

  /** Keeps a peer out of the mesh; one that is kept out for longer stays so. */
  void backOff(PeerId peer, long now, long nanos, int most) {
    BackOff before = backOffs.remove(peer);
    long until = before == null ? now + nanos : Math.max(before.until, now + nanos);
    backOffs.put(peer, new BackOff(now, until));
    if (backOffs.size() > most) {
      Iterator<PeerId> oldest = backOffs.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** Whether a peer is kept out, which it is for a little longer than it was told where we ask. */
  boolean isBackedOff(PeerId peer, long now, long slackNanos) {
    BackOff backOff = backOffs.get(peer);
    return backOff != null && now - backOff.until < slackNanos;
  }

  /** Whether a peer was kept out just now. */
  boolean isJustBackedOff(PeerId peer, long now, long nanos) {
    BackOff backOff = backOffs.get(peer);
    return backOff != null && now - backOff.since < nanos;
  }

  void forgetBackOffs(long now, long slackNanos) {
    backOffs.values().removeIf(each -> now - each.until >= slackNanos);
  }

  int backOffs() {
    return backOffs.size();
  }

  /** Whether nobody needs it any more. */
  boolean isIdle() {
    return !isOurs
        && wanting.isEmpty()
        && mesh.isEmpty()
        && fanout.isEmpty()
        && claims == 0
        && backOffs.isEmpty();
  }
}
