/**
 * Noise as libp2p speaks it: two peers prove to each other who they are, agree on keys that nobody
 * else has, and seal all that follows. Nothing here reads a socket or a clock.
 */
@NullMarked
package io.vivim.libp2p.noise;

import org.jspecify.annotations.NullMarked;
