/** Anchors against others that the tests start on loopback. */
@NullMarked
package io.vivim.anchors;

import org.jspecify.annotations.NullMarked;
