package io.vivim.search;

import java.util.Arrays;

/**
 * The embeddings with the fewest signs that differ, of all that are offered: as many as are wanted,
 * and those as near as the last of them. So it does not matter in which order they come.
 */
final class Chosen {
  /** Room for each that is wanted: the more, the more seldom what is not any more is dropped. */
  private static final int ROOM_PER_WANTED = 4;

  private final int wanted;

  /** How many were kept with so many differing signs. */
  private final int[] counts;

  /** How many were kept with no more than {@link #limit} differing signs. */
  private int kept;

  /** What has more differing signs is not among the wanted. */
  private int limit;

  private int[] docs;
  private int[] places;
  private short[] differing;
  private int size;

  Chosen(int wanted, int dimension) {
    this.wanted = wanted;
    this.counts = new int[dimension + 1];
    this.limit = dimension;
    docs = new int[wanted * ROOM_PER_WANTED];
    places = new int[docs.length];
    differing = new short[docs.length];
  }

  void offer(int doc, int place, int differs) {
    if (differs > limit) {
      return;
    }
    if (size == docs.length) {
      shrink();
      growIfHalfFull();
    }
    docs[size] = doc;
    places[size] = place;
    differing[size++] = (short) differs;
    counts[differs]++;
    kept++;
    while (kept - counts[limit] >= wanted) {
      kept -= counts[limit--];
    }
  }

  /** Where many are as near as the last, what is left would be dropped again and again. */
  private void growIfHalfFull() {
    if (size > docs.length / 2) {
      docs = Arrays.copyOf(docs, docs.length * 2);
      places = Arrays.copyOf(places, docs.length);
      differing = Arrays.copyOf(differing, docs.length);
    }
  }

  /** Drops what was kept before the limit came down. */
  private void shrink() {
    int to = 0;
    for (int i = 0; i < size; i++) {
      if (differing[i] <= limit) {
        docs[to] = docs[i];
        places[to] = places[i];
        differing[to++] = differing[i];
      }
    }
    size = to;
  }

  /** How many are chosen; afterwards nothing is offered any more. */
  int count() {
    shrink();
    return size;
  }

  /** In the order in which they were offered. */
  int doc(int number) {
    return docs[number];
  }

  int place(int number) {
    return places[number];
  }
}
