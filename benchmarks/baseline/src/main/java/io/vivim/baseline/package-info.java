/** What the limits and peers reach by themselves; knows nothing of ours. */
@NullMarked
package io.vivim.baseline;

import org.jspecify.annotations.NullMarked;
