/** A node that does what it is told, for measurements of links and streams. */
@NullMarked
package io.vivim.benchmarks.net;

import org.jspecify.annotations.NullMarked;
