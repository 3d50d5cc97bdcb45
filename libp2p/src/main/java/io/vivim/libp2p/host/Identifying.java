package io.vivim.libp2p.host;

import io.vivim.libp2p.guard.Refusal;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.Timers;
import io.vivim.libp2p.peer.PeerId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is who: asks peers what they are, answers the same, and tells them when that has changed. For
 * any thread.
 */
final class Identifying {
  /** Changes within this are told once. */
  static final Duration PAUSE = Duration.ofMillis(500);

  /** Peers that are told at the same time. */
  static final int MAX_PUSHES = 16;

  /** How long telling one may take, until it has ended its half of the stream. */
  static final Duration PUSH_TIMEOUT = Duration.ofSeconds(10);

  private final Presence presence;
  private final Protocols protocols;
  private final LinkTable links;
  private final PeerNotes notes;
  private final IdentifyReader reader;
  private final Timers timers;
  private final HostListener listener;
  private final Coalesced<Link> pushes;
  private final Map<PeerId, Identity> identities = new ConcurrentHashMap<>();

  Identifying(
      Presence presence,
      Protocols protocols,
      LinkTable links,
      PeerNotes notes,
      IdentifyReader reader,
      Timers timers,
      HostListener listener) {
    this.presence = presence;
    this.protocols = protocols;
    this.links = links;
    this.notes = notes;
    this.reader = reader;
    this.timers = timers;
    this.listener = listener;
    this.pushes = new Coalesced<>(timers, PAUSE, MAX_PUSHES, this::toTell, this::push);
    int most = Protocols.OWN_STREAMS_OF_PEER;
    protocols.putStaged(IdentifyProtocol.ASK, most, this::answer);
    protocols.putStaged(
        IdentifyProtocol.PUSH, most, stream -> receive(stream, reader.push(stream), true));
  }

  private CompletionStage<Void> answer(Stream stream) {
    reader.awaitEnd(stream);
    return send(stream);
  }

  private CompletionStage<Void> send(Stream stream) {
    return IdentifyProtocol.send(stream, presence.message(stream.link(), protocols.names()));
  }

  /** Asks the peer of a new link; one that does not say what it is is a peer all the same. */
  void ask(Link link) {
    CompletionStage<Void> unused =
        protocols
            .open(link, List.of(IdentifyProtocol.ASK))
            .thenCompose(stream -> orReset(stream, receive(stream, reader.answer(stream), false)));
  }

  /**
   * @param isUpdate of what the peer has said before
   */
  private CompletionStage<Void> receive(
      Stream stream, CompletionStage<Identity> read, boolean isUpdate) {
    return read.thenCompose(
        identity -> {
          identified(stream.link(), identity, isUpdate);
          return stream.finish();
        });
  }

  private static CompletionStage<Void> orReset(Stream stream, CompletionStage<Void> spoken) {
    return spoken.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            stream.reset();
          }
        });
  }

  /** Looks for a link and keeps what was said in one step, so that no link's end falls between. */
  private void identified(Link link, Identity said, boolean isUpdate) {
    PeerId peer = link.peer();
    Identity identity =
        identities.compute(
            peer,
            (same, before) -> {
              if (links.of(peer).isEmpty()) {
                return null;
              }
              return isUpdate && before != null ? before.updatedBy(said) : said;
            });
    if (identity == null) {
      return;
    }
    tell(link, identity);
    if (said.observed().filter(seen -> presence.observed(link, seen)).isPresent()) {
      changed();
    }
  }

  /** Whoever tells last tells the latest, even where a peer says something else by another link. */
  private void tell(Link link, Identity identity) {
    PeerId peer = link.peer();
    Identity latest = identity;
    Identity told;
    do {
      told = latest;
      notes.identified(link, told);
      listener.identified(link, told);
      latest = identities.getOrDefault(peer, told);
    } while (!latest.equals(told));
  }

  /** What this host is has changed. */
  void changed() {
    pushes.changed();
  }

  /** One link to each peer, but for those that do not want to be told. */
  private Collection<Link> toTell() {
    return links.peers().stream()
        .filter(peer -> find(peer).map(Identifying::takesPushes).orElse(true))
        .flatMap(peer -> links.find(peer).stream())
        .toList();
  }

  private static boolean takesPushes(Identity identity) {
    return identity.protocols().contains(IdentifyProtocol.PUSH);
  }

  private CompletionStage<Void> push(Link link) {
    return protocols
        .open(link, List.of(IdentifyProtocol.PUSH))
        .thenCompose(
            stream -> {
              stream.endWithin(PUSH_TIMEOUT, Refusal.END_TIMEOUT, timers);
              return orReset(stream, send(stream));
            });
  }

  /** How many peers have said what they are, and are linked; and how many are being told. */
  int held() {
    return identities.size() + pushes.held();
  }

  /** How many peers are remembered for what they said lately. */
  int remembered() {
    return reader.remembered();
  }

  /** A link to a peer is out of the table; what it said goes with the last. */
  void forget(PeerId peer) {
    identities.computeIfPresent(peer, (same, said) -> links.of(peer).isEmpty() ? null : said);
  }

  Optional<Identity> find(PeerId peer) {
    return Optional.ofNullable(identities.get(peer));
  }

  void close() {
    pushes.close();
  }
}
