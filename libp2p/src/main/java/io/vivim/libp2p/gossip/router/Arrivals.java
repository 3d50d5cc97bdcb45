package io.vivim.libp2p.gossip.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.gossip.rpc.GossipMessage;
import io.vivim.libp2p.peer.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of messages: known ones are counted, new ones judged, and good ones passed on. */
final class Arrivals {
  private final RouterState state;

  Arrivals(RouterState state) {
    this.state = state;
  }

  /** A peer has sent a message. */
  void received(Peer peer, GossipMessage message) {
    Topic topic = state.ours(message.topic());
    if (topic == null) {
      state.outbox.drop(peer.id, Drop.OTHER_TOPIC);
      return;
    }
    if (!state.settings.policy().takes(message)) {
      state.scores.invalid(peer.id, topic.name);
      state.outbox.drop(peer.id, Drop.POLICY);
      return;
    }
    if (message.from().equals(Optional.of(state.self.bytes()))) {
      state.outbox.drop(peer.id, Drop.OWN);
      return;
    }
    Bytes id = state.settings.ids().of(message);
    state.promises.kept(id);
    Delivery delivery = state.seen.get(id);
    if (delivery != null && isKnown(delivery, peer, message, topic)) {
      state.outbox.drop(peer.id, Drop.DUPLICATE);
      return;
    }
    boolean isFull =
        peer.claims >= state.limits.claimsPerPeer()
            || topic.claims >= state.limits.claimsPerTopic();
    if (isFull) {
      state.outbox.drop(peer.id, Drop.INBOX_FULL);
      return;
    }
    claim(id, message, peer, topic, delivery);
  }

  private void claim(
      Bytes id, GossipMessage message, Peer peer, Topic topic, @Nullable Delivery rivals) {
    Delivery delivery = rivals;
    if (delivery == null) {
      delivery = new Delivery(Delivery.Status.PENDING, state.now);
      state.seen.put(id, delivery);
      tellNotToSend(id, message, peer, topic);
    }
    Claim claim = new Claim(id, message, peer, topic, delivery);
    delivery.claims.add(claim);
    peer.claims++;
    topic.claims++;
    state.outbox.add(new Output.Judge(claim));
  }

  /** Takes note of one more copy; false where it is no copy of any message that we have. */
  private boolean isKnown(Delivery delivery, Peer peer, GossipMessage message, Topic topic) {
    switch (delivery.status) {
      case PENDING -> {
        for (Claim claim : delivery.claims) {
          if (claim.message().equals(message)) {
            claim.senders.add(peer.id);
            return true;
          }
        }
        return delivery.claims.size() >= Delivery.MOST_RIVALS;
      }
      case VALID -> {
        boolean isInTime = state.now - delivery.judged <= state.scores.windowNanos(topic.name);
        if (isInTime && topic.mesh.contains(peer) && delivery.count(peer.id)) {
          state.scores.nearlyFirstDelivery(peer.id, topic.name);
        }
      }
      case INVALID -> state.scores.invalid(peer.id, topic.name);
      case IGNORED -> {}
    }
    return true;
  }

  /** Large messages are cheaper to say no to than to receive twice. */
  private void tellNotToSend(Bytes id, GossipMessage message, Peer from, Topic topic) {
    if (message.data().size() < state.params.unwantedFromBytes()) {
      return;
    }
    for (Peer peer : topic.mesh) {
      if (peer.speaks.knowsUnwanted() && !peer.equals(from)) {
        state.outbox.unwanted(peer, id);
      }
    }
  }

  /** There is a verdict on a message. */
  void judged(Claim claim, Judgement judgement) {
    if (claim.isJudged) {
      return;
    }
    claim.isJudged = true;
    claim.delivery.claims.remove(claim);
    Topic topic = claim.topic;
    claim.peer.claims--;
    topic.claims--;
    switch (judgement) {
      case ACCEPT -> accepted(claim, topic);
      case IGNORE -> refused(claim, Delivery.Status.IGNORED, Drop.IGNORED);
      case REJECT -> {
        blame(claim);
        refused(claim, Delivery.Status.INVALID, Drop.REJECTED);
      }
      case FORGED -> {
        blame(claim);
        state.outbox.drop(claim.from(), Drop.FORGED);
        // Whoever else has a message of this id may have the true one.
        if (claim.delivery.status == Delivery.Status.PENDING && claim.delivery.claims.isEmpty()) {
          state.seen.forget(claim.id());
        }
      }
    }
    state.tidy(topic);
  }

  private void blame(Claim claim) {
    for (PeerId sender : claim.senders) {
      state.scores.invalid(sender, claim.message().topic());
    }
  }

  private void refused(Claim claim, Delivery.Status status, Drop why) {
    state.outbox.drop(claim.from(), why);
    if (claim.delivery.status == Delivery.Status.PENDING && claim.delivery.claims.isEmpty()) {
      claim.delivery.status = status;
    }
  }

  private void accepted(Claim claim, Topic topic) {
    Delivery delivery = claim.delivery;
    if (delivery.status == Delivery.Status.VALID) {
      state.outbox.drop(claim.from(), Drop.DUPLICATE);
      return;
    }
    delivery.status = Delivery.Status.VALID;
    delivery.judged = state.now;
    GossipMessage message = claim.message();
    boolean isFirst = true;
    for (PeerId sender : claim.senders) {
      delivery.count(sender);
      if (isFirst) {
        state.scores.firstDelivery(sender, message.topic());
      } else {
        state.scores.nearlyFirstDelivery(sender, message.topic());
      }
      isFirst = false;
    }
    if (!topic.isOurs) {
      return;
    }
    state.cache.put(claim.id(), message);
    state.outbox.add(new Output.Deliver(claim.id(), message, claim.from()));
    passOn(claim, topic);
  }

  private void passOn(Claim claim, Topic topic) {
    Optional<Bytes> author = claim.message().from();
    List<Peer> to = new ArrayList<>(topic.mesh.size() + topic.flooded.size());
    for (Peer peer : topic.mesh) {
      if (isNewTo(peer, claim, author)) {
        to.add(peer);
      }
    }
    for (Peer peer : topic.flooded) {
      boolean isTrusted =
          peer.isDirect || state.score(peer) >= state.settings.thresholds().publish();
      if (isTrusted && isNewTo(peer, claim, author)) {
        to.add(peer);
      }
    }
    state.outbox.message(to, claim.message());
  }

  private static boolean isNewTo(Peer peer, Claim claim, Optional<Bytes> author) {
    return !claim.senders.contains(peer.id)
        && peer.wants(claim.id())
        && !(author.isPresent() && author.get().equals(peer.id.bytes()));
  }
}
