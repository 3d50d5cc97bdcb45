package io.vivim.statemachine.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas, patterns and values that are made to cost. */
final class HostileSchemaTest {
  private static final Violation OUT_OF_STEPS = new Violation(Violation.Kind.STEPS, "", "");
  private static final Violation TOO_DEEP = new Violation(Violation.Kind.DEPTH, "", "");
  private static final int LONG = 50_000;
  private static final long SMALL_STACK_BYTES = 512 * 1024;

  private static IpldMap map(String key, Ipld value) {
    return IpldMap.of(Map.of(key, value));
  }

  private static Optional<Violation> check(Ipld schema, Ipld value) {
    return Schema.compile(schema).orThrow().check(value);
  }

  private static CompiledSchema refused(SchemaReason reason) {
    return new CompiledSchema.Refused(reason, "");
  }

  private static Ipld nested(int depth, boolean asMaps) {
    Ipld value = asMaps ? IpldMap.EMPTY : Ipld.listOf();
    for (int i = 1; i < depth; i++) {
      value = asMaps ? map("not", value) : Ipld.listOf(value);
    }
    return value;
  }

  /** Each would take a backtracking matcher longer than the world is old. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "^(a+)+$",
        "^(a*)*$",
        "^(a|a)*$",
        "^(a|aa)+$",
        "^(.*a){12}$",
        "^((a?){30}a{30})*$",
        "(x+x+)+y"
      })
  void patternsTakeTimeInProportionToTheText(String pattern) throws Exception {
    PatternProgram program = PatternBuilder.build(PatternParser.parse(pattern, Path.ROOT));
    String text = "a".repeat(LONG) + "!";
    long bound = (long) (program.size() + 1) * 2 * (text.length() + 1);

    assertThat(program.matches(text, new Steps(bound))).isFalse();
  }

  @Test
  void aNestedRepetitionIsDecidedForALongText() {
    Ipld schema = map("pattern", Ipld.of("^(a+)+$"));
    assertThat(check(schema, Ipld.of("a".repeat(LONG)))).isEmpty();
    assertThat(check(schema, Ipld.of("a".repeat(LONG) + "!")))
        .contains(new Violation(Violation.Kind.KEYWORD, "", "pattern"));
  }

  @Test
  void aPatternOfManyStatesRunsOutOfSteps() {
    Ipld schema = map("pattern", Ipld.of("(a?){900}b"));
    assertThat(check(schema, Ipld.of("a".repeat(LONG)))).contains(OUT_OF_STEPS);
  }

  @Test
  void runningOutIsNoFailureThatNotCouldTurn() {
    Ipld schema = map("not", map("pattern", Ipld.of("(a?){900}b")));
    assertThat(check(schema, Ipld.of("a".repeat(LONG)))).contains(OUT_OF_STEPS);
    Ipld turned = Json.value("{'not':{'$ref':'#/$defs/a'},'$defs':{'a':{'$ref':'#/$defs/a'}}}");
    assertThat(check(turned, Ipld.NULL)).contains(TOO_DEEP);
  }

  @Test
  void allPatternsOfASchemaShareOneBound() {
    List<Ipld> patterns = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      patterns.add(map("pattern", Ipld.of("a{1000}")));
    }
    Ipld schema = map("allOf", new Ipld.Sequence(patterns));
    assertThat(Schema.compile(schema))
        .isEqualTo(new CompiledSchema.Refused(SchemaReason.PATTERN_TOO_LARGE, "/allOf/9/pattern"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'$ref':'#'}",
        "{'$ref':'#/$defs/a','$defs':{'a':{'$ref':'#/$defs/b'},'b':{'$ref':'#/$defs/a'}}}",
        "{'anyOf':[{'$ref':'#'},{'$ref':'#'}]}",
        "{'not':{'$ref':'#'}}",
        "{'if':{'$ref':'#'},'unevaluatedItems':false}"
      })
  void aReferenceThatComesBackToTheSameValueEndsTooDeep(String schema) {
    assertThat(Json.check(schema, "1")).contains(TOO_DEEP);
  }

  @Test
  void aChainOfReferencesIsFollowedDownToTheBound() {
    assertThat(check(chain(Schema.MAX_CHECK_DEPTH - 1), Ipld.of(1))).isEmpty();
    assertThat(check(chain(Schema.MAX_CHECK_DEPTH), Ipld.of(1))).contains(TOO_DEEP);
  }

  /** So many references, one to the next, the last to the schema true. */
  private static Ipld chain(int length) {
    IpldMap.Builder defs = IpldMap.builder();
    for (int i = 1; i < length; i++) {
      defs.put("d" + i, map("$ref", Ipld.of("#/$defs/d" + (i + 1))));
    }
    defs.put("d" + length, Ipld.TRUE);
    return IpldMap.of(Map.of("$ref", Ipld.of("#/$defs/d1"), "$defs", defs.build()));
  }

