package io.vivim.libp2p.kad.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.kad.rpc.KadMessage;
import io.vivim.libp2p.kad.rpc.KadPeer;
import io.vivim.libp2p.kad.rpc.Kind;
import io.vivim.libp2p.kad.table.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is done without being asked for: the table is kept full and true, what we provide is told
 * again, and what has run out is forgotten.
 */
final class Upkeep {
  /** Buckets that are looked into by keys of their own; nearer ones are by our own name. */
  private static final int MOST_BITS = 15;

  private static final int KEY_BYTES = 32;

  /** Jobs of our own at a time, so that those that somebody waits for have room. */
  private static final int OWN_JOBS = 2;

  private final RouterState state;
  private final Jobs jobs;

  /** When what we provide was last told to others, in nanoseconds; the longest ago first. */
  private final Map<Bytes, Long> provided = new LinkedHashMap<>();

  /** Keys that are to be looked for, so that we come to know who is near them. */
  private final Deque<Bytes> toLookFor = new ArrayDeque<>();

  private int running;

  /** Tickets of our own are below 0. */
  private long nextTicket = -1;

  private long refreshed;
  private boolean isFresh;

  Upkeep(RouterState state, Jobs jobs) {
    this.state = state;
    this.jobs = jobs;
  }

  /** From now on something is told again and again; it is told for the first time elsewhere. */
  void provides(Bytes key) {
    provided.remove(key);
    provided.put(key, state.now);
  }

  void withdraw(Bytes key) {
    provided.remove(key);
  }

  /** Looks who is near us, and into each part of the space where nobody was looked for lately. */
  void refresh() {
    isFresh = true;
    refreshed = state.now;
    toLookFor.clear();
    toLookFor.add(state.self.bytes());
    long before = state.now - state.params.times().refresh().toNanos() / 2;
    for (int bits : state.table.stale(before, state.now)) {
      if (bits <= MOST_BITS) {
        toLookFor.add(keyAt(bits));
      }
    }
    work();
  }

  /** A key that has so many bits in common with us: one of so many that chance gives. */
  private Bytes keyAt(int bits) {
    byte[] key = new byte[KEY_BYTES];
    Bytes made;
    do {
      state.random.nextBytes(key);
      made = Bytes.copyOf(key);
    } while (state.table.commonBits(Place.of(made)) != bits);
    return made;
  }

  void tick() {
    boolean isDue = state.now - refreshed >= state.params.times().refresh().toNanos();
    if (state.table.size() > 0 && (isDue || !isFresh)) {
      refresh();
    }
    long since = state.now - state.params.table().trusted().toNanos();
    state.table.silent(since).forEach(jobs::check);
    state.records.expire(state.today());
    state.providers.expire(state.today());
    work();
  }

  /** Begins what is due, a little at a time. */
  private void work() {
    while (running < OWN_JOBS) {
      Bytes again = due();
      if (again != null) {
        provides(again);
        run(provide(nextTicket--, again));
      } else if (!toLookFor.isEmpty()) {
        Bytes key = toLookFor.remove();
        Lookup lookup = jobs.lookup(Place.of(key));
        KadMessage question = KadMessage.about(Kind.FIND_NODE, key);
        run(new Job.Nearest(nextTicket--, lookup, question, jobs.deadline()));
      } else {
        return;
      }
    }
  }

  private void run(Job job) {
    running++;
    jobs.start(
        job,
        outcome -> {
          running--;
          work();
        });
  }

  private @Nullable Bytes due() {
    if (provided.isEmpty() || state.table.size() == 0) {
      return null;
    }
    Map.Entry<Bytes, Long> oldest = provided.entrySet().iterator().next();
    boolean isDue = state.now - oldest.getValue() >= state.params.times().republish().toNanos();
    return isDue ? oldest.getKey() : null;
  }

  /** Tells the nearest to a key that we have what it stands for, and where we are. */
  Job provide(long ticket, Bytes key) {
    KadPeer us = KadPeer.at(state.self, state.facts.ours());
    boolean unused = state.providers.add(key, us, state.today());
    Lookup lookup = jobs.lookup(Place.of(key));
    return new Job.Tell(ticket, lookup, KadMessage.provide(key, us), jobs.deadline());
  }

  int provided() {
    return provided.size();
  }
}
