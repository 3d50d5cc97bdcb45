package io.vivim.statemachine.model;

import io.vivim.codec.Ipld;
import java.util.List;
import java.util.Optional;

/**
 * One value; the last writer's where several wrote at once, or each of theirs.
 *
 * @param keepsAll whether all concurrent values are shown, as a list, whatever the policy
 */
record RegisterField(Maxima maxima, boolean keepsAll) implements Field {
  @Override
  public Field apply(Operation operation, Stamp stamp, Past past) {
    Ipld value = operation instanceof Operation.Assign assign ? assign.value() : Ipld.NULL;
    return new RegisterField(maxima.write(value, stamp, past), keepsAll);
  }

  @Override
  public Optional<Ipld> value(Policy policy) {
    if (!keepsAll && policy != Policy.KEEP_BOTH) {
      return maxima.first(policy);
    }
    List<Ipld> values = maxima.values(policy);
    return values.isEmpty() ? Optional.empty() : Optional.of(new Ipld.Sequence(values));
  }

  @Override
  public List<Written> conflict(Policy policy) {
    return maxima.conflict(policy);
  }

  @Override
  public boolean isDisputed() {
    return maxima.isDisputed();
  }

  @Override
  public Ipld encode(int mostBytes) {
    return maxima.encode();
  }

  @Override
  public Optional<Elements> elements() {
    return Optional.empty();
  }

  @Override
  public List<Written> written() {
    return maxima.written();
  }

  @Override
  public Ipld form() {
    return maxima.form();
  }
}
