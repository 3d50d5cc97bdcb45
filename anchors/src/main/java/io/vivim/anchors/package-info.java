/**
 * Anchors: others whose word, or whose chain, says that a checkpoint was there by a time. The
 * builder asks them in its own time, and nothing ever waits for them.
 */
@NullMarked
package io.vivim.anchors;

import org.jspecify.annotations.NullMarked;
