/**
 * yamux 1.0 as a state machine: many streams over one connection, with flow control for each. It
 * sees headers and counts bytes; the bytes themselves pass by uncopied, and it reads no socket and
 * no clock.
 */
@NullMarked
package io.vivim.libp2p.yamux;

import org.jspecify.annotations.NullMarked;
