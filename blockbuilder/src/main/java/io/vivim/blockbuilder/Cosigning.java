package io.vivim.blockbuilder;

import io.vivim.blockbuilder.WitnessDoubts.Doubt;
import io.vivim.blockbuilder.note.Checkpoint;
import io.vivim.blockbuilder.note.NoteCheck;
import io.vivim.blockbuilder.note.NoteException;
import io.vivim.blockbuilder.note.Policy;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.blockbuilder.note.WitnessRequest;
import io.vivim.codec.Bytes;
import io.vivim.store.Batch;
import io.vivim.store.Commits;
import io.vivim.store.Durability;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Asks the witnesses of a policy to cosign the last checkpoint of a log of ours (C2SP tlog-witness,
 * as a client), and keeps what they sign. For one thread, which waits for them.
 */
public final class Cosigning {
  /** Of an answer; it is a line or two. */
  public static final int MAX_ANSWER_BYTES = 64 * 1024;

  private static final int OK = 200;
  private static final int CONFLICT = 409;
  private static final int NOT_CONSISTENT = 422;
  private static final String ADD = "add-checkpoint";

  private final OwnLog log;
  private final LogOrigin origin;
  private final Commits commits;
  private final Policy policy;
  private final NoteCheck check;
  private final WitnessDoubts doubts;
  private final Road road;

  /** What each witness cosigned last, as far as it told; by its name in the policy. */
  private final Map<String, Long> sizes = new HashMap<>();

  /** By which witnesses are asked. */
  @FunctionalInterface
  public interface Road {
    /** Posts a body to an address, and brings the answer. */
    Answer post(String url, Bytes body) throws IOException, InterruptedException;
  }

  /** What a witness answers. */
  public record Answer(int status, Bytes body) {}

  /**
   * What came of it.
   *
   * @param note with all cosignatures that are here now
   * @param isWitnessed whether they are as many as the policy asks for
   * @param failures by the names of the witnesses that did not cosign, why not
   */
  public record Result(SignedNote note, boolean isWitnessed, Map<String, String> failures) {}

  /**
   * @param commits where what witnesses signed is kept
   * @param doubts where it is kept that they signed what we have not
   */
  public Cosigning(
      OwnLog log,
      LogOrigin origin,
      Commits commits,
      Policy policy,
      NoteCheck check,
      WitnessDoubts doubts,
      Road road) {
    this.doubts = doubts;
    this.log = log;
    this.origin = origin;
    this.commits = commits;
    this.policy = policy;
    this.check = check;
    this.road = road;
  }

  /** Asks all that have not cosigned the last checkpoint yet; nothing where there is none. */
  public Optional<Result> run() throws InterruptedException {
    long height = log.progress().height() - 1;
    return height < 0 ? Optional.empty() : Optional.of(cosign(height));
  }

  private Result cosign(long height) throws InterruptedException {
    SignedNote note = log.checkpoint(height).orElseThrow();
    Map<String, String> failures = new LinkedHashMap<>();
    for (Map.Entry<String, Policy.Witness> each : policy.witnesses().entrySet()) {
      note = asked(note, each.getKey(), each.getValue(), failures::put);
    }
    if (!note.equals(log.checkpoint(height).orElseThrow())) {
      Batch batch = Batch.named("cosignatures");
      batch.put(LogRows.of(origin).checkpoint(height), note.encode());
      commits.commit(batch, Durability.SYNC);
    }
    return new Result(note, isMet(note), failures);
  }

  private boolean isMet(SignedNote note) {
    try {
      return policy.isMetBy(note, check);
    } catch (NoteException e) {
      throw new IllegalStateException("a cosignature that was checked does not hold", e);
    }
  }

  private SignedNote asked(
      SignedNote note, String name, Policy.Witness witness, BiConsumer<String, String> failed)
      throws InterruptedException {
    boolean hasSigned = note.signatures().stream().anyMatch(each -> each.isOf(witness.key()));
    if (hasSigned || witness.url().isEmpty()) {
      return note;
    }
    String url = witness.url().get();
    String where = (url.endsWith("/") ? url : url + "/") + ADD;
    try {
      long size = Checkpoint.parse(note.text()).head().size();
      long old = Math.min(size, sizes.getOrDefault(name, 0L));
      Answer answer = road.post(where, request(note, size, old));
      if (answer.status() == CONFLICT) {
        old = WitnessRequest.sizeOf(answer.body());
        if (old > size) {
          doubts.keep(new Doubt(origin, name, WitnessDoubts.Kind.AHEAD, size, old));
          failed.accept(name, "it has cosigned more entries than are here");
          return note;
        }
        answer = road.post(where, request(note, size, old));
      }
      if (answer.status() == NOT_CONSISTENT) {
        doubts.keep(new Doubt(origin, name, WitnessDoubts.Kind.OTHER, size, old));
      }
      if (answer.status() != OK) {
        failed.accept(name, "it answers with status " + answer.status());
        return note;
      }
      SignedNote cosigned = WitnessRequest.cosigned(note, answer.body(), witness.key(), check);
      sizes.put(name, size);
      doubts.settle(origin, name, size);
      return cosigned;
    } catch (IOException e) {
      failed.accept(name, "it cannot be reached: " + e.getMessage());
    } catch (NoteException e) {
      failed.accept(name, "its answer is none: " + e.getMessage());
    }
    return note;
  }

  private Bytes request(SignedNote note, long size, long from) {
    SignedNote ours =
        new SignedNote(
            note.text(),
            note.signatures().stream().filter(each -> each.isOf(origin.key())).toList());
    return new WitnessRequest(from, log.prover(size).consistency(from).path(), ours).encode();
  }
}