  @Test
  void doublingAtEachReferenceRunsOutOfSteps() {
    IpldMap.Builder defs = IpldMap.builder();
    for (int i = 0; i < 60; i++) {
      Ipld next = map("$ref", Ipld.of("#/$defs/d" + (i + 1)));
      defs.put("d" + i, map("allOf", Ipld.listOf(next, next)));
    }
    defs.put("d60", Ipld.TRUE);
    Ipld schema = IpldMap.of(Map.of("$ref", Ipld.of("#/$defs/d0"), "$defs", defs.build()));
    assertThat(check(schema, Ipld.NULL)).contains(OUT_OF_STEPS);
  }

  @Test
  void schemasAndValuesAreNestedOnlySoDeep() {
    assertThat(Schema.compile(nested(Schema.MAX_NESTING, true)))
        .isInstanceOf(CompiledSchema.Usable.class);
    assertThat(Schema.compile(nested(Schema.MAX_NESTING + 1, true)))
        .isEqualTo(refused(SchemaReason.TOO_DEEP));
    assertThat(check(Ipld.TRUE, nested(Schema.MAX_NESTING, false))).isEmpty();
    assertThat(check(Ipld.TRUE, nested(Schema.MAX_NESTING + 1, false))).contains(TOO_DEEP);
    assertThat(check(Ipld.TRUE, nested(100_000, false))).contains(TOO_DEEP);
  }

  @Test
  void schemasAreOnlySoLarge() {
    // The map, its key, the list: what is left are the items.
    int room = Schema.MAX_SCHEMA_SIZE - 3;
    List<Ipld> items = Collections.nCopies(room, Ipld.NULL);
    assertThat(Schema.compile(map("enum", new Ipld.Sequence(items))))
        .isInstanceOf(CompiledSchema.Usable.class);
    List<Ipld> more = Collections.nCopies(room + 1, Ipld.NULL);
    assertThat(Schema.compile(map("enum", new Ipld.Sequence(more))))
        .isEqualTo(refused(SchemaReason.TOO_LARGE));
    assertThat(Schema.compile(map("title", Ipld.of("x".repeat(16 * Schema.MAX_SCHEMA_SIZE)))))
        .isEqualTo(refused(SchemaReason.TOO_LARGE));
  }

  @Test
  void aValueTooLargeToBeReadRunsOutOfSteps() {
    List<Ipld> items = Collections.nCopies((int) Schema.MAX_STEPS, Ipld.NULL);
    assertThat(check(Ipld.TRUE, new Ipld.Sequence(items))).contains(OUT_OF_STEPS);
  }

