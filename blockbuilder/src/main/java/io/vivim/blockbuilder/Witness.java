package io.vivim.blockbuilder;

import io.vivim.blockbuilder.merkle.ConsistencyProof;
import io.vivim.blockbuilder.merkle.TreeHasher;
import io.vivim.blockbuilder.merkle.TreeHead;
import io.vivim.blockbuilder.note.Checkpoint;
import io.vivim.blockbuilder.note.NoteCheck;
import io.vivim.blockbuilder.note.NoteException;
import io.vivim.blockbuilder.note.NoteSignature;
import io.vivim.blockbuilder.note.NoteSigner;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.blockbuilder.note.VerifierKey;
import io.vivim.blockbuilder.note.WitnessRequest;
import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.KeyRange;
import io.vivim.store.Layouts;
import io.vivim.store.Scan;
import io.vivim.store.Store;
import io.vivim.store.StoreView;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A witness (C2SP tlog-witness): cosigns the checkpoints of logs, each only where it goes on from
 * the one that it cosigned before. What it cosigned is durable before anybody has the signature.
 * For any thread; one request at a time is judged and written.
 *
 * <pre>
 *   04 00 | SHA-256 (origin) 32     size 8 | root 32 | the note of the checkpoint, with our signature
 * </pre>
 */
public final class Witness {
  static final String LAYOUT = "witness";
  static final int VERSION = 1;

  private static final Bytes TABLE = Bytes.fromHex("0400");
  private static final int NOTE_AT = Long.BYTES + TreeHasher.HASH_BYTES;

  private final Store store;
  private final NoteSigner signer;
  private final Function<String, List<VerifierKey>> logs;
  private final NoteCheck check;
  private final InstantSource clock;

  /**
   * What a request is answered with.
   *
   * @param body lines of signatures, a size, or words that say why not
   */
  public record Answer(Status status, String body) {}

  /** How a request ends (C2SP tlog-witness names each). */
  public enum Status {
    COSIGNED(200),
    MALFORMED(400),
    NOT_SIGNED(403),
    UNKNOWN_LOG(404),
    OTHER_SIZE(409),
    NOT_CONSISTENT(422);

    private final int code;

    Status(int code) {
      this.code = code;
    }

    /** By HTTP. */
    public int code() {
      return code;
    }

    /** The media type of what is answered. */
    public String mediaType() {
      return this == OTHER_SIZE ? "text/x.tlog.size" : "text/plain; charset=utf-8";
    }
  }

  private Witness(
      Store store,
      NoteSigner signer,
      Function<String, List<VerifierKey>> logs,
      NoteCheck check,
      InstantSource clock) {
    this.store = store;
    this.signer = signer;
    this.logs = logs;
    this.check = check;
    this.clock = clock;
  }

  /**
   * A witness that goes on where it was.
   *
   * @param logs the keys of a log by its origin; none where it is not witnessed here
   */
  public static Witness open(
      Store store,
      NoteSigner signer,
      Function<String, List<VerifierKey>> logs,
      NoteCheck check,
      InstantSource clock) {
    if (signer.verifier().type() != VerifierKey.Type.COSIGNATURE) {
      throw new IllegalArgumentException("a witness cosigns, and signs nothing else");
    }
    Layouts.open(store, LAYOUT, VERSION, List.of());
    return new Witness(store, signer, logs, check, clock);
  }

  /** Whether a store is a witness's. */
  public static boolean isIn(StoreView store) {
    return Layouts.isIn(store, LAYOUT);
  }

  /** Whether a store has something that a key cosigned. */
  public static boolean hasCosigned(StoreView store, VerifierKey key) {
    boolean found = false;
    try (Scan scan = store.scan(KeyRange.startingWith(TABLE))) {
      while (!found && scan.next()) {
        found = note(scan.value()).signatures().stream().anyMatch(each -> each.isOf(key));
      }
    }
    return found;
  }

  private static SignedNote note(Bytes row) {
    try {
      return SignedNote.parse(row.from(NOTE_AT));
    } catch (NoteException e) {
      throw new IllegalStateException("a checkpoint that was written cannot be read", e);
    }
  }

  /** The key by which its cosignatures are checked. */
  public VerifierKey key() {
    return signer.verifier();
  }

  /** Judges a request to cosign a checkpoint, and cosigns it. */
  public Answer add(Bytes body) {
    WitnessRequest request;
    Checkpoint checkpoint;
    try {
      request = WitnessRequest.parse(body);
      checkpoint = Checkpoint.parse(request.note().text());
    } catch (NoteException e) {
      return new Answer(Status.MALFORMED, e.getMessage() + "\n");
    }
    List<VerifierKey> keys = logs.apply(checkpoint.origin());
    if (keys.isEmpty()) {
      return new Answer(Status.UNKNOWN_LOG, "this log is not witnessed here\n");
    }
    try {
      if (check.signers(request.note(), keys).isEmpty()) {
        return new Answer(Status.NOT_SIGNED, "the log has not signed it\n");
      }
    } catch (NoteException e) {
      return new Answer(Status.NOT_SIGNED, e.getMessage() + "\n");
    }
    if (request.old() > checkpoint.head().size()) {
      return new Answer(Status.MALFORMED, "the old size is above the new one\n");
    }
    return judge(request, checkpoint, keys);
  }

  /** Between the look at what was cosigned last and the commit nobody else comes. */
  private synchronized Answer judge(
      WitnessRequest request, Checkpoint checkpoint, List<VerifierKey> keys) {
    Bytes row = row(Multihash.sha256(Bytes.utf8(checkpoint.origin())).digest());
    TreeHead before = store.get(row).map(Witness::head).orElse(TreeHead.EMPTY);
    if (request.old() != before.size()) {
      return new Answer(Status.OTHER_SIZE, before.size() + "\n");
    }
    TreeHead after = checkpoint.head();
    if (!new ConsistencyProof(request.old(), after.size(), request.proof())
        .connects(before, after)) {
      return new Answer(Status.NOT_CONSISTENT, "the tree does not go on from the last one\n");
    }
    Instant now = clock.instant();
    NoteSignature cosignature = signer.sign(request.note().text(), now);
    SignedNote kept = ofLog(request.note(), keys).with(cosignature);
    Batch batch = Batch.named("cosign").put(row, encode(after, kept));
    store.commit(batch, Durability.SYNC);
    return new Answer(Status.COSIGNED, cosignature.line());
  }

  /**
   * With one signature of each of the log's keys: of others anybody can add as many as they like,
   * and of its own the log can.
   */
  private static SignedNote ofLog(SignedNote note, List<VerifierKey> keys) {
    return new SignedNote(
        note.text(),
        keys.stream()
            .flatMap(
                key -> note.signatures().stream().filter(signature -> signature.isOf(key)).limit(1))
            .toList());
  }

  private static Bytes row(Bytes originHash) {
    return Bytes.concat(TABLE, originHash);
  }

  private static Bytes encode(TreeHead head, SignedNote note) {
    ByteBuffer size = ByteBuffer.allocate(Long.BYTES).putLong(head.size());
    return Bytes.concat(Bytes.owning(size.array()), head.root(), note.encode());
  }

  private static TreeHead head(Bytes row) {
    return new TreeHead(row.longAt(0), row.slice(Long.BYTES, NOTE_AT).compact());
  }

  /**
   * The last checkpoint that it cosigned of a log.
   *
   * @param originHash SHA-256 of the log's origin
   */
  public Optional<Bytes> latest(Bytes originHash) {
    return store.get(row(originHash)).map(value -> value.from(NOTE_AT));
  }
}
