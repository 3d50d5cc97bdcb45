package io.vivim.statemachine.model;

/** A named part of what a command says, or of a value that is a map. */
record Argument(String name, Shape shape, boolean isNeeded, String meaning) {
  static Argument needed(String name, Shape shape, String meaning) {
    return new Argument(name, shape, true, meaning);
  }

  static Argument optional(String name, Shape shape, String meaning) {
    return new Argument(name, shape, false, meaning);
  }
}
