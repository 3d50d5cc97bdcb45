/**
 * Links: connections to peers that have proven who they are, and that carry streams; and the
 * transports that make them. Here, and only here, the protocols meet sockets.
 */
@NullMarked
package io.vivim.libp2p.link;

import org.jspecify.annotations.NullMarked;
