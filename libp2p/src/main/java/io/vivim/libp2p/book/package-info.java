/**
 * What a host remembers of other peers: where they are, who says so, what they speak, and how it
 * went the last time. One table and its rules, kept in memory or in a file.
 */
@NullMarked
package io.vivim.libp2p.book;

import org.jspecify.annotations.NullMarked;
