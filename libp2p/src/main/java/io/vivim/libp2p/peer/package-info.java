/**
 * Who somebody is on libp2p: keys of four kinds, the peer id that a key gives, and envelopes that a
 * key has signed.
 */
@NullMarked
package io.vivim.libp2p.peer;

import org.jspecify.annotations.NullMarked;
