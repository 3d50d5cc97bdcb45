package io.vivim.blockbuilder.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every proof of every tree of up to 512 leaves, and each of them with one bit changed. */
final class ProofTest {
  private static final int MOST = 512;

  private static final boolean IS_LONG = "long".equals(System.getProperty("vivim.test.size"));

  /** Trees whose proofs are changed bit by bit; a long run takes all of them, and every leaf. */
  private static final List<Integer> SIZES =
      IS_LONG
          ? IntStream.rangeClosed(1, MOST).boxed().toList()
          : List.of(1, 2, 3, 4, 5, 6, 7, 8, 13, 100, 255, 256, 257, 511, 512);

  private static final int STRIDES = IS_LONG ? MOST + 1 : 9;

  private static final List<byte[]> ENTRIES = new ArrayList<>();
  private static final List<Bytes> LEAVES = new ArrayList<>();
  private static final List<TreeHead> HEADS = new ArrayList<>();
  private static final TilesInMemory TILES = new TilesInMemory();

  @BeforeAll
  static void grow() {
    GrowingTree tree = GrowingTree.empty(TILES);
    HEADS.add(tree.head());
    for (int i = 0; i < MOST; i++) {
      byte[] entry = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
      ENTRIES.add(entry);
      LEAVES.add(Bytes.owning(ReferenceTree.hash(0, entry)));
      tree.append(Bytes.owning(entry));
      HEADS.add(tree.head());
    }
  }

  private static List<Bytes> bytes(List<byte[]> hashes) {
    return hashes.stream().map(Bytes::copyOf).toList();
  }

  @Test
  void rootsAreThoseOfTheRfc() {
    for (int size = 0; size <= MOST; size++) {
      Bytes root = Bytes.owning(ReferenceTree.root(ENTRIES.subList(0, size)));
      assertThat(HEADS.get(size)).isEqualTo(new TreeHead(size, root));
      assertThat(new Prover(TILES, size).head()).isEqualTo(HEADS.get(size));
    }
  }

  @Test
  void aTreeGoesOnFromItsTiles() {
    for (int size = 0; size < MOST; size++) {
      List<Long> added = new ArrayList<>();
      GrowingTree tree =
          GrowingTree.of(TILES, size, (level, place, hash) -> added.add(place << (8 * level)));
      assertThat(tree.head()).isEqualTo(HEADS.get(size));
      tree.append(Bytes.owning(ENTRIES.get(size)));
      assertThat(tree.head()).isEqualTo(HEADS.get(size + 1));
      assertThat(added).hasSize(size % 256 == 255 ? 2 : 1);
    }
  }

  @Test
  void everyLeafIsProvenInEveryTree() {
    for (int size = 1; size <= MOST; size++) {
      Prover prover = new Prover(TILES, size);
      for (int index = 0; index < size; index++) {
        InclusionProof proof = prover.inclusion(index);
        assertThat(proof.proves(LEAVES.get(index), HEADS.get(size))).isTrue();
        assertThat(
                ReferenceTree.leads(
                    LEAVES.get(index).toArray(),
                    index,
                    size,
                    proof.path().stream().map(Bytes::toArray).toList(),
                    HEADS.get(size).root().toArray()))
            .isTrue();
      }
    }
  }

  @Test
  void proofsAreThoseOfTheRfc() {
    for (int size = 1; size <= 70; size++) {
      List<byte[]> entries = ENTRIES.subList(0, size);
      Prover prover = new Prover(TILES, size);
      for (int index = 0; index < size; index++) {
        assertThat(prover.inclusion(index).path())
            .isEqualTo(bytes(ReferenceTree.path(index, entries)));
        assertThat(prover.consistency(index + 1).path())
            .isEqualTo(bytes(ReferenceTree.proof(index + 1, entries)));
      }
    }
  }

  @Test
  void everyTreeIsProvenToGoOnFromEveryEarlierOne() {
    for (int size = 0; size <= MOST; size++) {
      Prover prover = new Prover(TILES, size);
      for (int earlier = 0; earlier <= size; earlier++) {
        ConsistencyProof proof = prover.consistency(earlier);
        assertThat(proof.connects(HEADS.get(earlier), HEADS.get(size))).isTrue();
        assertThat(earlier < size && proof.connects(HEADS.get(earlier + 1), HEADS.get(size)))
            .isFalse();
      }
    }
  }

  @Test
  void aLeafIsNotProvenByAChangedBitOfThePathTheLeafTheRootOrTheIndex() {
    for (int size : SIZES) {
      Prover prover = new Prover(TILES, size);
      TreeHead head = HEADS.get(size);
      for (int index = 0; index < size; index += 1 + size / STRIDES) {
        InclusionProof proof = prover.inclusion(index);
        Bytes leaf = LEAVES.get(index);
        for (int bit = 0; bit < 256; bit++) {
          assertThat(proof.proves(flip(leaf, bit), head)).isFalse();
          assertThat(proof.proves(leaf, new TreeHead(size, flip(head.root(), bit)))).isFalse();
          for (int at = 0; at < proof.path().size(); at++) {
            List<Bytes> path = flip(proof.path(), at, bit);
            assertThat(new InclusionProof(index, size, path).proves(leaf, head)).isFalse();
          }
        }
        for (int bit = 0; bit < Long.SIZE; bit++) {
          long other = index ^ (1L << bit);
          assertThat(new InclusionProof(other, size, proof.path()).proves(leaf, head)).isFalse();
          long otherSize = size ^ (1L << bit);
          assertThat(new InclusionProof(index, otherSize, proof.path()).proves(leaf, head))
              .isFalse();
        }
      }
    }
  }

