/**
 * One small port for everything durable: keys and values in order, with snapshots and atomic
 * batches, and the engines behind it.
 */
@NullMarked
package io.vivim.store;

import org.jspecify.annotations.NullMarked;
