package io.vivim.libp2p.dial;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.dns.Names;
import io.vivim.libp2p.link.Attempt;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.Timers;
import io.vivim.libp2p.link.UpgradeException;
import io.vivim.libp2p.link.UpgradeException.Reason;
import io.vivim.libp2p.peer.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Dials peers: carries out what {@link Dialling} decides. What happens is done one after another,
 * by whichever thread comes first. For any thread.
 */
public final class Dialler {
  private final Port port;
  private final Names names;
  private final Timers timers;

  private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  // Owned by whoever works on the inbox.

  private final Dialling dialling;
  private final Map<PeerId, List<CompletableFuture<Link>>> askers = new HashMap<>();
  private final Map<Long, Attempt> attempts = new HashMap<>();
  private final Map<Long, Link> links = new HashMap<>();
  private final Map<PeerId, UpgradeException> lastFailures = new HashMap<>();
  private Timers.@Nullable Alarm alarm;

  /** Whoever makes links, and has them. Called one at a time, and never for long. */
  public interface Port {
    /** Whether an address is of a kind that we speak, and not ours. */
    boolean canBeDialled(Multiaddr address);

    /** A link to a peer, where there is one. */
    Optional<Link> link(PeerId peer);

    /** Begins to make a link. */
    Attempt dial(PeerId peer, Multiaddr address);

    /** A link that was made for somebody is theirs from now on. */
    void made(Link link);

    /** An address came to nothing, by what is not our doing. */
    void failed(PeerId peer, Multiaddr address);
  }

  /**
   * @param self who we are
   * @param random from 0 to 1
   */
  public Dialler(
      PeerId self,
      DialLimits limits,
      Port port,
      Names names,
      Timers timers,
      DoubleSupplier random) {
    this.port = port;
    this.names = names;
    this.timers = timers;
    this.dialling = new Dialling(self, limits, port::canBeDialled, random);
  }

  /** Makes a link to a peer, or joins those who wait for one; fails with a DialException. */
  public CompletionStage<Link> dial(PeerId peer, List<Multiaddr> addresses) {
    return dial(peer, addresses, Set.of());
  }

  /**
   * The same.
   *
   * @param foreign names among the addresses that others say, and that lead to no near address
   */
  public CompletionStage<Link> dial(
      PeerId peer, List<Multiaddr> addresses, Set<Multiaddr> foreign) {
    CompletableFuture<Link> asker = new CompletableFuture<>();
    put(
        () -> {
          // A dial may have ended since the caller looked.
          Optional<Link> made = port.link(peer).filter(link -> end(link).isEmpty());
          if (made.isPresent()) {
            asker.complete(made.get());
          } else {
            askers.computeIfAbsent(peer, any -> new ArrayList<>()).add(asker);
            handle(new DialInput.Ask(peer, List.copyOf(addresses), Set.copyOf(foreign)));
          }
        });
    return asker;
  }

  /** The peer has made a link to us: who waits for one has it, unless it has ended already. */
  public void reached(Link link) {
    put(
        () -> {
          if (end(link).isEmpty()) {
            handle(new DialInput.Reached(link.peer()));
            complete(link);
          }
        });
  }

  /** Gives up all that is under way. */
  public void close() {
    put(
        () -> {
          handle(new DialInput.Stop());
          if (alarm != null) {
            alarm.cancel();
          }
        });
  }

  /** Entries in all tables of dials that are under way; to be asked when nothing happens. */
  public int held() {
    return dialling.dials()
        + dialling.attempts()
        + askers.size()
        + attempts.size()
        + links.size()
        + lastFailures.size();
  }

  /** Addresses that are remembered for their failures; to be asked when nothing happens. */
  public int remembered() {
    return dialling.resting();
  }

  private void put(Runnable event) {
    inbox.add(event);
    if (waiting.getAndIncrement() == 0) {
      do {
        Runnable next = inbox.poll();
        if (next != null) {
          guarded(next);
        }
      } while (waiting.decrementAndGet() > 0);
    }
  }

