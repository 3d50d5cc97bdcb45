/** Events: what they are, how they are written and read, and what makes one valid. Pure, no IO. */
@NullMarked
package io.vivim.events;

import org.jspecify.annotations.NullMarked;
