package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * The digest of all that is in a scope: equal among nodes that hold the same events and keys. Drawn
 * in docs/spec/state.md, section "Digest".
 *
 * <pre>
 *   entity   SHA-256 (0x00 | form)
 *   bucket   SHA-256 (0x01 | entities by id)      all ids that begin with the same two bytes
 *   branch   SHA-256 (0x02 | 256 buckets)         with the same byte
 *   root     SHA-256 (0x03 | 256 branches)
 * </pre>
 *
 * <p>Where nothing is below, the hash is all zeros. The hashes of up to 65,536 buckets are kept,
 * those of entities are worked out again when they are asked for.
 */
public final class StateDigest implements HashTree {
  static final int CHILDREN = 256;

  private static final byte ENTITY = 0;
  private static final byte BUCKET = 1;
  private static final byte BRANCH = 2;
  private static final byte ROOT = 3;

  static final Bytes NOTHING = Bytes.owning(new byte[EventId.DIGEST_BYTES]);

  private final LogScope scope;
  private final Leaves leaves;
  private final long entities;
  private final Bytes root;
  private final Bytes[] branches;

  /** By first byte and second byte; null where a whole branch is empty. */
  private final Bytes[] @Nullable [] buckets;

  /** Works out the hashes of entities. */
  @FunctionalInterface
  interface Leaves {
    NavigableMap<EventId, Bytes> beginningWith(int first, int second);
  }

  private StateDigest(LogScope scope, Leaves leaves, Growth grown) {
    this.scope = scope;
    this.leaves = leaves;
    this.entities = grown.entities;
    this.buckets = grown.buckets;
    this.branches = new Bytes[CHILDREN];
    for (int first = 0; first < CHILDREN; first++) {
      Bytes[] below = buckets[first];
      branches[first] = below == null ? NOTHING : hash(BRANCH, Arrays.asList(below));
    }
    this.root = entities == 0 ? NOTHING : hash(ROOT, Arrays.asList(branches));
  }

  /** The hash of an entity of this form. */
  static Bytes leaf(Bytes form) {
    return hash(ENTITY, List.of(form));
  }

  private static Bytes hash(byte domain, List<Bytes> parts) {
    Bytes[] all = new Bytes[parts.size() + 1];
    all[0] = Bytes.owning(new byte[] {domain});
    for (int i = 0; i < parts.size(); i++) {
      all[i + 1] = parts.get(i);
    }
    return Multihash.sha256(Bytes.concat(all)).digest();
  }

  /** The scope that this is the digest of. */
  public LogScope scope() {
    return scope;
  }

  /** How many entities are in it. */
  public long entities() {
    return entities;
  }

  /** The digest: 32 bytes, all of them zero where nothing is there. */
  @Override
  public Bytes root() {
    return root;
  }

  @Override
  public Bytes branch(int first) {
    return branches[first];
  }

  @Override
  public Bytes bucket(int first, int second) {
    Bytes[] below = buckets[first];
    return below == null ? NOTHING : below[second];
  }

  @Override
  public NavigableMap<EventId, Bytes> leaves(int first, int second) {
    return leaves.beginningWith(first, second);
  }

  /** A digest as its entities come in, in the order of their ids; for one thread. */
  static final class Growth {
    private final Bytes[] @Nullable [] buckets = new Bytes[CHILDREN][];
    private final List<Bytes> open = new ArrayList<>();
    private int first;
    private int second;
    private long entities;

    void add(EventId id, Bytes leaf) {
      if (id.digest().at(0) != first || id.digest().at(1) != second) {
        close();
        first = id.digest().at(0);
        second = id.digest().at(1);
      }
      open.add(leaf);
      entities++;
    }

    private void close() {
      if (open.isEmpty()) {
        return;
      }
      Bytes[] below = buckets[first];
      if (below == null) {
        below = new Bytes[CHILDREN];
        Arrays.fill(below, NOTHING);
        buckets[first] = below;
      }
      below[second] = hash(BUCKET, open);
      open.clear();
    }

    StateDigest of(LogScope scope, Leaves leaves) {
      close();
      return new StateDigest(scope, leaves, this);
    }
  }
}
