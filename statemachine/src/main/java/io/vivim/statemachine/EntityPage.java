package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * Some of the entities that were looked for.
 *
 * @param next where to go on; empty behind the last one. A page may have fewer entities than asked
 *     for, even none, and still a next one
 */
public record EntityPage(List<Entity> entities, Optional<Bytes> next) {
  public EntityPage {
    entities = List.copyOf(entities);
  }
}
