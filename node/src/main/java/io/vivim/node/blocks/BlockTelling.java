package io.vivim.node.blocks;

import io.vivim.blockbuilder.Block;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.events.LogScope;
import io.vivim.node.ledger.EntityWriter;
import io.vivim.node.ledger.Ledger;
import io.vivim.store.StoreView;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells other nodes and witnesses of the blocks that a node makes. */
public final class BlockTelling implements AutoCloseable {
  private final LogOrigin publicLog;
  private final CheckpointWriter checkpoints;
  private final Optional<Witnessing> witnessing;

  /**
   * Begins, with what was left to be told when the node ended.
   *
   * @param faults is told why something could not be told; by any thread
   */
  public BlockTelling(
      StoreView store,
      Ledger ledger,
      EntityWriter writer,
      Building building,
      Consumer<Throwable> faults) {
    this.publicLog = new LogOrigin(building.key().did(), LogScope.PUBLIC);
    this.checkpoints = new CheckpointWriter(store, ledger.state(), writer, building.key(), faults);
    this.witnessing =
        building
            .witnesses()
            .map(
                policy -> new Witnessing(store, ledger.log().commits(), publicLog, policy, faults));
    checkpoints.tell(publicLog);
    witnessing.ifPresent(Witnessing::wake);
  }

  /** There is a block; nobody waits for it to be told. */
  public void built(Block block) {
    LogOrigin origin = block.content().origin();
    checkpoints.tell(origin);
    if (origin.equals(publicLog)) {
      witnessing.ifPresent(Witnessing::wake);
    }
  }

  /** What is not told yet is told after the next start. */
  @Override
  public void close() {
    checkpoints.close();
    witnessing.ifPresent(Witnessing::close);
  }
}
