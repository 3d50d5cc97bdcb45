package io.vivim.libp2p.kad;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.Reach;
import io.vivim.libp2p.book.Source;
import io.vivim.libp2p.host.Host;
import io.vivim.libp2p.host.HostListener;
import io.vivim.libp2p.host.Identity;
import io.vivim.libp2p.host.RouterThread;
import io.vivim.libp2p.kad.router.Input;
import io.vivim.libp2p.kad.router.KadRouter;
import io.vivim.libp2p.kad.router.Outcome;
import io.vivim.libp2p.kad.router.Output;
import io.vivim.libp2p.kad.router.RouterLoad;
import io.vivim.libp2p.kad.router.RouterParts;
import io.vivim.libp2p.kad.rpc.KadPeer;
import io.vivim.libp2p.kad.store.MemoryProviders;
import io.vivim.libp2p.kad.store.MemoryRecords;
import io.vivim.libp2p.kad.store.Providers;
import io.vivim.libp2p.kad.store.Records;
import io.vivim.libp2p.kad.table.Neighbourhood;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.peer.PeerId;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/**
 * A peer of a DHT (libp2p specifications, "kad-dht") on a host: finds peers, values, and who
 * provides what, and answers others where it serves. For any thread.
 */
public final class Kademlia implements AutoCloseable {
  private final Host host;
  private final KadSettings settings;
  private final RouterThread<KadRouter, Input, Output> thread;
  private final Asked asked;
  private final AtomicLong lastTicket = new AtomicLong();
  private final AtomicBoolean isClosed = new AtomicBoolean();

  /** What somebody waits for, by tickets. */
  private final Map<Long, Wanted> wanted = new ConcurrentHashMap<>();

  /** What others were asked and have not answered, by the numbers of requests. */
  private final Map<Long, Question> questions = new ConcurrentHashMap<>();

  /** Of the thread of the router alone. */
  private boolean isServing;

  /** Something that somebody waits for. */
  private record Wanted(CompletableFuture<Outcome> outcome, Consumer<KadPeer> found) {}

  /**
   * Is part of a DHT from now on, until it is closed; to be closed before the host.
   *
   * @param clock the time of day, by which what is kept runs out
   * @param random which parts of the space are looked into
   */
  public Kademlia(Host host, KadSettings settings, InstantSource clock, RandomGenerator random) {
    this(
        host,
        settings,
        new MemoryRecords(settings.stores()),
        new MemoryProviders(settings.stores()),
        clock,
        random);
  }

  /**
   * The same with stores of the caller's, which belong to the DHT as long as it is open.
   *
   * @param records where values are kept
   * @param providers where it is remembered who provides what
   */
  public Kademlia(
      Host host,
      KadSettings settings,
      Records records,
      Providers providers,
      InstantSource clock,
      RandomGenerator random) {
    this.host = host;
    this.settings = settings;
    RouterParts parts =
        new RouterParts(settings.params(), settings.validators(), records, providers);
    KadRouter router = new KadRouter(host.id(), parts, new HostFacts(host), clock, random);
    this.thread =
        new RouterThread<>("kad", router, KadRouter::handle, host.timers(), this::perform);
    this.asked = new Asked(host, settings, thread);
    start();
  }

  private void start() {
    thread.run(this::serveOrNot);
    host.watch(
        new HostListener() {
          @Override
          public void identified(Link link, Identity identity) {
            meet(link, identity);
          }
        });
    for (Link link : host.links()) {
      host.identity(link.peer()).ifPresent(identity -> meet(link, identity));
    }
    thread.every(
        settings.params().times().tick(),
        () -> {
          serveOrNot();
          thread.handle(new Input.Tick());
        });
  }

  /** Serves from now on, or no more, by what the mode says and where we can be reached. */
  private void serveOrNot() {
    boolean serves =
        switch (settings.mode()) {
          case CLIENT -> false;
          case SERVER -> true;
          case AUTO -> host.addresses().stream().anyMatch(each -> Reach.of(each) == Reach.PUBLIC);
        };
    if (serves == isServing || isClosed.get()) {
      return;
    }
    isServing = serves;
    if (serves) {
      host.handleStaged(settings.protocol(), settings.limits().streamsPerPeer(), asked::serve);
    } else {
      host.unhandle(settings.protocol());
    }
  }

  private void meet(Link link, Identity identity) {
    boolean serves = identity.protocols().contains(settings.protocol());
    thread.put(
        serves
            ? new Input.Met(link.peer(), Neighbourhood.of(link.remote()))
            : new Input.Retired(link.peer()));
  }

  /** Where a peer is, as it says itself or, where it does not serve, as others say. */
  public CompletionStage<Optional<KadPeer>> findPeer(PeerId peer) {
    return want(ticket -> new Input.FindPeer(ticket, peer))
        .thenApply(outcome -> outcome.peers().stream().findFirst());
  }

