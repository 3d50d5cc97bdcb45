package io.vivim.node.blocks;

import io.vivim.blockbuilder.BlockReader;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.codec.Ipld;
import io.vivim.did.DidKey;
import io.vivim.did.SignatureVerifier;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.Query;
import io.vivim.statemachine.Reader;
import io.vivim.statemachine.State;
import java.util.Optional;

/**
 * How far a builder has told of its blocks by {@code system:checkpoint} events: of each log one
 * entity, whose last event tells of the last block that was told. For any thread.
 */
public final class ToldBlocks {
  /** Entities of ours in one scope that are looked at for that of the log. */
  private static final int MAX_LOOKS = 16;

  private final State state;
  private final DidKey builder;
  private final BlockReader reader = new BlockReader(SignatureVerifier.create());

  public ToldBlocks(State state, DidKey builder) {
    this.state = state;
    this.builder = builder;
  }

  /** What was told of a log last. */
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

  /** The height behind the block that an entity tells of. */
  long behind(Entity entity) {
    return entity.fields().get("block") instanceof Ipld.Binary block
        ? reader.readOwn(block.value()).height() + 1
        : 0;
  }

  /** The height of the first block of a log that was not told of, whether or not it is there. */
  long next(LogOrigin origin) {
    return of(origin).map(this::behind).orElse(0L);
  }
}
