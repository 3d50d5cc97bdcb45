/**
 * A Merkle tree that only grows, after RFC 6962, in tiles after C2SP's tlog-tiles: how it grows,
 * what it proves, and how proofs are checked. Pure; where tiles lie is for others to say.
 */
@NullMarked
package io.vivim.blockbuilder.merkle;

import org.jspecify.annotations.NullMarked;
