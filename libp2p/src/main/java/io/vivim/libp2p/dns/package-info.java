/** Names in addresses: what they are looked up to, and the port by which servers are asked. */
@NullMarked
package io.vivim.libp2p.dns;

import org.jspecify.annotations.NullMarked;
