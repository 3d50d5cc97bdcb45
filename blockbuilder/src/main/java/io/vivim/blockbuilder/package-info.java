/**
 * Blocks: what a builder makes of the events of a scope, so that anybody can check that it shows
 * everybody the same history; and those who check it.
 */
@NullMarked
package io.vivim.blockbuilder;

import org.jspecify.annotations.NullMarked;
