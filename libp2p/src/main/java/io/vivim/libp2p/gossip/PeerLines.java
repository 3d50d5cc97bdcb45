package io.vivim.libp2p.gossip;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Part;
import io.vivim.libp2p.address.PeerRecord;
import io.vivim.libp2p.address.Protocol;
import io.vivim.libp2p.gossip.router.Claim;
import io.vivim.libp2p.gossip.router.Input;
import io.vivim.libp2p.gossip.router.Judgement;
import io.vivim.libp2p.gossip.router.Output;
import io.vivim.libp2p.gossip.router.Router;
import io.vivim.libp2p.gossip.router.Speaks;
import io.vivim.libp2p.gossip.rpc.GossipMessage;
import io.vivim.libp2p.gossip.rpc.Rpc;
import io.vivim.libp2p.host.Host;
import io.vivim.libp2p.host.HostListener;
import io.vivim.libp2p.host.Identity;
import io.vivim.libp2p.host.Repeating;
import io.vivim.libp2p.host.RouterThread;
import io.vivim.libp2p.host.Stream;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.wire.DelimitedReader;
import io.vivim.libp2p.wire.WireException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The streams by which pubsub is spoken with each peer: one of ours to it, by which we send, and
 * those that it opens, by which it does. One of ours that breaks is opened again as long as there
 * is a link.
 */
final class PeerLines {
  private final Host host;
  private final GossipSettings settings;
  private final GossipLimits limits;
  private final RouterThread<Router, Input, Output> routing;
  private final Map<PeerId, PeerLine> lines = new ConcurrentHashMap<>();
  private final AtomicBoolean isClosed = new AtomicBoolean();

  PeerLines(Host host, GossipSettings settings, RouterThread<Router, Input, Output> routing) {
    this.host = host;
    this.settings = settings;
    this.limits = settings.limits();
    this.routing = routing;
  }

  void start() {
    for (String protocol : Speaks.protocols()) {
      host.handleStaged(protocol, limits.streamsPerPeer(), this::read);
    }
    host.watch(
        new HostListener() {
          @Override
          public void identified(Link link, Identity identity) {
            meet(link.peer(), identity);
          }

          @Override
          public void closed(Link link, LinkEnd why) {
            left(link.peer());
          }
        });
    for (Link link : host.links()) {
      host.identity(link.peer()).ifPresent(identity -> meet(link.peer(), identity));
    }
  }

  /** Opens a stream to a peer that says that it speaks pubsub. */
  private void meet(PeerId peer, Identity identity) {
    if (Speaks.protocols().stream().anyMatch(identity.protocols()::contains)) {
      PeerLine line = line(peer);
      line.tryAnew();
      open(line);
    }
  }

  private PeerLine line(PeerId peer) {
    PeerLine line = lines.computeIfAbsent(peer, this::newLine);
    if (isClosed.get()) {
      drop(line);
    }
    return line;
  }

  private PeerLine newLine(PeerId peer) {
    Outlet outlet = new Outlet(limits, host.timers(), () -> reset(peer));
    return new PeerLine(peer, outlet, new Inbox(limits.inboxMessages(), limits.inboxBytes()));
  }

  private void reset(PeerId peer) {
    PeerLine line = lines.get(peer);
    if (line != null) {
      line.reset();
    }
  }

  private void open(PeerLine line) {
    if (!line.mayOpen(limits.tries())) {
      return;
    }
    CompletionStage<Void> unused =
        host.open(line.peer, Speaks.protocols().toArray(String[]::new))
            .handle(
                (stream, failure) -> {
                  if (failure == null) {
                    opened(line, stream);
                  } else {
                    line.failed();
                    openLater(line);
                  }
                  return null;
                });
  }

  private void openLater(PeerLine line) {
    host.timers()
        .after(
            limits.reopen(),
            () -> {
              if (isClosed.get()) {
                return;
              }
              if (isLinked(line.peer)) {
                open(line);
              } else {
                // Its link went before the line was there.
                drop(line);
              }
            });
  }

  private void opened(PeerLine line, Stream stream) {
    if (!line.opened(stream)) {
      stream.reset();
      return;
    }
    Input connected =
        new Input.Connected(
            line.peer,
            Speaks.of(stream.protocol()),
            stream.link().isDialled(),
            place(stream.link()));
    line.outlet.attach(stream);
    routing.run(
        () -> {
          routing.handle(connected);
          line.known.complete(null);
        });
    // Nothing comes on it but word that it is over.
    CompletionStage<Void> unused =
        Repeating.whileTrue(() -> stream.read().thenApply(Optional::isPresent))
            .whenComplete(
                (ended, failure) -> {
                  if (failure != null) {
                    broken(line, stream);
                  }
                });
    if (!isLinked(line.peer)) {
      left(line.peer);
    }
  }

  private void broken(PeerLine line, Stream stream) {
    line.outlet.detach(stream);
    line.broken(stream);
    openLater(line);
  }