  /** The peers that are the nearest to a key, and answer. */
  public CompletionStage<List<KadPeer>> nearest(Bytes key) {
    return want(ticket -> new Input.FindNearest(ticket, key)).thenApply(Outcome::peers);
  }

  /** The best value of a key that is found. */
  public CompletionStage<Optional<Bytes>> get(Bytes key) {
    return want(ticket -> new Input.Get(ticket, key, settings.quorum())).thenApply(Outcome::value);
  }

  /**
   * Has a value kept, here and by those that are the nearest to its key, for as long as they do.
   *
   * @return how many others keep it; fails where it is not valid
   */
  public CompletionStage<Integer> put(Bytes key, Bytes value) {
    if (!settings.validators().isValid(key, value)) {
      return CompletableFuture.failedFuture(new IOException("a value that is not valid"));
    }
    return want(ticket -> new Input.Put(ticket, key, value)).thenApply(Outcome::kept);
  }

  /**
   * Tells others that this host has what a key stands for, now and again until {@link #withdraw}.
   *
   * @param key the multihash of a CID
   * @return how many others were told
   */
  public CompletionStage<Integer> provide(Bytes key) {
    return want(ticket -> new Input.Provide(ticket, key)).thenApply(Outcome::kept);
  }

  /** This host has that no more; others forget it with time. */
  public void withdraw(Bytes key) {
    thread.put(new Input.Withdraw(key));
  }

  /**
   * Up to so many peers that have what a key stands for.
   *
   * @param found is told of each as soon as it is known, on a thread that must not wait
   */
  public CompletionStage<List<KadPeer>> findProviders(
      Bytes key, int enough, Consumer<KadPeer> found) {
    return want(ticket -> new Input.FindProviders(ticket, key, enough), found)
        .thenApply(Outcome::peers);
  }

  /** The same, told when all are known. */
  public CompletionStage<List<KadPeer>> findProviders(Bytes key, int enough) {
    return findProviders(key, enough, provider -> {});
  }

  /** Looks around now: there are others where there was nobody. */
  public void refresh() {
    thread.put(new Input.Refresh());
  }

  /** The peers in its table. */
  public CompletionStage<List<PeerId>> peers() {
    return thread.ask(KadRouter::peers);
  }

  /** How much it holds. */
  public CompletionStage<RouterLoad> load() {
    return thread.ask(KadRouter::load);
  }

  private CompletionStage<Outcome> want(LongFunction<Input> input) {
    return want(input, provider -> {});
  }

  private CompletionStage<Outcome> want(LongFunction<Input> input, Consumer<KadPeer> found) {
    long ticket = lastTicket.incrementAndGet();
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    wanted.put(ticket, new Wanted(outcome, found));
    boolean isTaken =
        thread.run(
            () -> {
              try {
                thread.handle(input.apply(ticket));
              } catch (RuntimeException e) {
                // A store or a judge of the caller's has failed.
                wanted.remove(ticket);
                outcome.completeExceptionally(e);
              }
            });
    if (!isTaken || isClosed.get()) {
      wanted.remove(ticket);
      outcome.completeExceptionally(new IOException("closed"));
    }
    return outcome;
  }

  /** Does what the router wants to be done. */
  private void perform(Output output) {
    if (output instanceof Output.Ask ask) {
      ask(ask);
    } else if (output instanceof Output.Abandon abandon) {
      Question question = questions.remove(abandon.request());
      if (question != null) {
        question.abandon();
      }
    } else if (output instanceof Output.Learned learned) {
      List<Multiaddr> addresses = learned.peer().addresses();
      host.peers().said(learned.peer().id(), addresses, Source.CLAIMED);
    } else if (output instanceof Output.Found found) {
      Wanted one = wanted.get(found.ticket());
      if (one != null) {
        one.found.accept(found.provider());
      }
    } else if (output instanceof Output.Done done) {
      Wanted one = wanted.remove(done.ticket());
      if (one != null) {
        one.outcome.complete(done.outcome());
      }
    }
  }

  private void ask(Output.Ask ask) {
    Question question = new Question(host, settings.messages(), ask);
    questions.put(ask.request(), question);
    CompletionStage<Void> unused =
        question
            .put(settings.protocol())
            .thenAccept(
                input -> {
                  questions.remove(ask.request());
                  thread.put(input);
                });
  }

  /** Is part of the DHT no more. */
  @Override
  public void close() {
    if (!isClosed.compareAndSet(false, true)) {
      return;
    }
    host.unhandle(settings.protocol());
    thread.stop();
    questions.values().forEach(Question::abandon);
    for (Wanted one : List.copyOf(wanted.values())) {
      one.outcome.completeExceptionally(new IOException("closed"));
    }
    wanted.clear();
  }
}
