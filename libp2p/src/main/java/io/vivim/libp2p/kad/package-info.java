/** A DHT of libp2p, on the streams of a host: finds peers, values, and who provides what. */
@NullMarked
package io.vivim.libp2p.kad;

import org.jspecify.annotations.NullMarked;
