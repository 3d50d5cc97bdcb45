package io.vivim.benchmarks.search;

import java.util.Random;

/**
 * Embeddings as models give them, more or less: clusters around random directions, each embedding
 * as far from its cluster's centre as a share of the centre's length says.
 */
final class Mixture {
  private static final int CLUSTERS = 1000;

  /** Of the centre's length: about a cosine of 0.9 between an embedding and its centre. */
  private static final double SPREAD = 0.5;

  private final Random random;
  private final float[][] centres;

  Mixture(long seed, int dimension) {
    random = new Random(seed);
    centres = new float[CLUSTERS][dimension];
    for (float[] centre : centres) {
      for (int i = 0; i < dimension; i++) {
        centre[i] = (float) random.nextGaussian();
      }
    }
  }

  /** The next embedding, of length 1. */
  float[] next() {
    float[] centre = centres[random.nextInt(CLUSTERS)];
    float[] made = new float[centre.length];
    double squares = 0;
    for (int i = 0; i < made.length; i++) {
      made[i] = (float) (centre[i] + SPREAD * random.nextGaussian());
      squares += (double) made[i] * made[i];
    }
    for (int i = 0; i < made.length; i++) {
      made[i] = (float) (made[i] / Math.sqrt(squares));
    }
    return made;
  }
}
