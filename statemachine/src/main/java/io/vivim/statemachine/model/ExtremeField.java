package io.vivim.statemachine.model;

import io.vivim.codec.Ipld;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The largest or the smallest of the numbers that were written.
 *
 * @param extreme the number, or {@code NULL} before the first
 */
record ExtremeField(boolean isMax, Ipld extreme) implements Field {
  @Override
  public Field apply(Operation operation, Stamp stamp, Past past, int mostBytes) {
    if (!(operation instanceof Operation.Assign assign)) {
      return this;
    }
    if (extreme.equals(Ipld.NULL)) {
      return new ExtremeField(isMax, assign.value());
    }
    int order = compare(assign.value(), extreme);
    return (isMax ? order > 0 : order < 0) ? new ExtremeField(isMax, assign.value()) : this;
  }

  /** By size; of an integer and a float of one size the float is the larger, and 0.0 than -0.0. */
  private static int compare(Ipld one, Ipld other) {
    int bySize = size(one).compareTo(size(other));
    return bySize != 0 ? bySize : Double.compare(rank(one), rank(other));
  }

  private static BigDecimal size(Ipld number) {
    return number instanceof Ipld.Int integer
        ? new BigDecimal(integer.asBigInteger())
        : new BigDecimal(((Ipld.Float64) number).value());
  }

  /** Tells numbers of one size apart: an integer, -0.0, any other float. */
  private static int rank(Ipld number) {
    if (number instanceof Ipld.Int) {
      return 0;
    }
    boolean isMinusZero = Double.compare(((Ipld.Float64) number).value(), -0.0) == 0;
    return isMinusZero ? 1 : 2;
  }

  static boolean isNumber(Ipld value) {
    return value instanceof Ipld.Int || value instanceof Ipld.Float64;
  }

  @Override
  public Optional<Ipld> value(Policy policy, Room room) {
    return extreme.equals(Ipld.NULL) ? Optional.empty() : Optional.of(extreme);
  }

  @Override
  public List<Written> conflict(Policy policy, Room room) {
    return List.of();
  }

  @Override
  public boolean isDisputed() {
    return false;
  }

  @Override
  public Ipld encode(int mostBytes) {
    return extreme;
  }

  @Override
  public Optional<Elements> elements() {
    return Optional.empty();
  }

  @Override
  public List<Written> written(Room room) {
    return List.of();
  }

  @Override
  public Ipld form() {
    return extreme;
  }
}
