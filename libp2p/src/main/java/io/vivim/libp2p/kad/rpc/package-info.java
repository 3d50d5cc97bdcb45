/** What peers of a DHT say to each other, and its bytes. */
@NullMarked
package io.vivim.libp2p.kad.rpc;

import org.jspecify.annotations.NullMarked;
