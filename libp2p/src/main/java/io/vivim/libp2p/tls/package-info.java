/**
 * TLS 1.3 between peers: certificates that a key of libp2p vouches for, their check, and Netty's
 * handlers set up so that nothing else passes.
 */
@NullMarked
package io.vivim.libp2p.tls;

import org.jspecify.annotations.NullMarked;
