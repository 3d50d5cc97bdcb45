package io.vivim.anchors;

import io.vivim.codec.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * A timestamp authority (RFC 3161), asked over HTTP. Its answer is believed where it vouches for
 * our digest and our nonce, at a time that is ours too, and an authority that we trust signed it.
 * The proof is the answer as it came, which {@code openssl ts -verify} reads.
 */
public final class Rfc3161Anchor implements Anchor {
  /** How far its clock and ours may be apart. */
  static final Duration MAX_CLOCK_DRIFT = Duration.ofMinutes(5);

  /** A token with a chain of certificates has some kilobytes. */
  static final int MAX_ANSWER_BYTES = 64 * 1024;

  private static final int NONCE_BITS = 128;
  private static final String QUERY = "application/timestamp-query";
  private static final String REPLY = "application/timestamp-reply";

  private final String name;
  private final URI place;
  private final TrustedAuthorities trusted;
  private final Http http;
  private final RandomGenerator random;

  /**
   * @param random which nobody can foresee
   */
  public Rfc3161Anchor(
      String name, URI place, TrustedAuthorities trusted, Http http, RandomGenerator random) {
    this.name = name;
    this.place = place;
    this.trusted = trusted;
    this.http = http;
    this.random = random;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String fileEnding() {
    return "tsr";
  }

  @Override
  public boolean oneAtATime() {
    return false;
  }

  @Override
  public Step step(Bytes digest, Bytes progress, Instant now) {
    TimeStampRequest request = request(digest);
    try {
      Bytes query = Bytes.owning(request.getEncoded());
      Http.Answer answer = http.post(place, QUERY, query, REPLY, MAX_ANSWER_BYTES);
      if (answer.status() != Http.OK) {
        return new Step.Fault(AnchorFault.REFUSED, "HTTP " + answer.status());
      }
      return shallow(request, digest, answer.body(), now);
    } catch (IOException e) {
      return new Step.Fault(AnchorFault.UNREACHABLE, Http.words(e));
    }
  }

  private TimeStampRequest request(Bytes digest) {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    byte[] nonce = new byte[NONCE_BITS / Byte.SIZE];
    random.nextBytes(nonce);
    return generator.generate(
        NISTObjectIdentifiers.id_sha256, digest.toArray(), new BigInteger(1, nonce));
  }

  /** Bouncy Castle recurses, also into elements that stand within primitive ones. */
  private Step shallow(TimeStampRequest request, Bytes digest, Bytes answer, Instant now) {
    if (!AsnGate.isShallow(answer)) {
      return new Step.Fault(AnchorFault.BAD_ANSWER, "no timestamp reply: cut short or too deep");
    }
    try {
      return judge(request, digest, answer, now);
    } catch (StackOverflowError e) {
      return new Step.Fault(AnchorFault.BAD_ANSWER, "no timestamp reply: too deep");
    }
  }

  private Step judge(TimeStampRequest request, Bytes digest, Bytes answer, Instant now) {
    TimeStampResponse response;
    try {
      response = new TimeStampResponse(answer.toArray());
    } catch (TSPException | IOException | RuntimeException e) {
      // Bouncy Castle meets bad ASN.1 with exceptions of all kinds.
      return new Step.Fault(AnchorFault.BAD_ANSWER, "no timestamp reply: " + e.getMessage());
    }
    TimeStampToken token = response.getTimeStampToken();
    if (token == null) {
      String said = response.getStatusString();
      return new Step.Fault(
          AnchorFault.REFUSED, said == null ? "status " + response.getStatus() : said);
    }
    byte[] vouched = token.getTimeStampInfo().getMessageImprintDigest();
    if (!Bytes.copyOf(vouched).equals(digest)) {
      return new Step.Fault(AnchorFault.OTHER_DIGEST, "it vouches for another digest");
    }
    try {
      response.validate(request);
    } catch (TSPException e) {
      return new Step.Fault(AnchorFault.BAD_ANSWER, String.valueOf(e.getMessage()));
    }
    Instant time = token.getTimeStampInfo().getGenTime().toInstant();
    if (Duration.between(now, time).abs().compareTo(MAX_CLOCK_DRIFT) > 0) {
      return new Step.Fault(AnchorFault.WRONG_TIME, "it says " + time + " at " + now);
    }
    return trusted
        .signerOf(token, time)
        .<Step>map(signer -> new Step.Confirmed(answer, time + " by " + signer))
        .orElseGet(
            () ->
                new Step.Fault(
                    AnchorFault.NOT_TRUSTED, "no authority that is trusted here signed it"));
  }
}
