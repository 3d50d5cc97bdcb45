package io.vivim.benchmarks.log;

import io.vivim.benchmarks.log.LogBenchmark.Setting;
import io.vivim.benchmarks.log.Moment.Pace;
import io.vivim.blockbuilder.BlockLimits;
import io.vivim.blockbuilder.merkle.GrowingTree;
import io.vivim.codec.Bytes;
import io.vivim.did.SigningKey;
import io.vivim.eventlog.LogListener;
import io.vivim.eventlog.LogOptions;
import io.vivim.eventlog.Outcome;
import io.vivim.node.blocks.BlockFollower;
import io.vivim.node.blocks.Building;
import io.vivim.node.ledger.Ledger;
import io.vivim.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What blocks cost: how fast a tree grows against the bare hashes that it needs, and how fast a
 * node takes events that builds blocks of them, against one that builds none.
 */
final class BlocksMeasurement implements LogBenchmark.Measurement {
  private static final int LEAVES = 2_000_000;
  private static final int TURNS = 5;
  private static final int ENTRY_BYTES = 36;
  private static final int NODE_BYTES = 65;
  private static final int LEAF_BYTES = 1 + ENTRY_BYTES;

  @Override
  public void measure(Setting setting, Figures figures) throws IOException, BenchmarkFailure {
    tree(setting, figures);
    ingest(setting, figures);
  }

  private static void tree(Setting setting, Figures figures) {
    List<Double> rates = new ArrayList<>();
    List<Double> limits = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int turn = 0; turn <= TURNS; turn++) {
      double bare = bare();
      double ours = grown();
      // The first turn is that of a cold machine.
      if (turn > 0) {
        rates.add(ours);
        limits.add(bare);
        ratios.add(ours / bare);
      }
    }
    double rate = median(rates);
    figures.say("a tree takes %,.0f leaves a second, bare hashes are %,.0f", rate, median(limits));
    figures.atLeast(0.5, setting.named("tree"), rate, rate / median(ratios));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static double grown() {
    byte[] entry = new byte[ENTRY_BYTES];
    GrowingTree tree = GrowingTree.empty((level, place, hash) -> {});
    long begin = System.nanoTime();
    for (int i = 0; i < LEAVES; i++) {
      ByteBuffer.wrap(entry).putInt(i);
      tree.append(Bytes.owning(entry));
    }
    tree.head();
    return rate(begin);
  }

  /** As many hashes of as many bytes: a leaf's, and one of a node, of which there are as many. */
  private static double bare() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] leaf = new byte[LEAF_BYTES];
      byte[] node = new byte[NODE_BYTES];
      byte[] hash = new byte[32];
      long begin = System.nanoTime();
      for (int i = 0; i < LEAVES; i++) {
        ByteBuffer.wrap(leaf).putInt(i);
        digest.update(leaf);
        digest.digest(hash, 0, hash.length);
        digest.update(node);
        digest.digest(hash, 0, hash.length);
      }
      return rate(begin);
    } catch (NoSuchAlgorithmException | DigestException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static double rate(long begin) {
    return LEAVES * 1e9 / (System.nanoTime() - begin);
  }

  private static void ingest(Setting setting, Figures figures)
      throws IOException, BenchmarkFailure {
    taken(setting, false);
    taken(setting, true);
    List<Pace> with = new ArrayList<>();
    List<Pace> ratios = new ArrayList<>();
    Pace before = taken(setting, false);
    for (int i = 0; i < TURNS; i++) {
      Pace built = taken(setting, true);
      Pace after = taken(setting, false);
      with.add(built);
      ratios.add(built.over(before.meanWith(after)));
      before = after;
    }
    Pace pace = Pace.median(with);
    Pace ratio = Pace.median(ratios);
    figures.atLeast(0.95, setting.named("ingest"), pace.rate(), pace.rate() / ratio.rate());
    figures.told(setting.named("ingest/cpu"), pace.cpuRate(), pace.cpuRate() / ratio.cpuRate());
  }

  /** How fast a log with its state takes events, with or without somebody who builds blocks. */
  private static Pace taken(Setting setting, boolean builds) throws IOException, BenchmarkFailure {
    Store store = setting.scratch().store("taken");
    Optional<Building> building =
        builds
            ? Optional.of(
                new Building(SigningKey.generate(), BlockLimits.DEFAULT, Optional.empty()))
            : Optional.empty();
    BlockFollower follower =
        new BlockFollower(
            store, building, InstantSource.system(), System::nanoTime, fault -> {}, alarm -> {});
    LogListener listener = builds ? follower.listener() : LogListener.NONE;
    try (Ledger ledger = Ledger.open(store, LogOptions.defaults(InstantSource.system()), listener);
        follower;
        WorkloadReader reader = new WorkloadReader(setting.workload())) {
      if (builds) {
        follower.start(ledger.log(), block -> {});
      }
      return new Feeder(ledger.log(), Outcome.Accepted.class).feed(reader, setting.events());
    } finally {
      setting.scratch().delete("taken");
    }
  }
}
