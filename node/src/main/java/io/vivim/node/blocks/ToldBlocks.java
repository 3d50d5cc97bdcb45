package io.vivim.node.blocks;

import io.vivim.blockbuilder.BlockException;
import io.vivim.blockbuilder.BlockReader;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.OwnLog;
import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.did.DidKey;
import io.vivim.did.SignatureVerifier;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.Query;
import io.vivim.statemachine.Reader;
import io.vivim.statemachine.State;
import io.vivim.store.StoreView;
import java.util.Optional;

/**
 * How far a builder has told of its blocks by {@code system:checkpoint} events, which it keeps
 * itself: of each log one entity, whose events tell of one block each. For any thread.
 */
public final class ToldBlocks {
  /** Entities of ours in one scope that are looked at for that of the log. */
  private static final int MAX_LOOKS = 16;

  private final StoreView store;
  private final State state;
  private final DidKey builder;
  private final BlockReader reader = new BlockReader(SignatureVerifier.create());

  public ToldBlocks(StoreView store, State state, DidKey builder) {
    this.store = store;
    this.state = state;
    this.builder = builder;
  }

  /** By which a log was told of last. Whoever may write in its circle can have changed it. */
  Optional<Entity> of(LogOrigin origin) {
    Query query = Query.ofKind("checkpoint").by(builder).in(origin.scope());
    return state.query(Reader.NODE, query, null, MAX_LOOKS).entities().stream()
        .filter(entity -> saysOrigin(entity, origin))
        .findFirst();
  }

  private static boolean saysOrigin(Entity entity, LogOrigin origin) {
    return entity.fields().get("origin") instanceof Ipld.Text said
        && said.value().equals(origin.text());
  }

  /** The height of the first block of a log that was not told of, whether or not it is there. */
  long next(LogOrigin origin) {
    OwnLog log = new OwnLog(store, origin);
    return log.told().orElseGet(() -> shown(log, origin));
  }

  /** Likewise in a store of an older node, which kept it by the entity alone. */
  private long shown(OwnLog log, LogOrigin origin) {
    return of(origin)
        .flatMap(entity -> entity.whole("block"))
        .filter(Ipld.Binary.class::isInstance)
        .flatMap(block -> behind(log, ((Ipld.Binary) block).value()))
        .orElse(0L);
  }

  /** The height behind a block, where it is one of ours. */
  private Optional<Long> behind(OwnLog log, Bytes block) {
    try {
      long height = reader.read(block).height();
      return log.block(height).filter(block::equals).map(ours -> height + 1);
    } catch (BlockException e) {
      return Optional.empty();
    }
  }
}
