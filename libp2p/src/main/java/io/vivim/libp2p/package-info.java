/** A host that talks to every libp2p; knows bytes only, and nothing of what they mean. */
@NullMarked
package io.vivim.libp2p;

import org.jspecify.annotations.NullMarked;
