package io.vivim.codec;

/** What became of an input: a value, or the refusal that says why there is none. */
public sealed interface Decoded<T> {
  /** The input was good. */
  record Value<T>(T value) implements Decoded<T> {}

  /** The input was not. */
  record Refused<T>(Refusal refusal) implements Decoded<T> {}

  /** The value, for callers who cannot go on without it. */
  default T orThrow() throws RefusedException {
    if (this instanceof Value<T> good) {
      return good.value();
    }
    Refusal refusal = ((Refused<T>) this).refusal();
    throw new RefusedException(refusal.reason(), refusal.offset());
  }
}
