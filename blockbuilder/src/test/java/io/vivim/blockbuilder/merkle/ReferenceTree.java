package io.vivim.blockbuilder.merkle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * RFC 6962, section 2.1, word for word, over a list of entries: slow, and with nothing in common
 * with what it checks.
 */
final class ReferenceTree {
  private ReferenceTree() {}

  static byte[] hash(int prefix, byte[]... parts) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      if (prefix >= 0) {
        sha.update((byte) prefix);
      }
      for (byte[] part : parts) {
        sha.update(part);
      }
      return sha.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** MTH. */
  static byte[] root(List<byte[]> d) {
    if (d.isEmpty()) {
      return hash(-1);
    }
    if (d.size() == 1) {
      return hash(0, d.get(0));
    }
    int k = k(d.size());
    return hash(1, root(d.subList(0, k)), root(d.subList(k, d.size())));
  }

  private static int k(int n) {
    int k = 1;
    while (2 * k < n) {
      k *= 2;
    }
    return k;
  }

  /** PATH. */
  static List<byte[]> path(int m, List<byte[]> d) {
    if (d.size() == 1) {
      return List.of();
    }
    int k = k(d.size());
    List<byte[]> way =
        new ArrayList<>(m < k ? path(m, d.subList(0, k)) : path(m - k, d.subList(k, d.size())));
    way.add(m < k ? root(d.subList(k, d.size())) : root(d.subList(0, k)));
    return way;
  }

  /** PROOF. */
  static List<byte[]> proof(int m, List<byte[]> d) {
    return subproof(m, d, true);
  }

  private static List<byte[]> subproof(int m, List<byte[]> d, boolean b) {
    if (m == d.size()) {
      return b ? List.of() : List.of(root(d));
    }
    int k = k(d.size());
    List<byte[]> way =
        new ArrayList<>(
            m <= k
                ? subproof(m, d.subList(0, k), b)
                : subproof(m - k, d.subList(k, d.size()), false));
    way.add(m <= k ? root(d.subList(k, d.size())) : root(d.subList(0, k)));
    return way;
  }

  /** Whether a path leads from a leaf to a root, by rebuilding what PATH walked. */
  static boolean leads(byte[] leafHash, long index, long size, List<byte[]> path, byte[] root) {
    if (index < 0 || index >= size) {
      return false;
    }
    List<Boolean> turns = new ArrayList<>();
    long m = index;
    long n = size;
    while (n > 1) {
      long k = 1;
      while (2 * k < n) {
        k *= 2;
      }
      boolean left = m < k;
      turns.add(0, left);
      n = left ? k : n - k;
      m = left ? m : m - k;
    }
    if (turns.size() != path.size()) {
      return false;
    }
    byte[] hash = leafHash;
    for (int i = 0; i < turns.size(); i++) {
      hash = turns.get(i) ? hash(1, hash, path.get(i)) : hash(1, path.get(i), hash);
    }
    return Arrays.equals(hash, root);
  }
}
