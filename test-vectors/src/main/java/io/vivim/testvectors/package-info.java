/** The test vectors that every implementation of the formats has to agree with, as JSON files. */
@NullMarked
package io.vivim.testvectors;

import org.jspecify.annotations.NullMarked;
