package io.vivim.benchmarks.search;

import java.util.function.IntPredicate;

/** The limit: looks at every embedding that a reader may see, in the arrays in memory. */
final class BruteForce {
  private final float[][] vectors;
  private final int count;

  /** The first {@code count} of the vectors. */
  BruteForce(float[][] vectors, int count) {
    this.vectors = vectors;
    this.count = count;
  }

  /** The numbers of the nearest, the nearest first. */
  int[] nearest(float[] question, int wanted, IntPredicate isSeen) {
    int[] numbers = new int[wanted];
    float[] products = new float[wanted];
    int found = 0;
    for (int number = 0; number < count; number++) {
      if (!isSeen.test(number)) {
        continue;
      }
      float product = dot(question, vectors[number]);
      if (found == wanted && product <= products[wanted - 1]) {
        continue;
      }
      int place = found < wanted ? found++ : wanted - 1;
      while (place > 0 && products[place - 1] < product) {
        numbers[place] = numbers[place - 1];
        products[place] = products[place - 1];
        place--;
      }
      numbers[place] = number;
      products[place] = product;
    }
    return numbers;
  }

  /** Four sums side by side, since one would wait for itself at every step. */
  private static float dot(float[] one, float[] other) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int end = one.length & ~3;
    for (int i = 0; i < end; i += 4) {
      a += one[i] * other[i];
      b += one[i + 1] * other[i + 1];
      c += one[i + 2] * other[i + 2];
      d += one[i + 3] * other[i + 3];
    }
    for (int i = end; i < one.length; i++) {
      a += one[i] * other[i];
    }
    return a + b + c + d;
  }
}
