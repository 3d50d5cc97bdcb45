package io.vivim.libp2p.kad.router;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.Multihash;
import io.vivim.codec.RefusedException;
import io.vivim.libp2p.kad.rpc.KadMessage;
import io.vivim.libp2p.kad.rpc.KadPeer;
import io.vivim.libp2p.kad.rpc.KadRecord;
import io.vivim.libp2p.kad.rpc.Kind;
import io.vivim.libp2p.kad.store.PublicKeys;
import io.vivim.libp2p.kad.store.Records;
import io.vivim.libp2p.kad.table.Place;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What others are answered. */
final class Serving {
  private final RouterState state;

  Serving(RouterState state) {
    this.state = state;
  }

  void asked(Input.Asked asked) {
    KadMessage message = asked.message();
    if (message.kind() == Kind.ADD_PROVIDER) {
      addProvider(asked);
      return;
    }
    Optional<KadMessage> answer =
        switch (message.kind()) {
          case PING -> Optional.of(KadMessage.PING);
          case FIND_NODE -> findNode(asked);
          case GET_VALUE -> getValue(asked);
          case PUT_VALUE -> putValue(asked);
          case GET_PROVIDERS -> getProviders(asked);
          default -> Optional.empty();
        };
    state.add(
        answer
            .<Output>map(said -> new Output.Answer(asked.stream(), said))
            .orElseGet(() -> new Output.Refuse(asked.stream())));
  }

  /** The nearest that we know, and a peer itself where it is known where that is. */
  private Optional<KadMessage> findNode(Input.Asked asked) {
    Bytes key = asked.message().key();
    if (key.isEmpty()) {
      return Optional.empty();
    }
    List<KadPeer> near = new ArrayList<>(near(asked));
    peerId(key)
        .filter(wanted -> near.stream().noneMatch(peer -> peer.id().equals(wanted)))
        .map(this::located)
        .filter(wanted -> !wanted.addresses().isEmpty())
        .ifPresent(
            wanted -> {
              near.add(0, wanted);
              near.subList(Math.min(near.size(), state.params.near()), near.size()).clear();
            });
    return Optional.of(asked.message().with(near, List.of()));
  }

  private static Optional<PeerId> peerId(Bytes key) {
    try {
      return Optional.of(PeerId.decode(key));
    } catch (PeerException e) {
      return Optional.empty();
    }
  }

  private KadPeer located(PeerId peer) {
    return peer.equals(state.self) ? KadPeer.at(peer, state.facts.ours()) : state.facts.peer(peer);
  }

  /** Whoever asks needs not be told of itself. */
  private List<KadPeer> near(Input.Asked asked) {
    Place place = Place.of(asked.message().key());
    return state
        .table
        .nearest(place, state.params.near(), peer -> !peer.equals(asked.peer()))
        .stream()
        .map(state.facts::peer)
        .toList();
  }

  private Optional<KadMessage> getValue(Input.Asked asked) {
    Bytes key = asked.message().key();
    if (key.isEmpty()) {
      return Optional.empty();
    }
    KadMessage answer = KadMessage.about(Kind.GET_VALUE, key).with(near(asked), List.of());
    return Optional.of(find(key).map(answer::with).orElse(answer));
  }

  private Optional<KadRecord> find(Bytes key) {
    Optional<Records.Kept> kept = state.records.find(key, state.today());
    if (kept.isPresent()) {
      // What was good may be so no more.
      return kept.filter(one -> state.validators.isValid(key, one.value()))
          .map(one -> state.record(key, one.value(), one.received()));
    }
    return PublicKeys.peerOf(key)
        .flatMap(state.facts::publicKey)
        .map(known -> state.record(key, known, state.today()));
  }

  /** Who keeps a value says it back. */
  private Optional<KadMessage> putValue(Input.Asked asked) {
    Bytes key = asked.message().key();
    return asked
        .message()
        .record()
        .filter(record -> record.key().equals(key))
        .map(KadRecord::value)
        .filter(value -> keep(key, value, asked.peer()))
        .map(value -> KadMessage.put(state.record(key, value, state.today())));
  }

  /** Keeps a value that is valid and no worse than what there is. */
  boolean keep(Bytes key, Bytes value, PeerId by) {
    if (!state.validators.isValid(key, value)) {
      return false;
    }
    boolean isWorse =
        state
            .records
            .find(key, state.today())
            .map(Records.Kept::value)
            .filter(ours -> !ours.equals(value) && !state.validators.isBetter(key, value, ours))
            .isPresent();
    return !isWorse && state.records.put(key, value, by, state.today());
  }

  private Optional<KadMessage> getProviders(Input.Asked asked) {
    Bytes key = asked.message().key();
    return isContent(key)
        ? Optional.of(
            KadMessage.about(Kind.GET_PROVIDERS, key)
                .with(near(asked), state.providers.find(key, state.today())))
        : Optional.empty();
  }

  /** Nobody provides in the name of others. */
  private void addProvider(Input.Asked asked) {
    Bytes key = asked.message().key();
    List<KadPeer> own =
        asked.message().providers().stream()
            .filter(provider -> provider.id().equals(asked.peer()))
            .toList();
    if (!isContent(key) || own.isEmpty()) {
      state.add(new Output.Refuse(asked.stream()));
      return;
    }
    boolean unused = state.providers.add(key, own.get(0), state.today());
    state.add(new Output.Heard(asked.stream()));
  }

  /** Whether a key is the name of something: a multihash, as all write it, or a CID. */
  static boolean isContent(Bytes key) {
    return isMultihash(key) || isCid(key);
  }

  private static boolean isMultihash(Bytes key) {
    try {
      return !Multihash.decode(key).digest().isEmpty();
    } catch (RefusedException e) {
      return false;
    }
  }

  private static boolean isCid(Bytes key) {
    try {
      return !Cid.decode(key).multihash().digest().isEmpty();
    } catch (RefusedException e) {
      return false;
    }
  }
}
