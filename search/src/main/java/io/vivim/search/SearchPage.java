package io.vivim.search;

import java.util.List;
import java.util.Optional;

/**
 * Some of what a search finds, in order.
 *
 * @param next where to go on; empty where these were the last
 * @param indexedTo the answer knows everything up to this position of the log, and maybe more
 */
public record SearchPage(List<SearchHit> hits, Optional<SearchMark> next, long indexedTo) {
  public SearchPage {
    hits = List.copyOf(hits);
  }
}
