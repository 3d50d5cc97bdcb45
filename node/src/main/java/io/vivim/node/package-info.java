/** The command line and, later, the node: the product's only main, the only place that wires. */
@NullMarked
package io.vivim.node;

import org.jspecify.annotations.NullMarked;
