package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * A sum of integers. It is kept exactly, however large, so that no order of additions overflows
 * before another; what is shown stays within the integers of the data model.
 */
record CounterField(BigInteger sum) implements Field {
  static final CounterField ZERO = new CounterField(BigInteger.ZERO);

  private static final BigInteger MOST = BigInteger.ONE.shiftLeft(53).subtract(BigInteger.ONE);

  @Override
  public Field apply(Operation operation, Stamp stamp, Past past, int mostBytes) {
    return operation instanceof Operation.Increment increment
        ? new CounterField(sum.add(increment.by().asBigInteger()))
        : this;
  }

  @Override
  public Optional<Ipld> value(Policy policy, Room room) {
    return Optional.of(Ipld.of(sum.min(MOST).max(MOST.negate()).longValueExact()));
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
    return Ipld.of(Bytes.owning(sum.toByteArray()));
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
    return encode(0);
  }

  static CounterField decode(Ipld encoded) {
    return new CounterField(new BigInteger(Coded.bytes(encoded).toArray()));
  }
}