  @Test
  void aTreeIsNotProvenByAChangedBitOfThePathOrEitherHead() {
    for (int size : SIZES) {
      Prover prover = new Prover(TILES, size);
      TreeHead after = HEADS.get(size);
      for (int earlier = 1; earlier <= size; earlier += 1 + size / STRIDES) {
        ConsistencyProof proof = prover.consistency(earlier);
        TreeHead before = HEADS.get(earlier);
        for (int bit = 0; bit < 256; bit++) {
          TreeHead otherBefore = new TreeHead(earlier, flip(before.root(), bit));
          TreeHead otherAfter = new TreeHead(size, flip(after.root(), bit));
          assertThat(proof.connects(otherBefore, after)).isFalse();
          assertThat(proof.connects(before, otherAfter)).isFalse();
          for (int at = 0; at < proof.path().size(); at++) {
            List<Bytes> path = flip(proof.path(), at, bit);
            assertThat(new ConsistencyProof(earlier, size, path).connects(before, after)).isFalse();
          }
        }
        for (int bit = 0; bit < Long.SIZE; bit++) {
          long less = earlier ^ (1L << bit);
          long more = size ^ (1L << bit);
          assertThat(new ConsistencyProof(less, size, proof.path()).connects(before, after))
              .isFalse();
          assertThat(new ConsistencyProof(earlier, more, proof.path()).connects(before, after))
              .isFalse();
        }
      }
    }
  }

  /** Of all trees, where the tests above take all bits of some: which bit goes round. */
  @Test
  void noProofOfAnyLeafOfAnyTreeHoldsWithABitOfAnyHashChanged() {
    int bit = 0;
    for (int size = 1; size <= MOST; size++) {
      Prover prover = new Prover(TILES, size);
      TreeHead head = HEADS.get(size);
      for (int index = 0; index < size; index++) {
        InclusionProof proof = prover.inclusion(index);
        Bytes leaf = LEAVES.get(index);
        bit = (bit + 7) % 256;
        assertThat(proof.proves(flip(leaf, bit), head)).isFalse();
        assertThat(proof.proves(leaf, new TreeHead(size, flip(head.root(), bit)))).isFalse();
        for (int at = 0; at < proof.path().size(); at++) {
          List<Bytes> path = flip(proof.path(), at, bit);
          assertThat(new InclusionProof(index, size, path).proves(leaf, head)).isFalse();
        }
        int other = index ^ (1 << (bit % 9));
        assertThat(new InclusionProof(other, size, proof.path()).proves(leaf, head)).isFalse();
      }
    }
  }

  @Test
  void noProofBetweenAnyTwoTreesHoldsWithABitOfAnyHashChanged() {
    int bit = 0;
    for (int size = 2; size <= MOST; size++) {
      Prover prover = new Prover(TILES, size);
      TreeHead after = HEADS.get(size);
      for (int earlier = 1; earlier < size; earlier++) {
        ConsistencyProof proof = prover.consistency(earlier);
        TreeHead before = HEADS.get(earlier);
        bit = (bit + 7) % 256;
        TreeHead otherBefore = new TreeHead(earlier, flip(before.root(), bit));
        assertThat(proof.connects(otherBefore, after)).isFalse();
        assertThat(proof.connects(before, new TreeHead(size, flip(after.root(), bit)))).isFalse();
        for (int at = 0; at < proof.path().size(); at++) {
          List<Bytes> path = flip(proof.path(), at, bit);
          assertThat(new ConsistencyProof(earlier, size, path).connects(before, after)).isFalse();
        }
      }
    }
  }

  @Test
  void nothingIsProvenByMoreOrFewerHashesThanItTakes() {
    InclusionProof proof = new Prover(TILES, 300).inclusion(77);
    List<Bytes> more = new ArrayList<>(proof.path());
    more.add(proof.path().get(0));
    List<Bytes> fewer = proof.path().subList(0, proof.path().size() - 1);
    assertThat(new InclusionProof(77, 300, more).proves(LEAVES.get(77), HEADS.get(300))).isFalse();
    assertThat(new InclusionProof(77, 300, fewer).proves(LEAVES.get(77), HEADS.get(300))).isFalse();
    ConsistencyProof grown = new Prover(TILES, 300).consistency(77);
    List<Bytes> longer = new ArrayList<>(grown.path());
    longer.add(grown.path().get(0));
    assertThat(new ConsistencyProof(77, 300, longer).connects(HEADS.get(77), HEADS.get(300)))
        .isFalse();
    assertThat(new ConsistencyProof(77, 300, List.of()).connects(HEADS.get(77), HEADS.get(300)))
        .isFalse();
    assertThat(new ConsistencyProof(0, 300, more).connects(TreeHead.EMPTY, HEADS.get(300)))
        .isFalse();
  }

  private static Bytes flip(Bytes hash, int bit) {
    byte[] changed = hash.toArray();
    changed[bit / 8] ^= (byte) (1 << (bit % 8));
    return Bytes.owning(changed);
  }

  private static List<Bytes> flip(List<Bytes> path, int at, int bit) {
    List<Bytes> changed = new ArrayList<>(path);
    changed.set(at, flip(path.get(at), bit));
    return changed;
  }
}
