package io.vivim.anchors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Rfc3161AnchorTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Bytes DIGEST = Multihash.sha256(Bytes.utf8("a checkpoint")).digest();

  private Authority authority;
  private Authority stranger;

  @BeforeAll
  void create() throws Exception {
    authority = Authority.create("ours", NOW);
    stranger = Authority.create("stranger", NOW);
  }

  private static Step ask(Bytes trusted, Loopback.Answering answering) throws Exception {
    try (Loopback server = new Loopback(answering)) {
      return anchor(server.place(), trusted).step(DIGEST, Bytes.EMPTY, NOW);
    }
  }

  private static Rfc3161Anchor anchor(URI place, Bytes trusted) throws CertificateException {
    return new Rfc3161Anchor(
        "rfc3161", place, TrustedAuthorities.read(trusted), new Http(), new SecureRandom());
  }

  private static Loopback.Reply ok(Bytes body) {
    return new Loopback.Reply(200, body);
  }

  private static void assertFault(Step step, AnchorFault reason) {
    assertThat(step).isInstanceOf(Step.Fault.class);
    assertThat(((Step.Fault) step).reason()).as(step.toString()).isEqualTo(reason);
  }

  @Test
  void aTokenOfATrustedAuthorityIsKeptAsItCame() throws Exception {
    Step step =
        ask(
            authority.rootFile(),
            request -> {
              assertThat(request.type()).isEqualTo("application/timestamp-query");
              return ok(authority.reply(request.body(), NOW.plusSeconds(1)));
            });
    assertThat(step).isInstanceOf(Step.Confirmed.class);
    Step.Confirmed confirmed = (Step.Confirmed) step;
    assertThat(confirmed.words()).isEqualTo("2026-11-20T12:00:01Z by CN=ours");
    TimeStampResponse kept = new TimeStampResponse(confirmed.proof().toArray());
    assertThat(kept.getTimeStampToken().getTimeStampInfo().getMessageImprintDigest())
        .isEqualTo(DIGEST.toArray());
  }

  @Test
  void anAuthorityIsAlsoTrustedByItsOwnCertificate() throws Exception {
    Step step = ask(authority.ownFile(), request -> ok(authority.reply(request.body(), NOW)));
    assertThat(step).isInstanceOf(Step.Confirmed.class);
  }

  @Test
  void anotherAuthorityIsNotTrusted() throws Exception {
    assertFault(
        ask(authority.rootFile(), request -> ok(stranger.reply(request.body(), NOW))),
        AnchorFault.NOT_TRUSTED);
    assertFault(
        ask(authority.ownFile(), request -> ok(stranger.reply(request.body(), NOW))),
        AnchorFault.NOT_TRUSTED);
  }

  @Test
  void aSignatureThatDoesNotHoldIsNotTrusted() throws Exception {
    assertFault(
        ask(
            authority.rootFile(),
            request -> {
              byte[] reply = authority.reply(request.body(), NOW).toArray();
              reply[reply.length - 1] ^= 1;
              return ok(Bytes.owning(reply));
            }),
        AnchorFault.NOT_TRUSTED);
  }

  @Test
  void aWeakDigestIsNotTrusted() throws Exception {
    assertFault(
        ask(
            authority.rootFile(),
            request ->
                ok(
                    authority.reply(
                        new TimeStampRequest(request.body().toArray()), NOW, "SHA1withECDSA"))),
        AnchorFault.NOT_TRUSTED);
  }

  @Test
  void aTokenForAnotherDigestOrAnotherRequestIsRefused() throws Exception {
    assertFault(
        ask(
            authority.rootFile(),
            request ->
                ok(
                    authority.reply(
                        Authority.altered(request.body(), true, false), NOW, "SHA256withECDSA"))),
        AnchorFault.OTHER_DIGEST);
    assertFault(
        ask(
            authority.rootFile(),
            request ->
                ok(
                    authority.reply(
                        Authority.altered(request.body(), false, true), NOW, "SHA256withECDSA"))),
        AnchorFault.BAD_ANSWER);
  }

  @Test
  void aTimeThatIsNotOursIsRefused() throws Exception {
    for (int sign : new int[] {-1, 1}) {
      Duration within = Rfc3161Anchor.MAX_CLOCK_DRIFT.multipliedBy(sign);
      assertThat(
              ask(
                  authority.rootFile(),
                  request -> ok(authority.reply(request.body(), NOW.plus(within)))))
          .isInstanceOf(Step.Confirmed.class);
      Duration beyond = within.plusSeconds(sign);
      assertFault(
          ask(
              authority.rootFile(),
              request -> ok(authority.reply(request.body(), NOW.plus(beyond)))),
          AnchorFault.WRONG_TIME);
    }
  }

  @Test
  void whatIsNoReplyIsABadAnswer() throws Exception {
    for (Bytes junk :
        new Bytes[] {
          Bytes.EMPTY, Bytes.utf8("<html>"), Bytes.fromHex("3003020100"), Bytes.fromHex("30800000")
        }) {
      Step step = ask(authority.rootFile(), request -> ok(junk));
      assertThat(step).isInstanceOf(Step.Fault.class);
      assertThat(((Step.Fault) step).reason()).isIn(AnchorFault.BAD_ANSWER, AnchorFault.REFUSED);
    }
    assertFault(
        ask(
            authority.rootFile(),
            request -> ok(Bytes.owning(new byte[Rfc3161Anchor.MAX_ANSWER_BYTES + 1]))),
        AnchorFault.UNREACHABLE);
    assertFault(
        ask(authority.rootFile(), request -> new Loopback.Reply(503, Bytes.EMPTY)),
        AnchorFault.REFUSED);
  }

  @Test
  void aReplyThatIsNestedWithoutEndIsABadAnswer() throws Exception {
    for (String element : new String[] {"3080", "2480", "a080"}) {
      Bytes deep = Bytes.fromHex(element.repeat(Rfc3161Anchor.MAX_ANSWER_BYTES / 2));
      Step step = ask(authority.rootFile(), request -> ok(deep));
      assertFault(step, AnchorFault.BAD_ANSWER);
      assertThat(((Step.Fault) step).words()).contains("cut short");
    }
  }

  @Test
  void aTokenThatVouchesForSomethingNestedWithoutEndIsABadAnswer() throws Exception {
    Bytes deep = Bytes.fromHex("3080".repeat(30_000));
    assertFault(
        ask(authority.rootFile(), request -> ok(authority.replyAbout(deep, request.body(), NOW))),
        AnchorFault.BAD_ANSWER);
  }

  @Test
  void aReplyThatEndsEarlyConfirmsNothing() throws Exception {
    Bytes[] reply = new Bytes[1];
    Step whole =
        ask(
            authority.rootFile(),
            request -> {
              reply[0] = authority.reply(request.body(), NOW);
              return ok(reply[0]);
            });
    assertThat(whole).isInstanceOf(Step.Confirmed.class);
    for (int length = 0; length < reply[0].size(); length += 7) {
      Bytes part = reply[0].slice(0, length);
      assertThat(ask(authority.rootFile(), request -> ok(part))).isInstanceOf(Step.Fault.class);
    }
  }

  @Test
  void nobodyThereIsUnreachable() throws Exception {
    URI place;
    try (Loopback gone = new Loopback(request -> ok(Bytes.EMPTY))) {
      place = gone.place();
    }
    assertFault(
        anchor(place, authority.rootFile()).step(DIGEST, Bytes.EMPTY, NOW),
        AnchorFault.UNREACHABLE);
  }

  @Test
  void aFileWithoutACertificateTrustsNobody() {
    assertThatThrownBy(() -> TrustedAuthorities.read(Bytes.utf8("no certificate")))
        .isInstanceOf(CertificateException.class);
    assertThatThrownBy(() -> TrustedAuthorities.read(Bytes.EMPTY))
        .isInstanceOf(CertificateException.class);
  }
}
