package io.vivim.statemachine;

import io.vivim.store.StoreView;

/** What is written of the state as a whole. */
final class StateMeta {
  /** The last position of the log that is folded. */
  static final String POSITION = "position";

  private StateMeta() {}

  static long position(StoreView store) {
    return store.get(StateKeys.meta(POSITION)).map(value -> value.longAt(0)).orElse(0L);
  }
}
