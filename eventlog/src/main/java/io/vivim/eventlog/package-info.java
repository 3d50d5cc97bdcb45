/** The event log: how events come in, what is kept of them, and how they are found again. */
@NullMarked
package io.vivim.eventlog;

import org.jspecify.annotations.NullMarked;
