package io.vivim.blockbuilder.merkle;

import io.vivim.codec.Bytes;
import java.util.List;

/**
 * A proof that a tree has a leaf (RFC 6962, section 2.1.1; checked as RFC 9162, section 2.1.3.2
 * says).
 *
 * @param index of the leaf, from 0
 * @param size of the tree
 * @param path the hashes beside the way up, from the leaf's sibling on
 */
public record InclusionProof(long index, long size, List<Bytes> path) {
  public InclusionProof {
    path = List.copyOf(path);
  }

  /** Whether it proves that this tree has this leaf. */
  public boolean proves(Bytes leafHash, TreeHead head) {
    if (head.size() != size || index < 0 || index >= size) {
      return false;
    }
    TreeHasher hasher = new TreeHasher();
    long at = index;
    long last = size - 1;
    Bytes hash = leafHash;
    for (Bytes beside : path) {
      if (last == 0 || beside.size() != TreeHasher.HASH_BYTES) {
        return false;
      }
      if ((at & 1) == 1 || at == last) {
        hash = hasher.node(beside, hash);
        // The levels at which the way goes along the right edge have nothing beside it.
        while ((at & 1) == 0 && at != 0) {
          at >>>= 1;
          last >>>= 1;
        }
      } else {
        hash = hasher.node(hash, beside);
      }
      at >>>= 1;
      last >>>= 1;
    }
    return last == 0 && hash.equals(head.root());
  }
}
