/**
 * What every implementation of the formats has to agree with: test vectors as JSON files, and
 * somebody who checks logs by their specifications alone.
 */
@NullMarked
package io.vivim.testvectors;

import org.jspecify.annotations.NullMarked;
