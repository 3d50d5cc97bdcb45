package io.vivim.blockbuilder;

import io.vivim.blockbuilder.merkle.TreeHead;
import io.vivim.blockbuilder.note.Checkpoint;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.SignedEnvelope;
import io.vivim.did.SigningKey;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A step by which a log grew, signed by its builder, and linked to the one before it: an envelope
 * under the tag {@value #TAG}.
 *
 * <pre>
 *   builder     DID               height   uint, from 0         first  uint, index of its first leaf
 *   origin      text              prev     CID | null           last   uint, index of its last leaf
 *   checkpoint  bytes, the note   root     bytes 32             time   uint, milliseconds
 * </pre>
 */
public final class Block {
  static final String TAG = "vivim/block@1.0.0";

  private final SignedEnvelope envelope;
  private final Content content;
  private final SignedNote note;

  /**
   * What a block says.
   *
   * @param prev the block before it; null for the first
   * @param first index of its first leaf
   * @param head the tree with its last leaf
   */
  public record Content(
      LogOrigin origin, long height, @Nullable Cid prev, long first, TreeHead head, Instant time) {
    IpldMap toIpld(SignedNote note) {
      return IpldMap.builder()
          .put("builder", Ipld.of(origin.builder().toString()))
          .put("origin", Ipld.of(origin.text()))
          .put("height", Ipld.of(height))
          .put("prev", prev == null ? Ipld.NULL : Ipld.of(prev))
          .put("first", Ipld.of(first))
          .put("last", Ipld.of(head.size() - 1))
          .put("root", Ipld.of(head.root()))
          .put("time", Ipld.of(time.toEpochMilli()))
          .put("checkpoint", Ipld.of(note.encode()))
          .build();
    }

    /** What its checkpoint says. */
    Checkpoint checkpoint() {
      return new Checkpoint(origin.text(), head);
    }
  }

  Block(SignedEnvelope envelope, Content content, SignedNote note) {
    this.envelope = envelope;
    this.content = content;
    this.note = note;
  }

  /**
   * Signs a block.
   *
   * @param note its checkpoint, signed
   */
  static Block sign(SigningKey key, Content content, SignedNote note) {
    return new Block(SignedEnvelope.sign(key, TAG, content.toIpld(note)), content, note);
  }

  public Content content() {
    return content;
  }

  /** Its checkpoint, as the builder signed it. */
  public SignedNote note() {
    return note;
  }

  public long height() {
    return content.height();
  }

  public Optional<Cid> prev() {
    return Optional.ofNullable(content.prev());
  }

  public Bytes bytes() {
    return envelope.bytes();
  }

  public Cid cid() {
    return envelope.cid();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Block that && bytes().equals(that.bytes());
  }

  @Override
  public int hashCode() {
    return bytes().hashCode();
  }

  @Override
  public String toString() {
    return "block " + content.height() + " of " + content.origin() + ", " + cid();
  }
}
