package io.vivim.search;

import io.vivim.events.EventId;

/**
 * An entity that was found.
 *
 * @param score more is better; comparable within one answer only. BM25 for words; (1 + cosine) / 2
 *     for neighbours; the sum of reciprocal ranks for both; 0 where nothing is ranked
 */
public record SearchHit(EventId entity, float score) {}
