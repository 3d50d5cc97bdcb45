package io.vivim.blockbuilder.merkle;

import io.vivim.codec.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * A proof that a tree begins with all of an earlier one (RFC 6962, section 2.1.2; checked as RFC
 * 9162, section 2.1.4.2 says).
 *
 * @param path empty where the earlier one is empty, or the same
 */
public record ConsistencyProof(long earlier, long later, List<Bytes> path) {
  public ConsistencyProof {
    path = List.copyOf(path);
  }

  /** Whether it proves that one tree goes on from another. */
  public boolean connects(TreeHead before, TreeHead after) {
    if (before.size() != earlier || after.size() != later || earlier > later) {
      return false;
    }
    if (earlier == 0) {
      return path.isEmpty()
          && before.root().equals(TreeHasher.EMPTY_ROOT)
          && (later > 0 || after.root().equals(TreeHasher.EMPTY_ROOT));
    }
    if (earlier == later) {
      return path.isEmpty() && before.root().equals(after.root());
    }
    if (path.isEmpty() || path.stream().anyMatch(p -> p.size() != TreeHasher.HASH_BYTES)) {
      return false;
    }
    return walk(before, after);
  }

  private boolean walk(TreeHead before, TreeHead after) {
    List<Bytes> way = new ArrayList<>(path);
    if (Long.bitCount(earlier) == 1) {
      way.add(0, before.root());
    }
    TreeHasher hasher = new TreeHasher();
    long at = earlier - 1;
    long last = later - 1;
    while ((at & 1) == 1) {
      at >>>= 1;
      last >>>= 1;
    }
    Bytes old = way.get(0);
    Bytes now = old;
    for (Bytes beside : way.subList(1, way.size())) {
      if (last == 0) {
        return false;
      }
      if ((at & 1) == 1 || at == last) {
        old = hasher.node(beside, old);
        now = hasher.node(beside, now);
        while ((at & 1) == 0 && at != 0) {
          at >>>= 1;
          last >>>= 1;
        }
      } else {
        now = hasher.node(now, beside);
      }
      at >>>= 1;
      last >>>= 1;
    }
    return last == 0 && old.equals(before.root()) && now.equals(after.root());
  }
}
