/**
 * multistream-select 1.0 as two state machines, one a role: how two peers agree on the protocol of
 * a connection or a stream. Nothing here reads a socket or a clock.
 */
@NullMarked
package io.vivim.libp2p.select;

import org.jspecify.annotations.NullMarked;
