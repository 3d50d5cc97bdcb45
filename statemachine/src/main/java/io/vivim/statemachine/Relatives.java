package io.vivim.statemachine;

import java.util.List;

/**
 * The entities that lie behind another by derivation, or come from it, each once.
 *
 * @param isWhole whether these are all that the reader may see; where one of them is shown in part,
 *     it says so itself
 */
public record Relatives(List<Entity> entities, boolean isWhole) {
  public Relatives {
    entities = List.copyOf(entities);
  }
}
