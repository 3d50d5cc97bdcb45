package io.vivim.store;

import java.util.Map;

/**
 * Figures about a store.
 *
 * @param engine the engine's name
 * @param diskBytes what its files take up
 * @param entries how many keys it holds; an estimate where the engine does not count them
 * @param counters what the engine counts for itself, by name
 */
public record StoreStats(String engine, long diskBytes, long entries, Map<String, Long> counters) {}
