/**
 * Dialling: which of a peer's addresses are tried, in which order and when, until one is a link.
 * The rules are a machine without a network; {@link io.vivim.libp2p.dial.Dialler} carries out what
 * it decides.
 */
@NullMarked
package io.vivim.libp2p.dial;

import org.jspecify.annotations.NullMarked;
