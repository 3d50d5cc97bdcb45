/**
 * The log and the state in one store, and how new events of one's own come into them.
 *
 * <p>The door is {@link io.vivim.node.ledger.Ledger}.
 */
@NullMarked
package io.vivim.node.ledger;

import org.jspecify.annotations.NullMarked;
