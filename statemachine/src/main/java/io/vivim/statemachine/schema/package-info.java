/**
 * JSON Schema over the data model: what a stranger's schema says of a stranger's value.
 *
 * <p>The way through: {@link io.vivim.statemachine.schema.Schema#compile} reads a schema or refuses
 * it; {@link io.vivim.statemachine.schema.Schema#check} holds a value against it. Both are bounded
 * in steps and depth, and say the same on every node.
 */
@NullMarked
package io.vivim.statemachine.schema;

import org.jspecify.annotations.NullMarked;
