/** Peers of one network that find each other by multicast. */
@NullMarked
package io.vivim.libp2p.mdns;

import org.jspecify.annotations.NullMarked;
