package io.vivim.blockbuilder;

import io.vivim.blockbuilder.merkle.ConsistencyProof;
import io.vivim.blockbuilder.merkle.TreeHasher;
import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an event {@code system:checkpoint} says: a block, and what proves that its tree goes on from
 * that of the block before it.
 *
 * <pre>
 *   { "set": { "origin": text, "block": bytes, "proof": [bytes 32 …] } }
 * </pre>
 *
 * @param block whose bytes nobody has looked at
 */
public record CheckpointBody(Bytes block, List<Bytes> proof) {
  /** The type of the events. */
  public static final String TYPE = "system:checkpoint";

  /** More are of no tree. */
  static final int MAX_HASHES = 64;

  private static final String SET = "set";
  private static final String ORIGIN = "origin";
  private static final String BLOCK = "block";
  private static final String PROOF = "proof";

  public CheckpointBody {
    proof = List.copyOf(proof);
  }

  /** The body that tells others of a block. */
  public static IpldMap of(Block block, ConsistencyProof proof) {
    List<Ipld> hashes = new ArrayList<>();
    proof.path().forEach(hash -> hashes.add(Ipld.of(hash)));
    return IpldMap.builder()
        .put(
            SET,
            IpldMap.builder()
                .put(ORIGIN, Ipld.of(block.content().origin().text()))
                .put(BLOCK, Ipld.of(block.bytes()))
                .put(PROOF, new Ipld.Sequence(hashes))
                .build())
        .build();
  }

  /** What a body says; nothing where it tells of no block. */
  public static Optional<CheckpointBody> read(IpldMap body) {
    if (body.get(SET).orElse(Ipld.NULL) instanceof IpldMap set
        && set.get(BLOCK).orElse(Ipld.NULL) instanceof Ipld.Binary block
        && set.get(PROOF).orElse(Ipld.NULL) instanceof Ipld.Sequence proof
        && proof.values().size() <= MAX_HASHES) {
      List<Bytes> hashes = new ArrayList<>();
      for (Ipld item : proof.values()) {
        if (!(item instanceof Ipld.Binary hash) || hash.value().size() != TreeHasher.HASH_BYTES) {
          return Optional.empty();
        }
        hashes.add(hash.value());
      }
      return Optional.of(new CheckpointBody(block.value(), hashes));
    }
    return Optional.empty();
  }
}
