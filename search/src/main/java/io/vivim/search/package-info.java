/** Answers questions about entities by their words, tags and embeddings; a follower of the log. */
@NullMarked
package io.vivim.search;

import org.jspecify.annotations.NullMarked;
