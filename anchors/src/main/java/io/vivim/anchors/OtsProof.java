package io.vivim.anchors;

import com.eternitywall.ots.StreamDeserializationContext;
import com.eternitywall.ots.StreamSerializationContext;
import com.eternitywall.ots.Timestamp;
import com.eternitywall.ots.attestation.BitcoinBlockHeaderAttestation;
import com.eternitywall.ots.attestation.PendingAttestation;
import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A proof of OpenTimestamps while it grows, in the form of an {@code .ots} file. Calendars are
 * shown the hash of digest and nonce, so that they learn nothing of what they vouch for.
 *
 * <pre>
 *   00 "OpenTimestamps" 00 00 "Proof" 00 bf89e2e884e89294   magic 31
 *   01                                                      version
 *   08 | digest 32                                          what is stamped, by SHA-256
 *   f0 10 | nonce 16                                        append it
 *   08                                                      SHA-256: the commitment
 *   what calendars answered about that
 * </pre>
 */
final class OtsProof {
  static final int NONCE_BYTES = 16;

  private static final Bytes BEGIN =
      Bytes.concat(
          Bytes.fromHex("00"),
          Bytes.utf8("OpenTimestamps"),
          Bytes.fromHex("0000"),
          Bytes.utf8("Proof"),
          Bytes.fromHex("00bf89e2e884e892940108"));

  private static final Bytes APPEND_NONCE = Bytes.fromHex("f010");
  private static final Bytes HASH = Bytes.fromHex("08");
  private static final int DIGEST_BYTES = 32;

  /** Places at which one calendar may leave something to complete. */
  static final int MAX_PROMISES = 4;

  private final Bytes digest;
  private final Bytes nonce;

  /** Of the commitment; none until a calendar has answered. */
  private Optional<Timestamp> answers;

  private OtsProof(Bytes digest, Bytes nonce, Optional<Timestamp> answers) {
    this.digest = digest;
    this.nonce = nonce;
    this.answers = answers;
  }

  static OtsProof begin(Bytes digest, Bytes nonce) {
    return new OtsProof(digest, nonce, Optional.empty());
  }

  /** One that we wrote. */
  static OtsProof read(Bytes file) {
    int digestAt = BEGIN.size();
    int nonceAt = digestAt + DIGEST_BYTES + APPEND_NONCE.size();
    int answersAt = nonceAt + NONCE_BYTES + HASH.size();
    OtsProof proof =
        begin(
            file.slice(digestAt, digestAt + DIGEST_BYTES).compact(),
            file.slice(nonceAt, nonceAt + NONCE_BYTES).compact());
    proof.answers = Optional.of(parsed(file.from(answersAt), proof.commitment()));
    return proof;
  }

  /** What calendars are asked to vouch for. */
  Bytes commitment() {
    return Multihash.sha256(Bytes.concat(digest, nonce)).digest();
  }

  /** The file; there is none before a calendar has answered. */
  Bytes file() {
    StreamSerializationContext out = new StreamSerializationContext();
    answers.orElseThrow().serialize(out);
    return Bytes.concat(BEGIN, digest, APPEND_NONCE, nonce, HASH, Bytes.copyOf(out.getOutput()));
  }

  boolean hasAnswers() {
    return answers.isPresent();
  }

  private static Timestamp parsed(Bytes bytes, Bytes message) {
    return Timestamp.deserialize(
        new StreamDeserializationContext(bytes.toArray()), message.toArray());
  }

  /**
   * Takes a calendar's first answer.
   *
   * @return whether it is one, and one that the same calendar will complete
   */
  boolean take(Bytes answer, String calendar) {
    if (!OtsGate.isTimestamp(answer)) {
      return false;
    }
    Timestamp timestamp = parsed(answer, commitment());
    Map<String, List<Bytes>> promised = pending(timestamp);
    boolean isItsOwn =
        promised.keySet().equals(Set.of(calendar))
            && promised.getOrDefault(calendar, List.of()).size() <= MAX_PROMISES;
    if (isItsOwn) {
      answers.ifPresentOrElse(had -> had.merge(timestamp), () -> answers = Optional.of(timestamp));
    }
    return isItsOwn;
  }

  /** What each calendar was left to complete: messages by its address. */
  Map<String, List<Bytes>> pending() {
    return answers.map(OtsProof::pending).orElse(Map.of());
  }

  private static Map<String, List<Bytes>> pending(Timestamp timestamp) {
    Map<String, List<Bytes>> pending = new LinkedHashMap<>();
    timestamp
        .allAttestations()
        .forEach(
            (message, each) -> {
              if (each instanceof PendingAttestation waits) {
                pending
                    .computeIfAbsent(address(waits), unused -> new ArrayList<>())
                    .add(Bytes.copyOf(message));
              }
            });
    return pending;
  }

  private static String address(PendingAttestation waits) {
    return new String(waits.getUri(), StandardCharsets.UTF_8);
  }

  /**
   * Takes what completes the timestamp of a message.
   *
   * @return whether it is that
   */
  boolean complete(Bytes message, Bytes answer) {
    if (!OtsGate.isTimestamp(answer, message.size())) {
      return false;
    }
    Timestamp rest = parsed(answer, message);
    if (height(rest).isEmpty()) {
      return false;
    }
    answers.map(Timestamp::directlyVerified).orElse(List.of()).stream()
        .filter(place -> Bytes.copyOf(place.getDigest()).equals(message))
        .findFirst()
        .ifPresent(place -> place.merge(rest));
    return true;
  }

  /** The first block of Bitcoin that it leads to. */
  OptionalInt bitcoinBlock() {
    return answers.map(OtsProof::height).orElse(OptionalInt.empty());
  }

  private static OptionalInt height(Timestamp timestamp) {
    return timestamp.getAttestations().stream()
        .filter(BitcoinBlockHeaderAttestation.class::isInstance)
        .mapToInt(each -> ((BitcoinBlockHeaderAttestation) each).getHeight())
        .min();
  }
}
