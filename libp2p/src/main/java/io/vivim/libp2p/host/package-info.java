/**
 * The host: one identity, where it listens, the links it has, and the protocols that it speaks on
 * their streams.
 */
@NullMarked
package io.vivim.libp2p.host;

import org.jspecify.annotations.NullMarked;
