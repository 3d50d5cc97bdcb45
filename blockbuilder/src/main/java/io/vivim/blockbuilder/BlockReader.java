package io.vivim.blockbuilder;

import io.vivim.blockbuilder.merkle.TreeHasher;
import io.vivim.blockbuilder.merkle.TreeHead;
import io.vivim.blockbuilder.note.Checkpoint;
import io.vivim.blockbuilder.note.NoteCheck;
import io.vivim.blockbuilder.note.NoteException;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.Decoded;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Limits;
import io.vivim.codec.Reason;
import io.vivim.codec.RefusedException;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SignedEnvelope;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads blocks, and believes only those that their builders signed. For any thread. */
public final class BlockReader {
  /** Larger ones are none. */
  public static final int MAX_BLOCK_BYTES = 16 * 1024;

  private static final Limits LIMITS = new Limits(MAX_BLOCK_BYTES, 4, 64);
  private static final int FIELDS = 9;

  private final SignatureVerifier verifier;
  private final NoteCheck notes;

  public BlockReader(SignatureVerifier verifier) {
    this.verifier = verifier;
    this.notes = new NoteCheck(verifier);
  }

  /** The block of these bytes, whose signature and checkpoint hold. */
  public Block read(Bytes bytes) throws BlockException {
    Decoded<SignedEnvelope> decoded = SignedEnvelope.decode(bytes, LIMITS);
    if (decoded instanceof Decoded.Refused<SignedEnvelope> refused) {
      throw new BlockException(
          refused.refusal().reason() == Reason.UNEXPECTED_KIND
              ? BlockReason.NOT_A_BLOCK
              : BlockReason.NOT_CANONICAL);
    }
    SignedEnvelope envelope = ((Decoded.Value<SignedEnvelope>) decoded).value();
    if (!envelope.tag().equals(Block.TAG)) {
      throw new BlockException(BlockReason.NOT_A_BLOCK);
    }
    Fields fields = new Fields(envelope.content());
    Block.Content content = fields.content();
    if (!envelope.verify(verifier, content.origin().builder()).isValid()) {
      throw new BlockException(BlockReason.BAD_SIGNATURE);
    }
    try {
      SignedNote note = SignedNote.parse(fields.bytes("checkpoint"));
      Checkpoint said = Checkpoint.open(note, content.origin().key(), notes);
      if (said.equals(content.checkpoint())) {
        return new Block(envelope, content, note);
      }
    } catch (NoteException e) {
      // What kind of bad note it is helps nobody: its builder wrote it.
    }
    throw new BlockException(BlockReason.BAD_CHECKPOINT);
  }

  /** The block of bytes that were read before they were written. */
  public Block readOwn(Bytes bytes) {
    try {
      return read(bytes);
    } catch (BlockException e) {
      throw damaged(e);
    }
  }

  /** Likewise, where nobody outside is shown it: its signatures are not verified again. */
  static Block kept(Bytes bytes) {
    try {
      SignedEnvelope envelope = SignedEnvelope.decode(bytes, LIMITS).orThrow();
      Fields fields = new Fields(envelope.content());
      return new Block(envelope, fields.content(), SignedNote.parse(fields.bytes("checkpoint")));
    } catch (RefusedException | BlockException | NoteException e) {
      throw damaged(e);
    }
  }

  private static IllegalStateException damaged(Exception cause) {
    return new IllegalStateException("a block that was written cannot be read", cause);
  }

  /** The time of a block that we wrote. */
  static Instant timeOfOwn(Bytes bytes) {
    return contentOfOwn(bytes).time();
  }

  static LogOrigin originOfOwn(Bytes bytes) {
    return contentOfOwn(bytes).origin();
  }

  private static Block.Content contentOfOwn(Bytes bytes) {
    try {
      SignedEnvelope envelope = SignedEnvelope.decode(bytes, LIMITS).orThrow();
      return new Fields(envelope.content()).content();
    } catch (RefusedException | BlockException e) {
      throw damaged(e);
    }
  }

  /** The fields of a block: all of them, and no others. */
  private record Fields(IpldMap map) {
    Block.Content content() throws BlockException {
      if (map.size() != FIELDS) {
        throw new BlockException(BlockReason.NOT_A_BLOCK);
      }
      LogOrigin origin = origin();
      long first = number("first");
      long last = number("last");
      if (last < first) {
        throw new BlockException(BlockReason.EMPTY);
      }
      Bytes root = bytes("root");
      if (root.size() != TreeHasher.HASH_BYTES) {
        throw new BlockException(BlockReason.NOT_A_BLOCK);
      }
      TreeHead head = new TreeHead(last + 1, root);
      Instant time = Instant.ofEpochMilli(number("time"));
      return new Block.Content(origin, number("height"), prev(), first, head, time);
    }

    private LogOrigin origin() throws BlockException {
      String builder = text("builder");
      return LogOrigin.parse(text("origin"))
          .filter(origin -> origin.builder().toString().equals(builder))
          .orElseThrow(() -> new BlockException(BlockReason.BAD_ORIGIN));
    }

    private @Nullable Cid prev() throws BlockException {
      Ipld value = value("prev");
      if (value.equals(Ipld.NULL)) {
        return null;
      } else if (value instanceof Ipld.Link link) {
        return link.value();
      }
      throw new BlockException(BlockReason.NOT_A_BLOCK);
    }

    private Ipld value(String name) throws BlockException {
      return map.get(name).orElseThrow(() -> new BlockException(BlockReason.NOT_A_BLOCK));
    }

    private String text(String name) throws BlockException {
      return Optional.of(value(name))
          .filter(Ipld.Text.class::isInstance)
          .map(text -> ((Ipld.Text) text).value())
          .orElseThrow(() -> new BlockException(BlockReason.NOT_A_BLOCK));
    }

    Bytes bytes(String name) throws BlockException {
      return Optional.of(value(name))
          .filter(Ipld.Binary.class::isInstance)
          .map(binary -> ((Ipld.Binary) binary).value())
          .orElseThrow(() -> new BlockException(BlockReason.NOT_A_BLOCK));
    }

    private static final long MOST = (1L << 53) - 1;

    private long number(String name) throws BlockException {
      return Optional.of(value(name))
          .filter(Ipld.Int.class::isInstance)
          .map(Ipld.Int.class::cast)
          .filter(Ipld.Int::fitsLong)
          .map(Ipld.Int::asLong)
          .filter(number -> number >= 0 && number <= MOST)
          .orElseThrow(() -> new BlockException(BlockReason.NOT_A_BLOCK));
    }
  }
}
