/** What we promise of ourselves and of implementations that we did not write, seen on real ones. */
@NullMarked
package io.vivim.interop;

import org.jspecify.annotations.NullMarked;
