package io.vivim.statemachine;

/**
 * How many generations of ancestors an entity has.
 *
 * @param count 0 where it has none
 * @param isWhole whether all ancestors were met that the reader may see; else there may be more
 *     generations than that, and are never fewer
 */
public record Generations(int count, boolean isWhole) {}