  /** Whatever fails at one thing does not keep the next from being done. */
  private static void guarded(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      tell(e);
    }
  }

  private static void tell(RuntimeException failure) {
    Thread thread = Thread.currentThread();
    thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
  }

  private void handle(DialInput input) {
    dialling.handle(input, timers.nanos()).forEach(output -> guarded(() -> carryOut(output)));
  }

  private void carryOut(DialOutput output) {
    if (output instanceof DialOutput.LookUp lookUp) {
      lookUp(lookUp);
    } else if (output instanceof DialOutput.Begin begin) {
      begin(begin);
    } else if (output instanceof DialOutput.GiveUp giveUp) {
      giveUp(giveUp.attempt());
    } else if (output instanceof DialOutput.Won won) {
      won(won);
    } else if (output instanceof DialOutput.Lost lost) {
      lost(lost);
    } else if (output instanceof DialOutput.WakeAt wake) {
      wakeAt(wake.nanos());
    }
  }

  private void lookUp(DialOutput.LookUp lookUp) {
    PeerId peer = lookUp.peer();
    Multiaddr name = lookUp.name();
    CompletionStage<Void> unused =
        names
            .lookUp(name)
            .handle(
                (found, failure) -> {
                  DialInput answer =
                      failure == null
                          ? new DialInput.Found(peer, name, found)
                          : new DialInput.NotFound(peer, name, words(failure));
                  put(() -> handle(answer));
                  return null;
                });
  }

  private void begin(DialOutput.Begin begin) {
    long id = begin.attempt();
    Attempt attempt;
    try {
      attempt = port.dial(begin.peer(), begin.address());
    } catch (RuntimeException e) {
      put(() -> handle(new DialInput.Failed(id, false, words(e))));
      throw e;
    }
    attempts.put(id, attempt);
    CompletionStage<Void> unused =
        attempt
            .link()
            .handle(
                (link, failure) -> {
                  put(() -> outcome(begin, link, failure));
                  return null;
                });
  }

  private void outcome(DialOutput.Begin begin, @Nullable Link link, @Nullable Throwable failure) {
    long id = begin.attempt();
    attempts.remove(id);
    if (link != null) {
      links.put(id, link);
      handle(new DialInput.Linked(id));
      return;
    }
    Throwable cause = cause(failure == null ? new IllegalStateException("no link") : failure);
    boolean isTheirs = true;
    if (cause instanceof UpgradeException why) {
      isTheirs = why.reason() != Reason.CANCELLED && why.reason() != Reason.NOT_ADMITTED;
      if (askers.containsKey(begin.peer())) {
        lastFailures.put(begin.peer(), why);
      }
    }
    if (isTheirs) {
      guarded(() -> port.failed(begin.peer(), begin.address()));
    }
    handle(new DialInput.Failed(id, isTheirs, words(cause)));
  }

  private void giveUp(long id) {
    Attempt attempt = attempts.remove(id);
    if (attempt != null) {
      attempt.cancel();
    }
    Link link = links.remove(id);
    if (link != null) {
      link.cut(LinkEnd.cut("another link was faster"));
    }
  }

  private void won(DialOutput.Won won) {
    Link link = links.remove(won.attempt());
    if (link != null) {
      guarded(() -> port.made(link));
      complete(link);
    }
  }

  private void complete(Link link) {
    lastFailures.remove(link.peer());
    List<CompletableFuture<Link>> all = askers.remove(link.peer());
    if (all == null) {
      return;
    }
    Optional<LinkEnd> end = end(link);
    if (end.isEmpty()) {
      all.forEach(asker -> asker.complete(link));
      return;
    }
    String why = "the link that was made has ended: " + end.get().detail();
    DialException failure = new DialException(link.peer(), why, List.of());
    all.forEach(asker -> asker.completeExceptionally(failure));
  }

  private static Optional<LinkEnd> end(Link link) {
    @Nullable LinkEnd none = null;
    return Optional.ofNullable(link.ended().toCompletableFuture().getNow(none));
  }

  private void lost(DialOutput.Lost lost) {
    DialException why = new DialException(lost.peer(), lost.why(), lost.tried());
    UpgradeException last = lastFailures.remove(lost.peer());
    if (last != null) {
      why.initCause(last);
    }
    List<CompletableFuture<Link>> all = askers.remove(lost.peer());
    if (all != null) {
      all.forEach(asker -> asker.completeExceptionally(why));
    }
  }

  private void wakeAt(long nanos) {
    if (alarm != null) {
      alarm.cancel();
    }
    Duration delay = Duration.ofNanos(Math.max(0, nanos - timers.nanos()));
    alarm = timers.after(delay, () -> put(() -> handle(new DialInput.Woken())));
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static String words(Throwable failure) {
    Throwable cause = cause(failure);
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
