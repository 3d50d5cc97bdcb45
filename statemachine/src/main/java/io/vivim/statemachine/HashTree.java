package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.EventId;
import java.util.NavigableMap;

/**
 * Hashes of entities, put together by the first two bytes of their ids, so that two who compare
 * theirs from the top down find quickly where they differ.
 */
interface HashTree {
  /** Of everything. */
  Bytes root();

  /** Of all entities whose ids begin with this byte. */
  Bytes branch(int first);

  /** Of all entities whose ids begin with these two bytes. */
  Bytes bucket(int first, int second);

  /** The hashes of the entities whose ids begin with these two bytes. */
  NavigableMap<EventId, Bytes> leaves(int first, int second);
}
