package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.statemachine.model.Room;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The entities of a page, one after the other, as far as there is room for them; for one answer.
 */
final class ShownPage {
  private final EntityReader entities;
  private final Room room = Room.of(Merging.MAX_PAGE_BYTES);
  private final List<Entity> shown = new ArrayList<>();

  /** The mark of the last entity. */
  private @Nullable Bytes last;

  ShownPage(EntityReader entities) {
    this.entities = entities;
  }

  /**
   * Adds an entity, and answers whether there was room for it; there is for the first one.
   *
   * @param mark behind which the page goes on that begins after it
   */
  boolean add(Bytes mark, EntityReader.Found found) {
    Room own = Room.of(EntityReader.MAX_ENTITY_BYTES);
    Entity entity = entities.shown(found.state(), own);
    if (!room.take(found.bytes() + own.used()) && !shown.isEmpty()) {
      return false;
    }
    shown.add(entity);
    last = mark;
    return true;
  }

  int size() {
    return shown.size();
  }

  EntityPage ending(Optional<Bytes> next) {
    return new EntityPage(shown, next);
  }

  /** The page without what there was no room for, which the next one begins with. */
  EntityPage endingEarly() {
    return new EntityPage(shown, Optional.ofNullable(last));
  }
}
