package io.vivim.statemachine.model;

import static io.vivim.statemachine.model.Bodies.body;
import static io.vivim.statemachine.model.Bodies.check;
import static io.vivim.statemachine.model.Bodies.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelTest {
  /** A type that is neither keyed nor a command, so that the model alone speaks. */
  private static final EventType PLAIN = EventType.named("com.example.any:create");

  @TestFactory
  Stream<DynamicTest> everyFieldTakesWhatItsNotationSaysAndRefusesTheRest() {
    return Kind.catalogue().values().stream()
        .flatMap(
            kind ->
                Model.builtIn(kind).rules().stream()
                    .map(
                        rule ->
                            DynamicTest.dynamicTest(
                                kind + "." + rule.name(),
                                () -> takesItsValues(Model.builtIn(kind), rule))));
  }

  private static void takesItsValues(Model model, FieldRule rule) {
    switch (rule.merge()) {
      case REGISTER, MAX -> takes(model, rule, rule.values(), Operation.Assign::new);
      case SET -> {
        String item = inner(rule, "[", "]");
        takes(model, rule, item, v -> new Operation.Change(List.of(v), List.of()));
        takes(model, rule, item, v -> new Operation.Assign(Ipld.listOf(v)));
      }
      case MAP -> {
        String item = inner(rule, "{", "}");
        takes(
            model,
            rule,
            item,
            v -> new Operation.Change(List.of(Ipld.listOf(Ipld.of("k"), v)), List.of(), true));
        takes(model, rule, item, v -> new Operation.Assign(IpldMap.builder().put("k", v).build()));
      }
      case COUNTER -> {
        assertThat(fault(model, rule, new Operation.Increment(Ipld.of(-1)))).isEmpty();
        assertThat(fault(model, rule, new Operation.Assign(Ipld.of(1)))).isPresent();
      }
      case OPAQUE -> {
        Ipld update = Bodies.value("{'/':{'bytes':''}}");
        assertThat(fault(model, rule, new Operation.Assign(update))).isEmpty();
        assertThat(fault(model, rule, new Operation.Assign(Ipld.of("x")))).isPresent();
      }
      case MULTI, MIN -> throw new AssertionError("no built-in field has this merge yet");
    }
  }

  private static String inner(FieldRule rule, String open, String close) {
    assertThat(rule.values()).startsWith(open).endsWith(close);
    return rule.values().substring(1, rule.values().length() - 1);
  }

  private static void takes(
      Model model, FieldRule rule, String notation, Function<Ipld, Operation> operation) {
    Examples examples = Examples.of(notation).orElseThrow(() -> new AssertionError(notation));
    for (Ipld good : examples.good()) {
      assertThat(fault(model, rule, operation.apply(good))).as("%s", good).isEmpty();
    }
    for (Ipld bad : examples.bad()) {
      assertThat(fault(model, rule, operation.apply(bad))).as("%s", bad).isPresent();
    }
  }

  private static Optional<Fault> fault(Model model, FieldRule rule, Operation operation) {
    return model.check(PLAIN, new Body(Map.of(rule.name(), operation)), false);
  }

  @Test
  void aFaultSaysWhatIsWrong() {
    assertThat(check("memory:create", "{'set':{'memoryType':'odd'}}"))
        .contains(
            new Fault(
                Fault.Reason.SCHEMA,
                "memoryType: must be one of episodic, semantic, procedural, factual, preference,"
                    + " identity, relationship, goal, project (enum)"));
    assertThat(check("memory:create", "{'set':{'accessCount':1}}"))
        .contains(
            new Fault(Fault.Reason.MERGE, "accessCount: a counter takes increment by an integer"));
    assertThat(check("acu:create", "{'set':{'embedding':{'/':{'bytes':'AAAA'}}}}"))
        .contains(new Fault(Fault.Reason.SCHEMA, "embedding: four bytes are a number"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'set':{'content':7}}                   | content: must be of type string (type)",
        "{'set':{'importance':2}}                | importance: must be at most 1 (maximum)",
        "{'set':{'embeddingModel':''}}           | embeddingModel: must have at least 1 characters (minLength)",
        "{'set':{'category':'A b'}}              | category: must match ^[a-z][a-z0-9_-]{0,63}$ (pattern)",
        "{'set':{'provenance':{'source':'x'}}}   | provenance: must have method (required)",
        "{'set':{'provenance':{'method':7}}}     | provenance/method: must be of type string (type)",
        "{'add':{'subjects':['me','']}}          | subjects/1: must have at least 1 characters (minLength)"
      })
  void aFaultNamesTheFieldAndWhatIsAllowedThere(String json, String told) {
    assertThat(check("memory:create", json).map(Fault::detail)).contains(told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'set':{'content':null}}",
        "{'unset':['content']}",
        "{'remove':{'tags':[17]}}",
        "{'add':{'tags':[]}}",
        "{'add':{'metadata':[['a',1],['a',2]]}}",
        "{'set':{'ourOwn':{'a':1}},'add':{'another':{'k':1}},'increment':{'third':1}}"
      })
  void whatWritesNoValueOrAnUnknownFieldIsNotHeldToASchema(String json) {
    assertThat(check("memory:create", json)).isEmpty();
  }

  @Test
  void ofTwoPairsWithOneKeyTheLaterOneIsWritten() {
    assertThat(check("acu:create", "{'add':{'quality':[['a',1],['a',2]]}}")).isPresent();
    assertThat(check("acu:create", "{'add':{'quality':[['a',2],['a',1]]}}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"content:comment", "capability:delegate", "system:erase", "model:define"})
  void theFirstEventIsAskedForFieldsAndLaterOnesAreNot(String type) {
    assertThat(check(type, Body.EMPTY, true).map(Fault::reason)).contains(Fault.Reason.SCHEMA);
    assertThat(check(type, Body.EMPTY, false)).isEmpty();
  }

  @Test
  void genericFoldingFollowsTheOperation() {
    Model generic = Model.generic();
    Body body =
        body(
            "{'set':{'a':1},'unset':['b'],'add':{'c':[['k',1]],'d':{'k':1},'e':{}},"
                + "'remove':{'e':['k'],'f':['k']},'increment':{'g':1}}");
    assertThat(generic.check(PLAIN, body, true)).isEmpty();
    assertThat(
            body.operations().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> generic.mergeOf(entry.getKey(), entry.getValue())))
        .containsExactly(
            Merge.REGISTER,
            Merge.REGISTER,
            Merge.SET,
            Merge.MAP,
            Merge.MAP,
            Merge.SET,
            Merge.COUNTER);
    assertThat(Model.GENERIC_ORDER).containsExactlyInAnyOrder(Merge.values());
    assertThat(generic.check(PLAIN, body("{'add':{'a':{}},'remove':{'a':[1]}}"), true)).isPresent();
    assertThat(generic.check(PLAIN, body("{'increment':{'a':9223372036854775808}}"), true))
        .isPresent();
  }

  @Test
  void kindsWithoutAModelFoldGenerically() {
    assertThat(Model.builtIn(Kind.of(PLAIN))).isSameAs(Model.generic());
    assertThat(Model.builtIn(Kind.named("anchor"))).isSameAs(Model.generic());
    assertThat(Model.builtIn(new Kind("memory", Kind.Keyed.NONE, false))).isSameAs(Model.generic());
  }

  @Test
  void commandsTakeArgumentsAlone() {
    String did = "'" + Bodies.BOB + "'";
    String links = "[" + Bodies.LINK + "]";
    assertThat(check("identity:add_device", "{'set':{'device':" + did + ",'exp':9}}")).isEmpty();
    assertThat(check("circle:add_member", "{'set':{'member':" + did + ",'role':'viewer'}}"))
        .isEmpty();
    assertThat(
            check("circle:remove_member", "{'set':{'member':" + did + ",'grants':" + links + "}}"))
        .isEmpty();
    assertThat(check("sharing:revoke", "{'set':{'grants':" + links + ",'until':[]}}")).isEmpty();
    assertThat(check("circle:rotate_key", "{'set':{'epoch':null,'more':1}}")).isEmpty();
    for (String bad :
        List.of(
            "{}",
            "{'set':{'member':" + did + "}}",
            "{'set':{'member':" + did + ",'role':'owner'}}",
            "{'set':{'member':'bob','role':'viewer'}}",
            "{'set':{'member':" + did + ",'nbf':'now','role':'viewer'}}")) {
      assertThat(reason("circle:add_member", bad)).as(bad).contains(Fault.Reason.SCHEMA);
    }
    assertThat(reason("capability:revoke", "{'add':{'grants':" + links + "},'set':{'until':[]}}"))
        .contains(Fault.Reason.MERGE);
    assertThat(reason("identity:revoke_device", "{'set':{'grants':" + links + "}}"))
        .contains(Fault.Reason.SCHEMA);
  }

  @Test
  void everyCommandIsAControlTypeWithArgumentsOfItsOwn() {
    assertThat(Commands.arguments().keySet()).isSubsetOf(EventType.catalogue().keySet());
    for (EventType type : EventType.catalogue().values()) {
      assertThat(Verbs.arguments(type).isPresent()).isEqualTo(Verbs.isCommand(type));
      assertThat(Verbs.isCommand(type) && !type.isControl()).isFalse();
    }
  }
}
