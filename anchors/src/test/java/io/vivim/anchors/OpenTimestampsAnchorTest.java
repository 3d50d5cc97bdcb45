package io.vivim.anchors;

import static org.assertj.core.api.Assertions.assertThat;

import com.eternitywall.ots.DetachedTimestampFile;
import com.eternitywall.ots.StreamDeserializationContext;
import com.eternitywall.ots.Timestamp;
import com.eternitywall.ots.attestation.BitcoinBlockHeaderAttestation;
import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OpenTimestampsAnchorTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Bytes DIGEST = Multihash.sha256(Bytes.utf8("a checkpoint")).digest();

  private static OpenTimestampsAnchor anchor(String... calendars) {
    return new OpenTimestampsAnchor(
        "opentimestamps",
        Stream.of(calendars).map(URI::create).toList(),
        new Http(),
        new SecureRandom());
  }

  private static final Bytes HASH = Bytes.fromHex("08");

  private static Bytes pending(String address) {
    return Bytes.concat(HASH, CalendarServer.pending(address));
  }

  private static Bytes waits(Step step) {
    assertThat(step).isInstanceOf(Step.Waiting.class);
    return ((Step.Waiting) step).progress();
  }

  private static void assertFault(Step step, AnchorFault reason) {
    assertThat(step).isInstanceOf(Step.Fault.class);
    assertThat(((Step.Fault) step).reason()).as(step.toString()).isEqualTo(reason);
  }

  /** The messages at which a proof says that they are the Merkle root of a block. */
  private static List<Bytes> rootsIn(Bytes file) {
    StreamDeserializationContext whole = new StreamDeserializationContext(file.toArray());
    assertThat(Bytes.copyOf(DetachedTimestampFile.deserialize(whole).fileDigest()))
        .isEqualTo(DIGEST);
    Timestamp timestamp =
        Timestamp.deserialize(
            new StreamDeserializationContext(file.from(31 + 2 + 32).toArray()), DIGEST.toArray());
    List<Bytes> roots = new ArrayList<>();
    timestamp
        .allAttestations()
        .forEach(
            (message, each) -> {
              if (each instanceof BitcoinBlockHeaderAttestation) {
                roots.add(Bytes.copyOf(message));
              }
            });
    return roots;
  }

  @Test
  void aPromiseIsKeptAndCompletedOnceTheBlockIsThere() throws Exception {
    try (CalendarServer calendar = new CalendarServer()) {
      OpenTimestampsAnchor anchor = anchor(calendar.address());
      Bytes promise = waits(anchor.step(DIGEST, Bytes.EMPTY, NOW));
      assertThat(rootsIn(promise)).isEmpty();
      Bytes still = waits(anchor.step(DIGEST, promise, NOW));
      Bytes root = calendar.mine(840_000);
      Step step = anchor.step(DIGEST, still, NOW);
      assertThat(step).isInstanceOf(Step.Confirmed.class);
      Step.Confirmed confirmed = (Step.Confirmed) step;
      assertThat(rootsIn(confirmed.proof())).containsExactly(root);
      assertThat(confirmed.words()).isEqualTo("in block 840000 of Bitcoin, a calendar says");
    }
  }

  @Test
  void theCalendarLearnsNothingOfTheDigest() throws Exception {
    try (CalendarServer calendar = new CalendarServer()) {
      OpenTimestampsAnchor anchor = anchor(calendar.address());
      waits(anchor.step(DIGEST, Bytes.EMPTY, NOW));
      waits(anchor.step(DIGEST, Bytes.EMPTY, NOW));
      assertThat(calendar.submitted()).hasSize(2).doesNotContain(DIGEST);
    }
  }

  @Test
  void manyDigestsShareABlock() throws Exception {
    try (CalendarServer calendar = new CalendarServer()) {
      OpenTimestampsAnchor anchor = anchor(calendar.address());
      List<Bytes> promises = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        promises.add(waits(anchor.step(DIGEST, Bytes.EMPTY, NOW)));
      }
      Bytes root = calendar.mine(840_000);
      for (Bytes promise : promises) {
        Step.Confirmed confirmed = (Step.Confirmed) anchor.step(DIGEST, promise, NOW);
        assertThat(rootsIn(confirmed.proof())).containsExactly(root);
      }
    }
  }

  @Test
  void oneCalendarOfSeveralIsEnough() throws Exception {
    try (CalendarServer first = new CalendarServer();
        CalendarServer second = new CalendarServer()) {
      OpenTimestampsAnchor anchor = anchor(first.address(), second.address());
      Step step = anchor.step(DIGEST, Bytes.EMPTY, NOW);
      assertThat(((Step.Waiting) step).words()).isEqualTo("promised by 2 of 2 calendars");
      Bytes root = second.mine(840_001);
      Step.Confirmed confirmed = (Step.Confirmed) anchor.step(DIGEST, waits(step), NOW);
      assertThat(rootsIn(confirmed.proof())).containsExactly(root);
    }
  }

  @Test
  void aCalendarThatWasDownIsAskedAgainAndTheOthersMeanwhile() throws Exception {
    int port;
    try (CalendarServer gone = new CalendarServer()) {
      port = gone.port();
    }
    String late = "http://127.0.0.1:" + port;
    try (CalendarServer calendar = new CalendarServer()) {
      OpenTimestampsAnchor anchor = anchor(late, calendar.address());
      Step step = anchor.step(DIGEST, Bytes.EMPTY, NOW);
      assertThat(((Step.Waiting) step).words()).isEqualTo("promised by 1 of 2 calendars");
      assertFault(anchor(late).step(DIGEST, Bytes.EMPTY, NOW), AnchorFault.UNREACHABLE);
      try (CalendarServer back = new CalendarServer(port)) {
        Step both = anchor.step(DIGEST, waits(step), NOW);
        assertThat(((Step.Waiting) both).words()).isEqualTo("promised by 2 of 2 calendars");
        assertThat(back.submitted()).isEqualTo(calendar.submitted());
        Bytes root = back.mine(840_002);
        Step.Confirmed confirmed = (Step.Confirmed) anchor.step(DIGEST, waits(both), NOW);
        assertThat(rootsIn(confirmed.proof())).containsExactly(root);
      }
    }
  }

  @Test
  void aCalendarThatGoesDownAfterItsPromiseIsWaitedFor() throws Exception {
    int port;
    Bytes promise;
    Bytes root;
    OpenTimestampsAnchor anchor;
    Bytes message;
    try (CalendarServer calendar = new CalendarServer()) {
      port = calendar.port();
      anchor = anchor(calendar.address());
      promise = waits(anchor.step(DIGEST, Bytes.EMPTY, NOW));
      message = calendar.submitted().iterator().next();
    }
    assertFault(anchor.step(DIGEST, promise, NOW), AnchorFault.UNREACHABLE);
    try (CalendarServer back = new CalendarServer(port)) {
      new Http().post(URI.create(back.address() + "/digest"), "x/x", message, "x/x", 1000);
      root = back.mine(840_003);
      Step.Confirmed confirmed = (Step.Confirmed) anchor.step(DIGEST, promise, NOW);
      assertThat(rootsIn(confirmed.proof())).containsExactly(root);
    }
  }

  private static Step first(Bytes answer) throws IOException {
    try (Loopback server = new Loopback(request -> new Loopback.Reply(200, answer))) {
      return anchor(server.place().toString()).step(DIGEST, Bytes.EMPTY, NOW);
    }
  }

  @Test
  void aFirstAnswerThatIsNoPromiseOfItsCalendarIsRefused() throws Exception {
    List<Bytes> answers =
        List.of(
            Bytes.EMPTY,
            Bytes.utf8("<html>no</html>"),
            pending("http://elsewhere.example"),
            CalendarServer.bitcoin(1),
            Bytes.concat(CalendarServer.append(Bytes.utf8("x")), CalendarServer.bitcoin(1)));
    for (Bytes answer : answers) {
      assertFault(first(answer), AnchorFault.BAD_ANSWER);
    }
    assertFault(
        first(Bytes.owning(new byte[OtsGate.MAX_ANSWER_BYTES + 1])), AnchorFault.UNREACHABLE);
  }

  @Test
  void aCalendarMakesUsAskNobodyElseAndItselfAFewTimesAtMost() throws Exception {
    List<String> asked = new ArrayList<>();
    Bytes[] answer = new Bytes[1];
    try (Loopback other = new Loopback(request -> new Loopback.Reply(404, Bytes.EMPTY));
        Loopback server =
            new Loopback(
                request -> {
                  asked.add(request.path());
                  return new Loopback.Reply(200, answer[0]);
                })) {
      String own = server.place().toString();
      OpenTimestampsAnchor anchor = anchor(own);
      answer[0] =
          Bytes.concat(Bytes.fromHex("ff"), pending(other.place().toString()), pending(own));
      assertFault(anchor.step(DIGEST, Bytes.EMPTY, NOW), AnchorFault.BAD_ANSWER);
      Bytes many = pending(own);
      for (int i = 0; i < OtsProof.MAX_PROMISES; i++) {
        Bytes branch =
            Bytes.concat(
                CalendarServer.append(Bytes.fromHex("0" + i)), CalendarServer.pending(own));
        many = Bytes.concat(Bytes.fromHex("ff"), branch, many);
      }
      answer[0] = many;
      assertFault(anchor.step(DIGEST, Bytes.EMPTY, NOW), AnchorFault.BAD_ANSWER);
      assertThat(asked).containsOnly("/digest");
      assertThat(other.requests()).isZero();
    }
  }

  @Test
  void whatDoesNotLeadToABlockCompletesNothing() throws Exception {
    Bytes[] rest = {Bytes.EMPTY};
    try (Loopback server =
        new Loopback(
            request ->
                new Loopback.Reply(
                    200,
                    request.path().equals("/digest")
                        ? pending("http://127.0.0.1:" + request.port())
                        : rest[0]))) {
      OpenTimestampsAnchor anchor = anchor(server.place().toString());
      Bytes promise = waits(anchor.step(DIGEST, Bytes.EMPTY, NOW));
      List<Bytes> answers =
          List.of(
              Bytes.EMPTY,
              Bytes.utf8("junk"),
              pending(server.place().toString()),
              CalendarServer.bitcoin(5),
              Bytes.concat(HASH, CalendarServer.bitcoin(5), Bytes.fromHex("00")));
      for (Bytes answer : answers) {
        rest[0] = answer;
        assertFault(anchor.step(DIGEST, promise, NOW), AnchorFault.BAD_ANSWER);
      }
      rest[0] = Bytes.concat(HASH, CalendarServer.bitcoin(5));
      assertThat(anchor.step(DIGEST, promise, NOW)).isInstanceOf(Step.Confirmed.class);
    }
  }
}
