/** What the events mean: how they fold into entities, and who may change what. */
@NullMarked
package io.vivim.statemachine;

import org.jspecify.annotations.NullMarked;
