package io.vivim.libp2p.kad.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.kad.rpc.KadMessage;
import io.vivim.libp2p.kad.rpc.Kind;
import io.vivim.libp2p.kad.store.Records;
import io.vivim.libp2p.kad.table.Place;
import io.vivim.libp2p.peer.PeerId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A peer of a DHT without a network (libp2p specifications, "kad-dht"): it takes what happens and
 * the time, and answers what is to be done. What it does follows from its inputs, the time of day
 * and the source of its chance alone. For one thread.
 */
public final class KadRouter {
  private final RouterState state;
  private final Jobs jobs;
  private final Serving serving;
  private final Upkeep upkeep;

  /**
   * @param facts what is known of peers besides
   * @param clock the time of day, by which what is kept runs out
   * @param random which keys are looked for to come to know others
   */
  public KadRouter(
      PeerId self,
      RouterParts parts,
      PeerFacts facts,
      InstantSource clock,
      RandomGenerator random) {
    this.state = new RouterState(self, parts, facts, clock, random);
    this.jobs = new Jobs(state);
    this.serving = new Serving(state);
    this.upkeep = new Upkeep(state, jobs);
  }

  /**
   * Takes what has happened.
   *
   * @param now in nanoseconds, never less than before
   */
  public List<Output> handle(Input input, long now) {
    state.now = now;
    if (input instanceof Input.Asked asked) {
      serving.asked(asked);
    } else if (input instanceof Input.Answered answered) {
      jobs.answered(answered.request(), answered.message(), answered.neighbourhood());
    } else if (input instanceof Input.Told told) {
      jobs.told(told.request());
    } else if (input instanceof Input.Failed failed) {
      jobs.failed(failed.request());
    } else if (input instanceof Input.Met met) {
      met(met);
    } else if (input instanceof Input.Retired retired) {
      state.table.remove(retired.peer(), now);
    } else if (input instanceof Input.Tick) {
      jobs.tick();
      upkeep.tick();
    } else if (input instanceof Input.Refresh) {
      upkeep.refresh();
    } else if (input instanceof Input.Withdraw withdraw) {
      upkeep.withdraw(withdraw.key());
    } else if (input instanceof Input.Cancel cancel) {
      jobs.cancel(cancel.ticket());
    } else {
      wanted(input);
    }
    return state.take();
  }

  /** Who says that it serves is asked whether it does before it has a place. */
  private void met(Input.Met met) {
    if (state.table.wants(met.peer(), met.neighbourhood())) {
      jobs.check(met.peer());
    }
  }

  private void wanted(Input input) {
    if (input instanceof Input.FindPeer find) {
      Lookup lookup = jobs.lookup(Place.of(find.peer()));
      start(new Job.FindPeer(find.ticket(), lookup, find.peer(), jobs.deadline()));
    } else if (input instanceof Input.FindNearest find) {
      KadMessage question = KadMessage.about(Kind.FIND_NODE, find.key());
      Lookup lookup = jobs.lookup(Place.of(find.key()));
      start(new Job.Nearest(find.ticket(), lookup, question, jobs.deadline()));
    } else if (input instanceof Input.Get get) {
      get(get);
    } else if (input instanceof Input.Put put) {
      put(put);
    } else if (input instanceof Input.Provide provide) {
      upkeep.provides(provide.key());
      start(upkeep.provide(provide.ticket(), provide.key()));
    } else if (input instanceof Input.FindProviders find) {
      findProviders(find);
    }
  }

  private void start(Job job) {
    jobs.start(job, outcome -> state.add(new Output.Done(job.ticket, outcome)));
  }

  private void put(Input.Put put) {
    if (!state.validators.isValid(put.key(), put.value())) {
      throw new IllegalArgumentException("nobody keeps what is not valid");
    }
    boolean unused = serving.keep(put.key(), put.value(), state.self);
    KadMessage message = KadMessage.put(state.record(put.key(), put.value(), state.today()));
    Lookup lookup = jobs.lookup(Place.of(put.key()));
    start(new Job.Tell(put.ticket(), lookup, message, jobs.deadline()));
  }

  private void get(Input.Get get) {
    Bytes key = get.key();
    Optional<Bytes> ours =
        state
            .records
            .find(key, state.today())
            .map(Records.Kept::value)
            .filter(value -> state.validators.isValid(key, value));
    GetValue job =
        new GetValue(
            get.ticket(),
            jobs.lookup(Place.of(key)),
            get,
            state.validators,
            value -> state.record(key, value, state.today()),
            jobs.deadline());
    ours.ifPresent(job::has);
    Consumer<Outcome> done =
        outcome -> {
          // Only what we keep anyway is brought up to date here.
          if (ours.isPresent() && job.isNewTo(ours)) {
            outcome.value().ifPresent(value -> serving.keep(key, value, state.self));
          }
          state.add(new Output.Done(get.ticket(), outcome));
        };
    jobs.start(job, done);
  }

  private void findProviders(Input.FindProviders find) {
    FindProviders job =
        new FindProviders(
            find.ticket(),
            jobs.lookup(Place.of(find.key())),
            find,
            provider -> state.add(new Output.Found(find.ticket(), provider)),
            jobs.deadline());
    job.has(state.providers.find(find.key(), state.today()));
    start(job);
  }

  /** The peers in its table. */
  public List<PeerId> peers() {
    return state.table.peers();
  }

  /** How much it holds. */
  public RouterLoad load() {
    return new RouterLoad(
        state.table.size(),
        state.table.spare(),
        jobs.size(),
        jobs.questions(),
        state.records.size(),
        state.providers.size(),
        upkeep.provided());
  }
}
