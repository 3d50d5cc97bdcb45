/**
 * What a host lets in and how much of it: limits, the books that hold them, the gate, and which
 * links go when there are too many. Nothing here waits, reads a clock or touches a socket.
 */
@NullMarked
package io.vivim.libp2p.guard;

import org.jspecify.annotations.NullMarked;
