/** Whom a peer of a DHT knows, ordered by their distance from it. */
@NullMarked
package io.vivim.libp2p.kad.table;

import org.jspecify.annotations.NullMarked;
