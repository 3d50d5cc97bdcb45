package io.vivim.libp2p.kad.router;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.kad.rpc.KadMessage;
import io.vivim.libp2p.kad.rpc.KadPeer;
import io.vivim.libp2p.kad.rpc.Kind;
import io.vivim.libp2p.kad.table.Neighbourhood;
import io.vivim.libp2p.kad.table.Place;
import io.vivim.libp2p.peer.PeerId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is wanted, whom that makes us ask, and what becomes of each question. */
final class Jobs {
  private final RouterState state;

  /** By their tickets. */
  private final Map<Long, Job> jobs = new LinkedHashMap<>();

  private final Map<Job, Consumer<Outcome>> ends = new HashMap<>();

  /** By the numbers of requests, the one that was sent longest ago first. */
  private final Map<Long, Question> questions = new LinkedHashMap<>();

  private final Map<PeerId, Long> checked = new HashMap<>();
  private long nextRequest = 1;

  /**
   * A question that was not answered so far.
   *
   * @param job nothing where it is asked only whether somebody is there
   * @param candidate nothing in that case
   * @param isTelling whether it is past the way
   */
  private record Question(
      PeerId peer,
      @Nullable Job job,
      @Nullable Candidate candidate,
      KadMessage message,
      boolean isTelling,
      long deadline) {}

  Jobs(RouterState state) {
    this.state = state;
  }

  /** The way to a place, with those that we know as its beginning. */
  Lookup lookup(Place target) {
    Lookup lookup = new Lookup(state.self, target, state.params);
    state.table.nearest(target, state.params.near()).forEach(lookup::seed);
    state.table.looked(target, state.now);
    return lookup;
  }

  /** When a job that begins now has to be over. */
  long deadline() {
    return state.now + state.params.times().lookup().toNanos();
  }

  /**
   * Begins a job.
   *
   * @param end is told what came of it
   */
  void start(Job job, Consumer<Outcome> end) {
    jobs.put(job.ticket, job);
    ends.put(job, end);
    step(job);
  }

  /** Nobody waits for a job any more. */
  void cancel(long ticket) {
    Job job = jobs.remove(ticket);
    if (job != null) {
      ends.remove(job);
      abandon(job, true);
    }
  }

  /** Asks whether a peer is there, if not too many are being asked. */
  void check(PeerId peer) {
    if (checked.size() < state.params.checks() && !checked.containsKey(peer)) {
      checked.put(peer, nextRequest);
      ask(peer, null, null, KadMessage.find(state.self), false);
    }
  }

  private void ask(
      PeerId peer,
      @Nullable Job job,
      @Nullable Candidate candidate,
      KadMessage message,
      boolean isTelling) {
    long deadline = state.now + state.params.times().request().toNanos();
    long request = nextRequest++;
    questions.put(request, new Question(peer, job, candidate, message, isTelling, deadline));
    List<Multiaddr> addresses = candidate == null ? List.of() : List.copyOf(candidate.addresses);
    state.add(new Output.Ask(request, peer, addresses, message));
  }

  /** Asks whoever is to be asked now, and ends what is at its end. */
  private void step(Job job) {
    if (job.arrive()) {
      abandon(job, false);
    }
    if (job.isLookingUp()) {
      for (Candidate next : job.lookup.next()) {
        ask(next.peer, job, next, job.question, false);
      }
    }
    for (Job.Telling next = tell(job); next != null; next = tell(job)) {
      ask(next.to().peer, job, next.to(), next.message(), true);
    }
    if (job.isDone()) {
      end(job);
    }
  }

  private Job.@Nullable Telling tell(Job job) {
    return job.tell(state.params.parallel());
  }

  private void end(Job job) {
    jobs.remove(job.ticket);
    Consumer<Outcome> end = ends.remove(job);
    abandon(job, true);
    if (end != null) {
      end.accept(job.outcome());
    }
  }

  /** Waits no more for answers to what a job asked on its way, or at all. */
  private void abandon(Job job, boolean isAll) {
    for (Iterator<Map.Entry<Long, Question>> each = questions.entrySet().iterator();
        each.hasNext(); ) {
      Map.Entry<Long, Question> question = each.next();
      if (job.equals(question.getValue().job) && (isAll || !question.getValue().isTelling)) {
        state.add(new Output.Abandon(question.getKey()));
        each.remove();
      }
    }
  }

  private @Nullable Question take(long request) {
    Question question = questions.remove(request);
    if (question != null && question.job == null) {
      checked.remove(question.peer);
    }
    return question;
  }

  /** A peer has answered, and so is there. */
  void answered(long request, KadMessage answer, Optional<Neighbourhood> neighbourhood) {
    Question question = take(request);
    if (question == null) {
      return;
    }
    if (answer.kind() != question.message.kind()) {
      failed(question);
      return;
    }
    state.table.heard(question.peer, neighbourhood, state.now).ifPresent(this::check);
    Job job = question.job;
    Candidate candidate = question.candidate;
    if (job == null || candidate == null) {
      return;
    }
    if (question.isTelling) {
      job.told(isKept(question.message, answer));
    } else {
      answer.closer().forEach(this::learn);
      answer.providers().forEach(this::learn);
      job.lookup.answered(candidate, answer.closer());
      job.answered(candidate, answer);
    }
    step(job);
  }

  /** Who keeps a record says it back. */
  private static boolean isKept(KadMessage told, KadMessage answer) {
    return told.kind() == Kind.PUT_VALUE
        && told.record().map(one -> one.value()).equals(answer.record().map(one -> one.value()));
  }

  private void learn(KadPeer peer) {
    if (!peer.id().equals(state.self) && !peer.addresses().isEmpty()) {
      state.add(new Output.Learned(peer));
    }
  }

  /** What somebody was told has gone out. */
  void told(long request) {
    Question question = take(request);
    if (question != null && question.job != null) {
      question.job.told(true);
      step(question.job);
    }
  }

  void failed(long request) {
    Question question = take(request);
    if (question != null) {
      failed(question);
    }
  }

  private void failed(Question question) {
    state.table.remove(question.peer, state.now);
    Job job = question.job;
    Candidate candidate = question.candidate;
    if (job == null || candidate == null) {
      return;
    }
    if (question.isTelling) {
      job.told(false);
    } else {
      job.lookup.failed(candidate);
    }
    step(job);
  }

  /** Gives up what takes too long. */
  void tick() {
    for (Map.Entry<Long, Question> oldest = oldest(); oldest != null; oldest = oldest()) {
      state.add(new Output.Abandon(oldest.getKey()));
      failed(oldest.getKey());
    }
    for (Job job : List.copyOf(jobs.values())) {
      // Whoever was found until then is told; that has an end of its own.
      if (job.isLookingUp() && state.now - job.deadline >= 0) {
        job.satisfy();
        step(job);
      }
    }
  }

  private Map.@Nullable Entry<Long, Question> oldest() {
    Iterator<Map.Entry<Long, Question>> first = questions.entrySet().iterator();
    if (!first.hasNext()) {
      return null;
    }
    Map.Entry<Long, Question> oldest = first.next();
    return state.now - oldest.getValue().deadline >= 0 ? oldest : null;
  }

  int size() {
    return jobs.size();
  }

  int questions() {
    return questions.size();
  }
}
