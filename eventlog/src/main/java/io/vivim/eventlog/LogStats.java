package io.vivim.eventlog;

import io.vivim.store.StoreStats;

/**
 * Figures about a log.
 *
 * @param id the log's id in hex
 * @param events events ever appended
 * @param bytes their headers and payloads that are here
 * @param floor the position up to which payloads were forgotten with age
 * @param held events that wait
 * @param heldBytes their headers and payloads
 * @param inFlight events between submission and acknowledgement
 */
public record LogStats(
    String id,
    long events,
    long bytes,
    long floor,
    int held,
    long heldBytes,
    int inFlight,
    StoreStats store) {}
