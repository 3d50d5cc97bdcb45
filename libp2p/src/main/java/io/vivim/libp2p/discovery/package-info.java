/**
 * How a host comes to have peers: each way is a finder of its own, and one may have any of them.
 */
@NullMarked
package io.vivim.libp2p.discovery;

import org.jspecify.annotations.NullMarked;
