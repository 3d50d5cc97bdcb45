package io.vivim.libp2p.kad.router;

import io.vivim.libp2p.kad.store.Providers;
import io.vivim.libp2p.kad.store.Records;
import io.vivim.libp2p.kad.store.Validators;

/**
 * What a router is made of.
 *
 * @param validators who says which records are good
 * @param records where those are kept that others put here
 * @param providers where it is remembered who provides what
 */
public record RouterParts(
    KadParams params, Validators validators, Records records, Providers providers) {}
