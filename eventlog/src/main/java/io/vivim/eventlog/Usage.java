package io.vivim.eventlog;

/**
 * What the log holds already.
 *
 * @param signerEvents events of the signer in question, removals excepted
 * @param signerRemovals removals by the signer in question
 * @param logBytes bytes of events in the whole log
 */
public record Usage(long signerEvents, long signerRemovals, long logBytes) {}
