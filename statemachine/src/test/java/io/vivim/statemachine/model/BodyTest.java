package io.vivim.statemachine.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BodyTest {
  private static Optional<Body> read(String json) throws RefusedException {
    return Body.read((IpldMap) DagJson.decode(json).orThrow());
  }

  @Test
  void everyPartBecomesOperationsOfItsFields() throws RefusedException {
    String json =
        "{\"set\":{\"a\":1},\"unset\":[\"b\"],\"add\":{\"c\":[\"x\",2],\"d\":{\"k\":3}},"
            + "\"remove\":{\"c\":[\"y\"],\"e\":[4]},\"increment\":{\"f\":-5}}";
    assertThat(read(json))
        .contains(
            new Body(
                Map.of(
                    "a", new Operation.Assign(Ipld.of(1)),
                    "b", new Operation.Unset(),
                    "c",
                        new Operation.Change(
                            List.of(Ipld.of("x"), Ipld.of(2)), List.of(Ipld.of("y"))),
                    "d",
                        new Operation.Change(
                            List.of(Ipld.listOf(Ipld.of("k"), Ipld.of(3))), List.of(), true),
                    "e", new Operation.Change(List.of(), List.of(Ipld.of(4))),
                    "f", new Operation.Increment(Ipld.of(-5)))));
    assertThat(read("{}")).contains(Body.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"other\":{}}",
        "{\"set\":[]}",
        "{\"unset\":{}}",
        "{\"unset\":[1]}",
        "{\"unset\":[\"a\",\"a\"]}",
        "{\"set\":{\"a\":1},\"unset\":[\"a\"]}",
        "{\"set\":{\"a\":1},\"add\":{\"a\":[1]}}",
        "{\"add\":{\"a\":1}}",
        "{\"remove\":{\"a\":{\"b\":1}}}",
        "{\"add\":{\"a\":[1]},\"remove\":{\"a\":1}}",
        "{\"increment\":{\"a\":1.5}}",
        "{\"increment\":{\"a\":1},\"remove\":{\"a\":[1]}}",
        "{\"set\":{\"\":1}}"
      })
  void whatBreaksTheGrammarIsNoBody(String json) throws RefusedException {
    assertThat(read(json)).isEmpty();
  }
}