  /** Where a peer is, as far as many may not be in one place. */
  private static String place(Link link) {
    Part first = link.remote().parts().get(0);
    boolean isIp = first.protocol() == Protocol.IP4 || first.protocol() == Protocol.IP6;
    return isIp ? first.value().toHex() : link.peer().toString();
  }

  private boolean isLinked(PeerId peer) {
    return host.links().stream().anyMatch(link -> link.peer().equals(peer));
  }

  private void left(PeerId peer) {
    PeerLine line = lines.get(peer);
    if (line != null && !isLinked(peer)) {
      drop(line);
    }
  }

  private void drop(PeerLine line) {
    if (lines.remove(line.peer, line)) {
      line.close();
      routing.put(new Input.Disconnected(line.peer));
    }
  }

  /** Reads what a peer says, no faster than it is judged and delivered. */
  private CompletionStage<Void> read(Stream stream) {
    PeerLine line = line(stream.peer());
    open(line);
    DelimitedReader frames = new DelimitedReader(settings.rpc().rpcBytes());
    return line.known.thenCompose(
        known ->
            Repeating.whileTrue(
                () ->
                    line.inbox
                        .room()
                        .thenCompose(room -> stream.read())
                        .thenCompose(came -> take(line, stream, frames, came))));
  }

  private CompletionStage<Boolean> take(
      PeerLine line, Stream stream, DelimitedReader frames, Optional<ByteBuffer> came) {
    if (came.isEmpty()) {
      return stream.finish().thenApply(finished -> false);
    }
    List<Rpc> rpcs = new ArrayList<>();
    try {
      for (Bytes frame : frames.receive(came.get())) {
        rpcs.add(Rpc.decode(frame, settings.rpc()));
      }
    } catch (WireException e) {
      routing.put(new Input.Garbled(line.peer));
      return CompletableFuture.failedFuture(e);
    }
    for (Rpc rpc : rpcs) {
      rpc.messages().forEach(message -> line.inbox.add(sizeOf(message)));
    }
    if (!rpcs.isEmpty()) {
      routing.run(() -> rpcs.forEach(rpc -> received(line, rpc)));
    }
    return CompletableFuture.completedFuture(true);
  }

  private static int sizeOf(GossipMessage message) {
    return message.encoded().size();
  }

  private void received(PeerLine line, Rpc rpc) {
    // Those that are to be judged are in the inbox until they are.
    List<GossipMessage> left = new ArrayList<>(rpc.messages());
    List<Output> outputs = routing.outputsOf(new Input.Received(line.peer, rpc));
    for (Output output : outputs) {
      if (output instanceof Output.Judge judge) {
        GossipMessage claimed = judge.claim().message();
        left.removeIf(message -> isSame(message, claimed));
      }
    }
    left.forEach(message -> line.inbox.remove(sizeOf(message)));
    outputs.forEach(routing::perform);
  }

  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(GossipMessage one, GossipMessage other) {
    return one == other;
  }

  /** There is a verdict on a message. */
  void judged(Claim claim, Judgement judgement) {
    boolean isDelivered = judgement == Judgement.ACCEPT;
    routing.run(
        () -> {
          boolean isUnderWay = false;
          for (Output output : routing.outputsOf(new Input.Judged(claim, judgement))) {
            isUnderWay |= output instanceof Output.Deliver;
            routing.perform(output);
          }
          if (!isDelivered || !isUnderWay) {
            delivery(claim.from(), claim.message()).run();
          }
        });
  }

  /** What is to be done once a message that came from a peer is delivered. */
  Runnable delivery(PeerId from, GossipMessage message) {
    PeerLine line = lines.get(from);
    return line == null ? () -> {} : () -> line.inbox.remove(sizeOf(message));
  }

  void send(PeerId to, Rpc rpc) {
    PeerLine line = lines.get(to);
    if (line != null && line.outlet.offer(rpc) == Outlet.Sent.NO) {
      settings.metrics().unsent();
    }
  }

  /** Sends a message of ours; completes when there is room for more. */
  CompletionStage<Void> publish(PeerId to, GossipMessage message) {
    PeerLine line = lines.get(to);
    @Nullable CompletionStage<Void> room = line == null ? null : line.outlet.publish(message);
    if (room == null) {
      settings.metrics().unsent();
      return CompletableFuture.completedFuture(null);
    }
    return room;
  }

  /** Goes to a peer that another one named, if it says itself where it is, or we know. */
  void connect(PeerId peer, Optional<Bytes> record) {
    CompletionStage<?> unused =
        record
            .flatMap(PeerLines::opened)
            .filter(opened -> opened.peer().equals(peer))
            .<CompletionStage<?>>map(opened -> host.connectAsSaid(peer, opened.addresses()))
            .orElseGet(() -> host.connect(peer));
  }

  private static Optional<PeerRecord> opened(Bytes record) {
    try {
      return Optional.of(PeerRecord.open(record));
    } catch (PeerException e) {
      return Optional.empty();
    }
  }

  void close() {
    isClosed.set(true);
    Speaks.protocols().forEach(host::unhandle);
    List.copyOf(lines.values()).forEach(this::drop);
  }
}
