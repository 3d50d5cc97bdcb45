package io.vivim.search;

import io.vivim.events.EventId;

/** What happens to one entity's document. */
public sealed interface Change {
  EventId entity();

  /** The document takes the place of the one before it, if any. */
  record Put(SearchDocument document) implements Change {
    @Override
    public EventId entity() {
      return document.entity();
    }
  }

  /** There is no document of this entity any more; its words leave the files in good time. */
  record Remove(EventId entity) implements Change {}

  /**
   * Like {@link Remove}, and what the document said before leaves the files as soon as they can be
   * rewritten. Where the entity lives on without what was erased, a {@link Put} follows in the same
   * batch; nobody sees the moment between them.
   */
  record Expunge(EventId entity) implements Change {}
}
