/**
 * What a peer of a DHT keeps for others: records, who provides what, and which records are good.
 */
@NullMarked
package io.vivim.libp2p.kad.store;

import org.jspecify.annotations.NullMarked;
