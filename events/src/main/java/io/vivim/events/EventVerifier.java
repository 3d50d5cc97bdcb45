package io.vivim.events;

import io.vivim.did.SignatureVerifier;
import io.vivim.did.Verdict;

/** Checks the signatures of events over the bytes that came. Any thread may use it. */
public final class EventVerifier {
  private final SignatureVerifier signatures;

  public EventVerifier(SignatureVerifier signatures) {
    this.signatures = signatures;
  }

  public Checked<VerifiedEvent> verify(DecodedEvent event) {
    Verdict verdict =
        signatures.verify(
            event.header().signer().publicKey(),
            HeaderReader.signedBytes(event.raw().header()),
            event.signature());
    return verdict.isValid()
        ? new Checked.Good<>(new VerifiedEvent(event))
        : new Checked.Bad<>(new Rejection(RejectionReason.SIGNATURE, verdict.code()));
  }
}
