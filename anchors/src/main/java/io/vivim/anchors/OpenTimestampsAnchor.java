package io.vivim.anchors;

import io.vivim.codec.Bytes;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * Calendars of OpenTimestamps, which gather many digests into one transaction of Bitcoin. At first
 * each promises to; hours later the rest of the proof is fetched from those that did. Nobody is
 * asked but the calendars that were named, wherever a proof may point.
 *
 * <p>The proof is an {@code .ots} file. That its block of Bitcoin has what it says is for whoever
 * verifies it to see: here the calendar's word is taken.
 */
public final class OpenTimestampsAnchor implements Anchor {
  /** Those that the public ones are known by. */
  public static final List<URI> PUBLIC_CALENDARS =
      List.of(
          URI.create("https://alice.btc.calendar.opentimestamps.org"),
          URI.create("https://bob.btc.calendar.opentimestamps.org"),
          URI.create("https://finney.calendar.eternitywall.com"));

  public static final int MAX_CALENDARS = 16;

  /** Bitcoin has a block every ten minutes, and calendars do not use each. */
  static final Duration LOOK_AGAIN = Duration.ofMinutes(30);

  private static final String TYPE = "application/vnd.opentimestamps.v1";
  private static final String FORM = "application/x-www-form-urlencoded";

  private final String name;
  private final List<String> calendars;
  private final Http http;
  private final RandomGenerator random;

  /**
   * @param calendars as each calls itself in its answers
   * @param random which nobody can foresee
   */
  public OpenTimestampsAnchor(String name, List<URI> calendars, Http http, RandomGenerator random) {
    if (calendars.isEmpty() || calendars.size() > MAX_CALENDARS) {
      throw new IllegalArgumentException("not with " + calendars.size() + " calendars");
    }
    this.name = name;
    this.calendars = calendars.stream().map(each -> each.toString().replaceAll("/+$", "")).toList();
    this.http = http;
    this.random = random;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String fileEnding() {
    return "ots";
  }

  @Override
  public boolean oneAtATime() {
    return false;
  }

  @Override
  public Step step(Bytes digest, Bytes progress, Instant now) {
    OtsProof proof = progress.isEmpty() ? begin(digest) : OtsProof.read(progress);
    List<Step.Fault> faults = new ArrayList<>();
    Map<String, List<Bytes>> pending = proof.pending();
    int waiting = 0;
    for (String calendar : calendars) {
      List<Bytes> messages = pending.getOrDefault(calendar, List.of());
      boolean isWaiting =
          messages.isEmpty()
              ? submit(proof, calendar, faults)
              : isWaiting(proof, calendar, messages, faults);
      waiting += isWaiting ? 1 : 0;
    }
    OptionalInt block = proof.bitcoinBlock();
    if (block.isPresent()) {
      return new Step.Confirmed(
          proof.file(), "in block " + block.getAsInt() + " of Bitcoin, a calendar says");
    } else if (waiting == 0 && !faults.isEmpty()) {
      return faults.get(0);
    }
    return new Step.Waiting(
        proof.file(),
        LOOK_AGAIN,
        "promised by " + waiting + " of " + calendars.size() + " calendars");
  }

  private OtsProof begin(Bytes digest) {
    byte[] nonce = new byte[OtsProof.NONCE_BYTES];
    random.nextBytes(nonce);
    return OtsProof.begin(digest, Bytes.owning(nonce));
  }

  private boolean submit(OtsProof proof, String calendar, List<Step.Fault> faults) {
    try {
      Http.Answer answer =
          http.post(
              URI.create(calendar + "/digest"),
              FORM,
              proof.commitment(),
              TYPE,
              OtsGate.MAX_ANSWER_BYTES);
      if (answer.status() != Http.OK) {
        faults.add(refused(calendar, answer));
      } else if (proof.take(answer.body(), calendar)) {
        return true;
      } else {
        faults.add(bad(calendar));
      }
    } catch (IOException e) {
      faults.add(unreachable(calendar, e));
    }
    return false;
  }

  /** Whether the calendar still has to complete it; what it has is taken. */
  private boolean isWaiting(
      OtsProof proof, String calendar, List<Bytes> messages, List<Step.Fault> faults) {
    boolean isWaiting = false;
    for (Bytes message : messages) {
      try {
        URI place = URI.create(calendar + "/timestamp/" + message.toHex());
        Http.Answer answer = http.get(place, TYPE, OtsGate.MAX_ANSWER_BYTES);
        if (answer.status() == Http.NOT_FOUND) {
          isWaiting = true;
        } else if (answer.status() != Http.OK) {
          faults.add(refused(calendar, answer));
        } else if (!proof.complete(message, answer.body())) {
          faults.add(bad(calendar));
        }
      } catch (IOException e) {
        faults.add(unreachable(calendar, e));
      }
    }
    return isWaiting;
  }

  private static Step.Fault refused(String calendar, Http.Answer answer) {
    return new Step.Fault(AnchorFault.REFUSED, calendar + ": HTTP " + answer.status());
  }

  private static Step.Fault bad(String calendar) {
    return new Step.Fault(AnchorFault.BAD_ANSWER, calendar + ": no timestamp of this calendar");
  }

  private static Step.Fault unreachable(String calendar, IOException e) {
    return new Step.Fault(AnchorFault.UNREACHABLE, calendar + ": " + Http.words(e));
  }
}
