package io.vivim.search;

import io.vivim.events.EventId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins ranked lists whose scores cannot be compared: a result's score is the sum over the lists of
 * 1 / (60 + its rank there), ranks from 1; a list that lacks it adds nothing. (Cormack, Clarke and
 * Büttcher, "Reciprocal Rank Fusion", SIGIR 2009, where the 60 is from.)
 */
final class RankFusion {
  private static final int DAMPING = 60;

  static final Comparator<SearchHit> ORDER =
      Comparator.comparing(SearchHit::score).reversed().thenComparing(SearchHit::entity);

  private RankFusion() {}

  static List<SearchHit> join(List<List<SearchHit>> lists) {
    Map<EventId, Double> scores = new HashMap<>();
    for (List<SearchHit> list : lists) {
      for (int i = 0; i < list.size(); i++) {
        scores.merge(list.get(i).entity(), 1.0 / (DAMPING + i + 1), Double::sum);
      }
    }
    List<SearchHit> joined = new ArrayList<>();
    scores.forEach((entity, score) -> joined.add(new SearchHit(entity, score.floatValue())));
    joined.sort(ORDER);
    return joined;
  }
}
