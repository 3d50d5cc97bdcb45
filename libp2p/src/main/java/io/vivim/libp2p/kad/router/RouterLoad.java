package io.vivim.libp2p.kad.router;

/**
 * How much a router holds.
 *
 * @param peers in its table
 * @param spare peers that wait for a place in it
 * @param jobs that are under way
 * @param questions that were not answered so far
 * @param provided keys that it tells others of again and again
 */
public record RouterLoad(
    int peers, int spare, int jobs, int questions, int records, int providers, int provided) {}
