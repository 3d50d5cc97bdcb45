/** Measures our parts against their limits and peers. */
@NullMarked
package io.vivim.benchmarks;

import org.jspecify.annotations.NullMarked;
