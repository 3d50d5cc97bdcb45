package io.vivim.statemachine.model;

import static io.vivim.statemachine.model.Bodies.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Ipld;
import io.vivim.events.EventType;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelDefinitionTest {
  private static final EventType CREATE = EventType.named("com.example.note:create");

  private static final String NOTE =
      "{'set':{'kind':'com.example.note','policy':'keep-both','schema':{'properties':{"
          + "'text':{'description':'what it says','type':'string'},'labels':{'maxItems':2},"
          + "'places':{'additionalProperties':{'type':'link'}}},'required':['text'],"
          + "'minProperties':2,'additionalProperties':{'type':['array','boolean','integer']}},"
          + "'merges':{'text':'multi','labels':'set','places':'map','rank':'max',"
          + "'count':'counter','body':'opaque'}}}";

  private static Model model(String json) {
    ModelDefinition read = ModelDefinition.read(body(json));
    assertThat(read).isInstanceOf(ModelDefinition.Defined.class);
    return ((ModelDefinition.Defined) read).model();
  }

  private static Optional<Fault> check(String json, boolean isFirst) {
    return model(NOTE).check(CREATE, body(json), isFirst);
  }

  private static Fault fault(String json) {
    ModelDefinition read = ModelDefinition.read(body(json));
    assertThat(read).isInstanceOf(ModelDefinition.Faulty.class);
    return ((ModelDefinition.Faulty) read).fault();
  }

  @Test
  void aDefinitionGivesMergesAPolicyAndASchema() {
    ModelDefinition read = ModelDefinition.read(body(NOTE));
    assertThat(((ModelDefinition.Defined) read).kind()).isEqualTo(Kind.of(CREATE));
    Model model = model(NOTE);
    assertThat(model.policy()).isEqualTo(Policy.KEEP_BOTH);
    Operation assign = new Operation.Assign(Ipld.of(1));
    assertThat(model.mergeOf("text", assign)).isEqualTo(Merge.MULTI);
    assertThat(model.mergeOf("other", assign)).isEqualTo(Merge.REGISTER);
    assertThat(model.rules())
        .contains(
            new FieldRule("text", Merge.MULTI, "", "what it says"),
            new FieldRule("rank", Merge.MAX, "", ""));
    assertThat(model("{'set':{'kind':'note','schema':{}}}").policy()).isEqualTo(Policy.LATEST_WINS);
  }

  @Test
  void theSchemaSeesTheMapOfAllThatIsWritten() {
    assertThat(check("{'set':{'text':'x','a':1}}", true)).isEmpty();
    assertThat(check("{'set':{'text':'x'},'add':{'labels':[1,2]}}", true)).isEmpty();
    assertThat(check("{'add':{'labels':[1,2,3]}}", false))
        .contains(new Fault(Fault.Reason.SCHEMA, "labels: must have at most 2 items (maxItems)"));
    assertThat(check("{'add':{'places':{'k':1}}}", false))
        .contains(
            new Fault(
                Fault.Reason.SCHEMA,
                "places/k: must be a link, which is written {\"/\":\"bafy…\"} (type)"));
    assertThat(check("{'remove':{'places':['k']}}", false)).isEmpty();
    assertThat(check("{'add':{'body':[{'/':{'bytes':'AA'}}]}}", false)).isEmpty();
    assertThat(check("{'set':{'other':'x'}}", false).map(Fault::reason))
        .contains(Fault.Reason.SCHEMA);
    assertThat(check("{'increment':{'count':1}}", false)).isEmpty();
  }

  @Test
  void onlyTheFirstEventIsAskedForFields() {
    assertThat(check("{'set':{'a':1,'b':2}}", true))
        .contains(new Fault(Fault.Reason.SCHEMA, "must have text (required)"));
    assertThat(check("{'set':{'text':null,'a':1,'b':2}}", true)).isPresent();
    assertThat(check("{'set':{'text':'x'}}", true)).isPresent();
    assertThat(check("{'set':{'a':1}}", false)).isEmpty();
    assertThat(check("{}", false)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'dependentRequired':{'a':['b']}",
        "'dependentSchemas':{'a':{'required':['b']}}",
        "'minProperties':2",
        "'required':['b']"
      },
      quoteCharacter = '~')
  void allKeywordsThatAskAreOfTheFirstEventAlone(String keyword) {
    Model model = model("{'set':{'kind':'note','schema':{" + keyword + "}}}");
    Body body = body("{'set':{'a':1}}");
    assertThat(model.check(CREATE, body, true)).isPresent();
    assertThat(model.check(CREATE, body, false)).isEmpty();
  }

  @Test
  void anOperationThatAMergeDoesNotTakeIsAFault() {
    assertThat(check("{'set':{'rank':'x'}}", false).map(Fault::reason))
        .contains(Fault.Reason.MERGE);
    assertThat(check("{'increment':{'text':1}}", false).map(Fault::reason))
        .contains(Fault.Reason.MERGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "memory",
        "follow",
        "social",
        "system",
        "sharing_policy",
        "",
        "A",
        "a b",
        "a:b",
        "app:follow",
        "a..b",
        "1a"
      })
  void aKindHasToBeAnApplications(String kind) {
    Fault fault = fault("{'set':{'kind':'" + kind + "','schema':{}}}");
    assertThat(fault.reason()).isEqualTo(kind.isEmpty() ? Fault.Reason.SCHEMA : Fault.Reason.FIELD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'set':{'kind':'note'}}",
        "{'set':{'schema':{}}}",
        "{'set':{'kind':null,'schema':{}}}",
        "{'set':{'kind':'note','schema':true}}",
        "{'set':{'kind':'note','schema':null}}",
        "{'set':{'kind':'note','schema':{'type':1}}}",
        "{'set':{'kind':'note','schema':{'$ref':'#/nowhere'}}}",
        "{'set':{'kind':'note','schema':{'dependentSchemas':{'a':{}},"
            + "'properties':{'b':{'$ref':'#/dependentSchemas/a'}}}}}",
        "{'set':{'kind':'note','merges':{'a':'best'},'schema':{}}}",
        "{'set':{'kind':'note','merges':{'':'set'},'schema':{}}}",
        "{'set':{'kind':'note','policy':'first-wins','schema':{}}}"
      })
  void whatCannotBeReadDefinesNothing(String json) {
    assertThat(fault(json).reason()).isEqualTo(Fault.Reason.SCHEMA);
  }

  @Test
  void theVerbsOwnFieldHasNoMergeOfTheApplications() {
    assertThat(fault("{'set':{'kind':'note','merges':{'deleted':'set'},'schema':{}}}").reason())
        .isEqualTo(Fault.Reason.FIELD);
  }

  @Test
  void aFormatIsAnAnnotationInAnApplicationsSchema() {
    Model model =
        model(
            "{'set':{'kind':'note','schema':{'properties':{'v':{'format':'float32','type':'bytes'}}}}}");
    assertThat(model.check(CREATE, body("{'set':{'v':{'/':{'bytes':'AAAA'}}}}"), true)).isEmpty();
  }
}
