package io.vivim.libp2p.kad.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.kad.rpc.KadMessage;
import io.vivim.libp2p.kad.rpc.KadRecord;
import io.vivim.libp2p.kad.rpc.Kind;
import io.vivim.libp2p.kad.store.Validators;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks for the best value of a key; those that have a worse one are told of it. */
final class GetValue extends Job {
  private final Bytes key;
  private final int quorum;
  private final Validators validators;
  private final Function<Bytes, KadRecord> record;
  private final List<Candidate> outdated = new ArrayList<>();
  private final List<Candidate> current = new ArrayList<>();
  private @Nullable Bytes best;
  private int answers;
  private int hops;

  /**
   * @param record a value as it is told to others
   */
  GetValue(
      long ticket,
      Lookup lookup,
      Input.Get wanted,
      Validators validators,
      Function<Bytes, KadRecord> record,
      long deadline) {
    super(ticket, lookup, KadMessage.about(Kind.GET_VALUE, wanted.key()), deadline);
    this.key = wanted.key();
    this.quorum = wanted.quorum();
    this.validators = validators;
    this.record = record;
  }

  /** What we have ourselves counts for one. */
  void has(Bytes ours) {
    best = ours;
    count();
  }

  private void count() {
    if (++answers >= quorum) {
      satisfy();
    }
  }

  @Override
  void answered(Candidate by, KadMessage message) {
    Optional<Bytes> value =
        message
            .record()
            .filter(found -> found.key().equals(key))
            .map(KadRecord::value)
            .filter(found -> validators.isValid(key, found));
    if (value.isEmpty()) {
      return;
    }
    Bytes found = value.get();
    if (best == null) {
      best = found;
      hops = by.hops;
      current.add(by);
    } else if (found.equals(best)) {
      current.add(by);
    } else if (validators.isBetter(key, found, best)) {
      best = found;
      hops = by.hops;
      outdated.addAll(current);
      current.clear();
      current.add(by);
    } else {
      outdated.add(by);
    }
    count();
  }

  @Override
  List<Telling> tellings() {
    Bytes found = best;
    if (found == null) {
      return List.of();
    }
    KadMessage message = KadMessage.put(record.apply(found));
    return outdated.stream().map(each -> new Telling(each, message)).toList();
  }

  /** Whether there is a better value than the one that we have. */
  boolean isNewTo(Optional<Bytes> ours) {
    return best != null && !Optional.of(best).equals(ours);
  }

  @Override
  Outcome outcome() {
    return outcome(List.of(), Optional.ofNullable(best), hops);
  }
}
