/** Measures the event log: ingest, reading, filters, export and import, each in one process. */
@NullMarked
package io.vivim.benchmarks.log;

import org.jspecify.annotations.NullMarked;
