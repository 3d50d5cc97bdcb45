/**
 * Protocol buffers as libp2p uses them: a reader that trusts nobody and a writer with one output.
 */
@NullMarked
package io.vivim.libp2p.wire;

import org.jspecify.annotations.NullMarked;
