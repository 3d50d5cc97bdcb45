package io.vivim.blockbuilder;

import io.vivim.blockbuilder.merkle.TreeHasher;
import io.vivim.blockbuilder.note.Checkpoint;
import io.vivim.blockbuilder.note.NoteCheck;
import io.vivim.blockbuilder.note.NoteException;
import io.vivim.blockbuilder.note.NoteReason;
import io.vivim.blockbuilder.note.Policy;
import io.vivim.blockbuilder.note.ProofFile;
import io.vivim.blockbuilder.note.VerifierKey;
import io.vivim.codec.Bytes;
import io.vivim.did.SignatureVerifier;
import io.vivim.events.Checked;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventDecoder;
import io.vivim.events.EventId;
import io.vivim.events.EventVerifier;
import io.vivim.events.RawEvent;
import io.vivim.events.VerifiedEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a file proves that stands for itself: the event's header, which is the file's extra data,
 * was signed by its author, and is in a log.
 *
 * @param event without its payload, of which the header has the hash
 * @param index of its leaf
 * @param cosigners the witnesses of the policy that saw the log so, each with the time
 */
public record EventProof(
    DecodedEvent event,
    long index,
    Checkpoint checkpoint,
    Map<VerifierKey, Optional<Instant>> cosigners) {

  /** The file for an event; nothing where the log has none in a block yet. */
  public static Optional<ProofFile> make(OwnLog log, RawEvent event) {
    return log.proofOf(EventId.ofHeader(event.header()))
        .map(
            file ->
                new ProofFile(Optional.of(event.header()), file.index(), file.path(), file.note()));
  }

  /** Checks files by the keys that somebody trusts, without a node or a network. For any thread. */
  public static final class Check {
    private final VerifierKey log;
    private final Policy policy;
    private final NoteCheck notes;
    private final EventDecoder decoder = new EventDecoder();
    private final EventVerifier events;

    /**
     * @param log the log's key
     * @param policy which witnesses have to have seen it
     */
    public Check(VerifierKey log, Policy policy, SignatureVerifier verifier) {
      this.log = log;
      this.policy = policy;
      this.notes = new NoteCheck(verifier);
      this.events = new EventVerifier(verifier);
    }

    /** What a file proves. */
    public EventProof of(Bytes bytes) throws NoteException {
      ProofFile file = ProofFile.parse(bytes);
      Bytes header = file.extra().orElseThrow(() -> new NoteException(NoteReason.BAD_EXTRA));
      VerifiedEvent event = event(header);
      Bytes leaf = new TreeHasher().leaf(LogOrigin.entry(event.id()));
      Checkpoint checkpoint = file.check(leaf, log, notes);
      Map<VerifierKey, Optional<Instant>> cosigners =
          notes.signers(file.note(), policy.witnessKeys());
      if (!policy.quorum().isMetBy(cosigners.keySet())) {
        throw new NoteException(NoteReason.NO_QUORUM);
      }
      return new EventProof(event.event(), file.index(), checkpoint, cosigners);
    }

    private VerifiedEvent event(Bytes header) throws NoteException {
      if (decoder.decode(new RawEvent(header, null)) instanceof Checked.Good<DecodedEvent> decoded
          && events.verify(decoded.value()) instanceof Checked.Good<VerifiedEvent> verified) {
        return verified.value();
      }
      throw new NoteException(NoteReason.BAD_EXTRA);
    }
  }
}
