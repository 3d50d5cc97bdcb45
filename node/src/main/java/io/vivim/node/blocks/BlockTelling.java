package io.vivim.node.blocks;

import io.vivim.blockbuilder.Block;
import io.vivim.blockbuilder.BlockReader;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.OwnLog;
import io.vivim.blockbuilder.WitnessDoubts;
import io.vivim.did.SignatureVerifier;
import io.vivim.events.LogScope;
import io.vivim.node.ledger.EntityWriter;
import io.vivim.node.ledger.Ledger;
import io.vivim.store.StoreView;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Tells other nodes, witnesses and anchors of the blocks that a node makes. */
public final class BlockTelling implements AutoCloseable {
  /** What witnesses doubt that a start tells of. */
  private static final int MAX_DOUBTS = 100;

  private final LogOrigin publicLog;
  private final CheckpointWriter checkpoints;
  private final Optional<Witnessing> witnessing;
  private final Optional<Anchorage> anchorage;

  /**
   * Begins, with what was left to be told when the node ended.
   *
   * @param faults is told why something could not be told; by any thread
   * @param alarms is told of what whoever runs the node should know at once; by any thread
   */
  public BlockTelling(
      StoreView store,
      Ledger ledger,
      EntityWriter writer,
      Building building,
      InstantSource clock,
      RandomGenerator random,
      Consumer<Throwable> faults,
      Consumer<String> alarms) {
    this.publicLog = new LogOrigin(building.key().did(), LogScope.PUBLIC);
    this.checkpoints =
        new CheckpointWriter(
            store,
            ledger.log().commits(),
            ledger.state(),
            writer,
            building.key(),
            CheckpointWriter.PAUSE,
            faults,
            alarms);
    this.witnessing =
        building
            .witnesses()
            .map(
                policy ->
                    new Witnessing(
                        store,
                        ledger.log().commits(),
                        publicLog,
                        policy,
                        Witnessing.MAX_ANSWER_TIME,
                        faults,
                        alarms));
    AnchorPlan plan = building.anchors();
    this.anchorage =
        plan.anchors().isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Anchorage(store, ledger.log().commits(), plan, clock, random, faults));
    WitnessDoubts.all(store, MAX_DOUBTS).stream()
        .filter(doubt -> doubt.origin().equals(publicLog))
        .forEach(doubt -> alarms.accept(ForkAlarm.text(doubt)));
    OwnLog.all(store, Integer.MAX_VALUE).stream()
        .filter(origin -> origin.builder().equals(publicLog.builder()))
        .forEach(checkpoints::tell);
    witnessing.ifPresent(Witnessing::wake);
    anchorage.ifPresent(each -> lastOf(store, publicLog).ifPresent(each::built));
  }

  private static Optional<Block> lastOf(StoreView store, LogOrigin origin) {
    OwnLog log = new OwnLog(store, origin);
    BlockReader reader = new BlockReader(SignatureVerifier.create());
    return log.block(log.progress().height() - 1).map(reader::readOwn);
  }

  /** There is a block; nobody waits for it to be told. */
  public void built(Block block) {
    LogOrigin origin = block.content().origin();
    checkpoints.tell(origin);
    if (origin.equals(publicLog)) {
      witnessing.ifPresent(Witnessing::wake);
      anchorage.ifPresent(each -> each.built(block));
    }
  }

  /** What is not told yet is told after the next start. */
  @Override
  public void close() {
    checkpoints.close();
    witnessing.ifPresent(Witnessing::close);
    anchorage.ifPresent(Anchorage::close);
  }
}
