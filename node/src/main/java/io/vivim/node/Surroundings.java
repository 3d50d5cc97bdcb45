package io.vivim.node;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command may know of the machine around it, handed in so that tests choose it.
 *
 * @param variables of the environment
 * @param home the user's own folder
 * @param prompt to ask a person who sits at a terminal
 */
record Surroundings(Map<String, String> variables, Path home, Prompt prompt) {
  /** Asks for a secret without showing it; nothing where nobody can be asked. */
  interface Prompt {
    Optional<char[]> ask(String question);
  }

  /** The home is HOME, as in every shell, and else what the system's list of users says. */
  static Surroundings of(Map<String, String> variables, String listedHome, Prompt prompt) {
    String home = variables.getOrDefault("HOME", "");
    return new Surroundings(variables, Path.of(home.isEmpty() ? listedHome : home), prompt);
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /** Whether traces of our own faults are wanted. */
  boolean debug() {
    return variable("VIVIM_DEBUG").isPresent();
  }
}
