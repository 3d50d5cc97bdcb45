/**
 * A peer of a DHT, without a network: whom it knows, what it answers, and how it finds what others
 * have.
 */
@NullMarked
package io.vivim.libp2p.kad.router;

import org.jspecify.annotations.NullMarked;
