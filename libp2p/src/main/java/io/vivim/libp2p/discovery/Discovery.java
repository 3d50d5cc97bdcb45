package io.vivim.libp2p.discovery;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.book.Source;
import io.vivim.libp2p.host.Host;
import io.vivim.libp2p.host.HostListener;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.Timers;
import io.vivim.libp2p.peer.PeerId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a host has peers: while there are too few, its finders look for more, ever more
 * patiently, and who is found is gone to. For any thread.
 */
public final class Discovery implements AutoCloseable {
  private final Host host;
  private final DiscoverySettings settings;
  private final List<Finder> finders;

  // Guarded by this.

  private final Patience patience;
  private final Set<PeerId> dialling = new HashSet<>();
  private Timers.@Nullable Alarm alarm;
  private boolean isClosed;

  /**
   * Looks for peers from now on, until it is closed; to be closed before the host.
   *
   * @param finders the ways in which peers are found, which are closed with it
   */
  public Discovery(
      Host host, DiscoverySettings settings, List<Finder> finders, RandomGenerator random) {
    this.host = host;
    this.settings = settings;
    this.finders = List.copyOf(finders);
    this.patience = new Patience(settings, random);
    host.watch(
        new HostListener() {
          @Override
          public void closed(Link link, LinkEnd why) {
            lost();
          }
        });
    this.finders.forEach(finder -> finder.start(this::found));
    look();
  }

  private boolean hasEnough() {
    return peers() >= settings.wanted();
  }

  private long peers() {
    return host.links().stream().map(Link::peer).distinct().count();
  }

  private void look() {
    if (!hasEnough()) {
      finders.forEach(finder -> finder.look(this::found));
    }
    synchronized (this) {
      if (hasEnough()) {
        patience.reset();
        alarm = null;
      } else {
        lookAfter(patience.next());
      }
    }
  }

  /** Held by the lock. */
  private void lookAfter(Duration delay) {
    if (!isClosed) {
      alarm = host.timers().after(delay, this::look);
    }
  }

  /** One peer less; nobody is waiting to look where there were enough. */
  private synchronized void lost() {
    if (alarm == null && !hasEnough()) {
      lookAfter(patience.next());
    }
  }

  /**
   * A peer was found, by whoever: it is remembered, and gone to if there are too few.
   *
   * @param source how far it is to be believed where it is
   */
  public void found(PeerId peer, List<Multiaddr> addresses, Source source) {
    if (peer.equals(host.id()) || addresses.isEmpty()) {
      return;
    }
    host.peers().said(peer, addresses, source);
    if (!hasEnough() && begin(peer)) {
      CompletionStage<Void> unused = host.connect(peer).handle((link, failure) -> end(peer));
    }
  }

  private synchronized boolean begin(PeerId peer) {
    return !isClosed && dialling.size() < settings.dials() && dialling.add(peer);
  }

  private synchronized @Nullable Void end(PeerId peer) {
    dialling.remove(peer);
    return null;
  }

  /** Looks for nobody any more. */
  @Override
  public void close() {
    synchronized (this) {
      isClosed = true;
      if (alarm != null) {
        alarm.cancel();
      }
    }
    finders.forEach(Finder::close);
  }
}
