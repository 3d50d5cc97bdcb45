package io.vivim.libp2p.host;

import java.security.SecureRandom;
import java.util.Random;

/** Randomness of which nothing is secret, and that comes again with its seed. */
final class Seeded extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final Random random;

  Seeded(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public void nextBytes(byte[] bytes) {
    random.nextBytes(bytes);
  }
}
