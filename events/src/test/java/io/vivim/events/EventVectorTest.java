package io.vivim.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.codec.Bytes;
import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.RefusedException;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.testvectors.VectorCase;
import io.vivim.testvectors.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs over {@code event.json}, which says how its figures were made. */
class EventVectorTest {
  private static final Vectors VECTORS = Vectors.load("event");

  /** Those that are decided with what a log knows, and not from the event and its causes. */
  private static final Set<String> DECIDED_BY_THE_LOG =
      Set.of(RejectionReason.NOT_A_DEVICE.code(), RejectionReason.NOT_ALLOWED.code());

  private final EventDecoder decoder = new EventDecoder();
  private final EventVerifier verifier = new EventVerifier(SignatureVerifier.create());

  static Stream<VectorCase> valid() {
    return VECTORS.cases("valid").stream();
  }

  static Stream<VectorCase> invalid() {
    return VECTORS.cases("invalid").stream();
  }

  static Stream<VectorCase> timestamps() {
    return VECTORS.cases("timestamps").stream();
  }

  static Stream<VectorCase> badTimestamps() {
    return VECTORS.cases("badTimestamps").stream();
  }

  static Stream<VectorCase> clocks() {
    return VECTORS.cases("clocks").stream();
  }

  static Stream<VectorCase> orders() {
    return VECTORS.cases("orders").stream();
  }

  static Stream<VectorCase> entityIds() {
    return VECTORS.cases("entityIds").stream();
  }

  private DecodedEvent decoded(Bytes wire) {
    return decoder.decode(RawEvent.decode(wire).orThrow()).orThrow();
  }

