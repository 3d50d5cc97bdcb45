/** What a running node does with blocks: makes them of its log, and tells others of them. */
@NullMarked
package io.vivim.node.blocks;

import org.jspecify.annotations.NullMarked;
