package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventDecoder;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.RawEvent;
import io.vivim.statemachine.model.Coded;
import io.vivim.testvectors.VectorCase;
import io.vivim.testvectors.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The histories and trees of the test vectors come to the digests that stand there. */
final class StateVectorTest {
  static List<VectorCase> histories() {
    return Vectors.load("state").cases("histories");
  }

  static List<VectorCase> trees() {
    return Vectors.load("state").cases("trees");
  }

  @ParameterizedTest
  @MethodSource("histories")
  void aHistoryComesToItsFormsAndDigests(VectorCase vector) {
    List<DecodedEvent> events = new ArrayList<>();
    EventDecoder decoder = new EventDecoder();
    for (JsonNode wire : vector.fields().path("events")) {
      RawEvent raw = RawEvent.decode(Bytes.fromHex(wire.textValue())).orThrow();
      events.add(decoder.decode(raw).orThrow());
    }
    try (FoldedLog log = FoldedLog.of(events)) {
      StateDigests digests = log.digests();
      List<String> scopes = new ArrayList<>();
      for (JsonNode scope : vector.fields().path("scopes")) {
        String text = scope.path("scope").textValue();
        scopes.add(text);
        StateDigest digest = digests.of(new LogScope(text));
        assertThat(digest.root().toHex()).isEqualTo(scope.path("digest").textValue());
        assertThat(digest.entities()).isEqualTo(scope.path("entities").size());
        for (JsonNode entity : scope.path("entities")) {
          Bytes form = DagCbor.encode(read(entity.path("form").textValue()));
          assertThat(StateDigest.leaf(form).toHex()).isEqualTo(entity.path("hash").textValue());
        }
        assertThat(forms(log, scope)).isEqualTo(formsOf(scope));
      }
      assertThat(digests.scopes().stream().map(LogScope::text)).containsExactlyElementsOf(scopes);
    }
  }

  private static List<String> formsOf(JsonNode scope) {
    List<String> forms = new ArrayList<>();
    scope.path("entities").forEach(entity -> forms.add(entity.path("form").textValue()));
    return forms;
  }

  /** What the entities that a vector names come to here. */
  private static List<String> forms(FoldedLog log, JsonNode scope) {
    EntityReader entities = new EntityReader(log.store, new Definitions(log::find));
    List<String> forms = new ArrayList<>();
    for (String expected : formsOf(scope)) {
      EventId entity = idOf(expected);
      EntityState state = entities.states(entity).get(0);
      Bytes form = EntityForm.of(state, EntityReader.grantsOf(log.store, state.name()));
      forms.add(textOf(form));
    }
    return forms;
  }

  private static EventId idOf(String form) {
    IpldMap map = Coded.map(read(form));
    Ipld id = map.get("id").orElseThrow();
    return EventId.of(((Ipld.Link) id).value()).orElseThrow();
  }

  private static Ipld read(String json) {
    try {
      return DagJson.decode(json).orThrow();
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private static String textOf(Bytes form) {
    try {
      return DagJson.encode(Coded.read(form));
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("trees")
  void aTreeHasItsRoot(VectorCase vector) {
    Map<EventId, Bytes> leaves = new TreeMap<>();
    StateDigest.Growth growth = new StateDigest.Growth();
    for (JsonNode leaf : vector.fields().path("leaves")) {
      EventId id = new EventId(Bytes.fromHex(leaf.path(0).textValue()));
      Bytes hash = Bytes.fromHex(leaf.path(1).textValue());
      leaves.put(id, hash);
      growth.add(id, hash);
    }
    StateDigest digest = growth.of(LogScope.PUBLIC, (first, second) -> new TreeMap<>());
    assertThat(digest.root().toHex()).isEqualTo(vector.text("root"));
    assertThat(SlowTree.root(leaves)).isEqualTo(digest.root());
  }
}
