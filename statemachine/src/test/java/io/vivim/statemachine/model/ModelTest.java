package io.vivim.statemachine.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.DagJson;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import io.vivim.events.EventType;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ModelTest {
  private static Optional<Fault> check(String type, String json) throws RefusedException {
    EventType event = EventType.named(type);
    Body body =
        Body.read((IpldMap) DagJson.decode(json.replace('\'', '"')).orThrow()).orElseThrow();
    return Model.builtIn(Kind.of(event)).check(event, body, true);
  }

  @Test
  void aBodyIsHeldToTheFieldsOfItsKind() throws RefusedException {
    assertThat(check("memory:create", "{'set':{'content':'x','memoryType':'episodic'}}")).isEmpty();
    assertThat(check("memory:create", "{'set':{'memoryType':'odd'}}"))
        .contains(new Fault(Fault.Reason.SCHEMA, "enum at #/memoryType"));
    assertThat(check("memory:create", "{'set':{'accessCount':1}}").map(Fault::reason))
        .contains(Fault.Reason.MERGE);
    assertThat(check("memory:create", "{'set':{'ourOwn':{'a':1}}}")).isEmpty();
  }
}
