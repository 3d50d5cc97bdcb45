/** Measures the search index against a scan over everything, in one process. */
@NullMarked
package io.vivim.benchmarks.search;

import org.jspecify.annotations.NullMarked;
