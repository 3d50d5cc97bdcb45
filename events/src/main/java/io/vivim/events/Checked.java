package io.vivim.events;

/** What a check made of its input: the next stage of it, or the reason why there is none. */
public sealed interface Checked<T> {
  /** It passed. */
  record Good<T>(T value) implements Checked<T> {}

  /** It is refused for good. */
  record Bad<T>(Rejection rejection) implements Checked<T> {}

  /**
   * The value, for callers who know that it is good.
   *
   * @throws IllegalStateException where it is not
   */
  default T orThrow() {
    if (this instanceof Good<T> good) {
      return good.value();
    }
    throw new IllegalStateException(((Bad<T>) this).rejection().toString());
  }
}