  /** Texts of one hash, which would make a table of them slow. */
  @Test
  void manyItemsOfOneHashAreComparedInTime() {
    List<Ipld> items = new ArrayList<>();
    for (int i = 0; i < 1 << 13; i++) {
      StringBuilder text = new StringBuilder();
      for (int bit = 0; bit < 13; bit++) {
        text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      items.add(Ipld.of(text.toString()));
    }
    Ipld schema = map("uniqueItems", Ipld.TRUE);
    assertThat(check(schema, new Ipld.Sequence(items))).isEmpty();
    items.add(items.get(77));
    assertThat(check(schema, new Ipld.Sequence(items)))
        .contains(new Violation(Violation.Kind.KEYWORD, "", "uniqueItems"));
  }

  /** Nodes of two versions have to run out together: what changes a figure here changes that. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          true                                                  ; [1,'a']                     ; 4
          {'items':{'type':['integer','null'],'minimum':0}}     ; [1,2,null,0.0]              ; 19
          {'anyOf':[{'pattern':'^(a|b)*$'},{'enum':[1,[2]]}]}   ; [2.0]                       ; 6
          {'pattern':'(a?){3}b'}                                ; 'aaaaaaaaaaaaaaaaaaaaaaaab' ; 290
          {'properties':{'a':{'$ref':'#'}},'required':['a']}    ; {'a':{'a':{'a':1}}}         ; 31
          {'allOf':[{'properties':{'a':{}}}],'unevaluatedProperties':{'multipleOf':0.5}}  ; {'a':1,'b':1e300} ; 90
          {'uniqueItems':true,'contains':{'const':'b'}}         ; ['a','b','c',{'d':[]}]      ; 43
          """)
  void whatACheckCostsIsSettled(String schema, String value, long steps) throws Exception {
    Schema compiled = Json.schema(schema);
    Instance instance = Instance.of(Json.value(value), new Steps(Schema.MAX_STEPS));
    assertThat(compiled.check(instance, new Steps(steps - instance.weight()))).isEmpty();
    assertThatThrownBy(() -> compiled.check(instance, new Steps(steps - instance.weight() - 1)))
        .isInstanceOf(ExhaustedException.class);
  }

  /** Two hundred states at each of a hundred characters are more than so small a value pays for. */
  @Test
  void whatACheckMayCostGrowsWithTheValue() {
    Ipld schema = Json.value("{'properties':{'costly':{'pattern':'^(a?){200}$'}}}");
    Ipld costly = Ipld.of("a".repeat(100));
    assertThat(check(schema, map("costly", costly))).contains(OUT_OF_STEPS);
    Ipld more = Ipld.of("b".repeat(4_000));
    assertThat(check(schema, IpldMap.of(Map.of("costly", costly, "more", more)))).isEmpty();
    assertThat(Schema.stepsFor(1)).isEqualTo(16_384 + 256);
    assertThat(Schema.stepsFor(1_000_000)).isEqualTo(Schema.MAX_STEPS);
  }

  /** The deepest check there is, on a thread with half the stack that Java gives one. */
  @Test
  void theDeepestCheckFitsASmallStack() throws Exception {
    Ipld schema =
        Json.value(
            "{'$ref':'#/$defs/a','$defs':{'a':{'if':{'allOf':[{'oneOf':[{'dependentSchemas':"
                + "{'k':{'anyOf':[{'properties':{'k':{'$ref':'#/$defs/a'}}}]}}}]}]}}}}");
    Ipld value = nested(Schema.MAX_NESTING, true);
    for (Ipld one : List.of(value, Json.value("{'k':{'k':{'k':{'k':{'k':{}}}}}}"))) {
      assertThat(onSmallStack(schema, one)).isEmpty();
    }
    Ipld deep = IpldMap.EMPTY;
    for (int i = 1; i < Schema.MAX_NESTING; i++) {
      deep = map("k", deep);
    }
    assertThat(onSmallStack(schema, deep)).contains(TOO_DEEP);
  }

  private static Optional<Violation> onSmallStack(Ipld schema, Ipld value) throws Exception {
    FutureTask<Optional<Violation>> task = new FutureTask<>(() -> check(schema, value));
    new Thread(null, task, "small", SMALL_STACK_BYTES).start();
    return task.get();
  }
}
