package io.vivim.benchmarks.log;

import io.vivim.benchmarks.log.LogBenchmark.Setting;
import io.vivim.blockbuilder.merkle.ConsistencyProof;
import io.vivim.blockbuilder.merkle.InclusionProof;
import io.vivim.blockbuilder.merkle.Prover;
import io.vivim.blockbuilder.merkle.TileSource;
import io.vivim.blockbuilder.merkle.TreeHasher;
import io.vivim.blockbuilder.merkle.TreeHead;
import io.vivim.codec.Bytes;
import java.util.Arrays;
import java.util.Random;

/**
 * How proofs grow with the tree: their hashes, and the time that it takes to make one from tiles
 * and to check it, in trees of a thousand, a million and a hundred million leaves. All leaves are
 * the same, so that a tile is made when it is asked for and the largest tree takes no more memory
 * than the smallest.
 */
final class ProofsMeasurement implements LogBenchmark.Measurement {
  private static final long[] SIZES = {1_000, 1_000_000, 100_000_000};
  private static final int PROOFS = 2_000;

  /** Levels of tiles of the largest tree. */
  private static final int LEVELS = 8;

  /** How much longer a proof may take than the logarithm says. */
  private static final double SLACK = 2;

  /** What one size came to. */
  private record Measured(double hashes, double makeMicros, double checkMicros) {}

  @Override
  public void measure(Setting setting, Figures figures) throws BenchmarkFailure {
    Bytes[] roots = roots();
    TileSource tiles = tile -> row(roots[tile.level()], tile.width());
    measure(tiles, roots[0], SIZES[1]);
    Measured first = measure(tiles, roots[0], SIZES[0]);
    for (long size : SIZES) {
      Measured each = measure(tiles, roots[0], size);
      double log = Math.log((double) size) / Math.log(2);
      figures.say(
          "%,d leaves: %.1f hashes, made in %.1f µs, checked in %.1f µs",
          size, each.hashes(), each.makeMicros(), each.checkMicros());
      double growth = log / (Math.log((double) SIZES[0]) / Math.log(2));
      figures.atMost(1.01, "hashes/" + size, each.hashes(), Math.ceil(log));
      figures.told("make-micros/" + size, each.makeMicros(), first.makeMicros() * growth);
      figures.atMost(
          SLACK, "check-micros/" + size, each.checkMicros(), first.checkMicros() * growth);
    }
    long before = usedBytes();
    measure(tiles, roots[0], SIZES[2]);
    // The prover keeps 256 tiles of 8 KiB at hand.
    figures.atMost(1, "memory-bytes", (double) Math.max(1, usedBytes() - before), 16 << 20);
  }

  private static long usedBytes() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** The hash of a whole tile of each level. */
  private static Bytes[] roots() {
    TreeHasher hasher = new TreeHasher();
    Bytes[] roots = new Bytes[LEVELS];
    Bytes hash = hasher.leaf(Bytes.owning(new byte[36]));
    for (int level = 0; level < LEVELS; level++) {
      roots[level] = hash;
      for (int i = 0; i < 8; i++) {
        hash = hasher.node(hash, hash);
      }
    }
    return roots;
  }

  private static Bytes row(Bytes hash, int width) {
    byte[] row = new byte[width * TreeHasher.HASH_BYTES];
    byte[] one = hash.toArray();
    for (int i = 0; i < width; i++) {
      System.arraycopy(one, 0, row, i * one.length, one.length);
    }
    return Bytes.owning(row);
  }

  private static Measured measure(TileSource tiles, Bytes leaf, long size) throws BenchmarkFailure {
    TreeHead head = new Prover(tiles, size).head();
    Random random = new Random(size);
    InclusionProof[] proofs = new InclusionProof[PROOFS];
    Prover prover = new Prover(tiles, size);
    long begin = System.nanoTime();
    for (int i = 0; i < PROOFS; i++) {
      proofs[i] = prover.inclusion((long) (random.nextDouble() * size));
    }
    long made = System.nanoTime();
    boolean isGood = true;
    for (InclusionProof proof : proofs) {
      isGood &= proof.proves(leaf, head);
    }
    long checked = System.nanoTime();
    ConsistencyProof grown = prover.consistency(size / 3);
    isGood &= grown.connects(new Prover(tiles, size / 3).head(), head);
    if (!isGood) {
      throw new BenchmarkFailure("a proof does not hold", null);
    }
    double hashes = Arrays.stream(proofs).mapToInt(each -> each.path().size()).average().orElse(0);
    return new Measured(hashes, (made - begin) / 1e3 / PROOFS, (checked - made) / 1e3 / PROOFS);
  }
}
