/**
 * Where somebody is on libp2p: multiaddrs, as text and as bytes, and the records in which peers
 * sign their own.
 */
@NullMarked
package io.vivim.libp2p.address;

import org.jspecify.annotations.NullMarked;