  @ParameterizedTest
  @MethodSource("valid")
  void aGoodEventIsReadVerifiedAndSaidInJson(VectorCase vector) {
    Bytes wire = Bytes.fromHex(vector.text("wire"));
    DecodedEvent event = decoded(wire);

    assertThat(event.id()).hasToString(vector.text("id"));
    assertThat(verifier.verify(event).orThrow().id()).isEqualTo(event.id());
    assertThat(event.raw().encode()).isEqualTo(wire);
    assertThat(EventJson.write(event)).isEqualTo(vector.text("json"));
    assertThat(EventJson.read(vector.text("json")).orThrow()).isEqualTo(event.raw());
    if (vector.has("heads") || vector.has("grants")) {
      assertThat(againstCauses(vector, event)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("valid")
  void theSameFieldsAndSeedMakeTheSameEvent(VectorCase vector) {
    SigningKey key =
        SigningKey.fromSeed(
            SecretBytes.copyFrom(
                Bytes.fromHex(vector.text("seed")).toArray(), InsecureSecretKeyAccess.get()));
    String unsigned =
        vector
            .text("json")
            .replaceFirst("\"id\":\\{[^}]*},", "")
            .replaceFirst("\"signature\":\\{\"/\":\\{[^}]*}},", "");

    assertThat(EventJson.sign(unsigned, key).orThrow().raw().encode().toHex())
        .isEqualTo(vector.text("wire"));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void aBadEventIsRejectedForItsReason(VectorCase vector) {
    Optional<Rejection> found = rejection(vector);

    if (DECIDED_BY_THE_LOG.contains(vector.text("reason"))) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found.map(Rejection::reason).map(RejectionReason::code))
          .contains(vector.text("reason"));
      if (vector.has("detail")) {
        assertThat(found.map(Rejection::detail)).contains(vector.text("detail"));
      }
    }
  }

  @Test
  void everyReasonHasAVectorThatShowsIt() {
    Set<String> shown =
        invalid().map(vector -> vector.text("reason")).collect(Collectors.toUnmodifiableSet());

    assertThat(shown)
        .isEqualTo(
            Arrays.stream(RejectionReason.values())
                .map(RejectionReason::code)
                .collect(Collectors.toSet()));
  }

  @Test
  void everyTypeOfTheCatalogueHasAGoodEvent() {
    Set<String> shown =
        valid()
            .map(vector -> decoded(Bytes.fromHex(vector.text("wire"))).header().type().name())
            .collect(Collectors.toUnmodifiableSet());

    assertThat(shown).containsAll(EventType.catalogue().keySet());
  }

  /** The first thing that is wrong, from the bytes to the causes. */
  private Optional<Rejection> rejection(VectorCase vector) {
    Checked<RawEvent> raw =
        vector.has("json")
            ? EventJson.read(vector.text("json"))
            : RawEvent.decode(Bytes.fromHex(vector.text("wire")));
    if (raw instanceof Checked.Bad<RawEvent> bad) {
      return Optional.of(bad.rejection());
    }
    if (decoder.decode(raw.orThrow()) instanceof Checked.Bad<DecodedEvent> bad) {
      return Optional.of(bad.rejection());
    }
    DecodedEvent event = decoder.decode(raw.orThrow()).orThrow();
    if (verifier.verify(event) instanceof Checked.Bad<VerifiedEvent> bad) {
      return Optional.of(bad.rejection());
    }
    return againstCauses(vector, event);
  }

  private Optional<Rejection> againstCauses(VectorCase vector, DecodedEvent event) {
    List<EventFacts> heads = facts(vector, "heads");
    List<EventFacts> grants = facts(vector, "grants");
    assertThat(heads.stream().map(EventFacts::id)).isEqualTo(event.header().prevVersion());
    assertThat(grants.stream().map(EventFacts::id)).isEqualTo(event.header().auth());
    return CauseCheck.check(event, heads, grants);
  }

  private List<EventFacts> facts(VectorCase vector, String list) {
    List<EventFacts> facts = new ArrayList<>();
    for (JsonNode wire : vector.fields().path(list)) {
      DecodedEvent cause = decoded(Bytes.fromHex(wire.textValue()));
      assertThat(verifier.verify(cause)).isInstanceOf(Checked.Good.class);
      facts.add(EventFacts.of(cause));
    }
    return facts;
  }

  @ParameterizedTest
  @MethodSource("timestamps")
  void aTimestampHasOneText(VectorCase vector) {
    Timestamp timestamp = new Timestamp(Long.parseUnsignedLong(vector.text("number")));

    assertThat(timestamp).hasToString(vector.text("text"));
    assertThat(Timestamp.parse(vector.text("text"))).contains(timestamp);
  }

  @ParameterizedTest
  @MethodSource("badTimestamps")
  void otherTextsAreNoTimestamps(VectorCase vector) {
    assertThat(Timestamp.parse(vector.text("text"))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("clocks")
  void aClockFollowsFromTheCauses(VectorCase vector) {
    List<VectorClock> causes = new ArrayList<>();
    vector.fields().path("causes").forEach(cause -> causes.add(clock(cause)));

    assertThat(VectorClock.after(causes, vector.text("signer"), vector.number("seq")))
        .isEqualTo(clock(vector.fields().path("clock")));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void clocksAreComparedByTheirEntries(VectorCase vector) {
    ClockOrder order = clock(vector.fields().path("a")).compare(clock(vector.fields().path("b")));

    assertThat(order.name()).isEqualToIgnoringCase(vector.text("order"));
  }

  private static VectorClock clock(JsonNode entries) {
    Map<String, Long> seqs = new HashMap<>();
    entries.properties().forEach(e -> seqs.put(e.getKey(), e.getValue().longValue()));
    return VectorClock.of(seqs);
  }

  @ParameterizedTest
  @MethodSource("entityIds")
  void aKeyedEntityIsNamedByItsKey(VectorCase vector) throws RefusedException {
    List<Ipld> key = ((Ipld.Sequence) DagJson.decode(vector.text("key")).orThrow()).values();
    if (vector.has("secret")) {
      key = EntityIds.hidden(Bytes.fromHex(vector.text("secret")), key);
    }
    Scope scope = Scope.parse(vector.text("scope")).orElseThrow();

    assertThat(EntityIds.keyed(vector.text("kind"), scope, key)).hasToString(vector.text("id"));
  }
}
