package io.vivim.statemachine.schema;

import static io.vivim.statemachine.schema.Json.check;
import static io.vivim.statemachine.schema.Json.isValid;
import static io.vivim.statemachine.schema.Json.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the suite does not know: values beyond JSON, exact numbers, violations and refusals. */
final class SchemaTest {
  private static final String LINK =
      "{'/':'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy'}";
  private static final String BYTES = "{'/':{'bytes':'AQID'}}";

  @Test
  void bytesAndLinksAreTypesOfTheirOwn() {
    assertThat(isValid("{'type':'bytes'}", BYTES)).isTrue();
    assertThat(isValid("{'type':'link'}", LINK)).isTrue();
    assertThat(isValid("{'type':['link','bytes']}", BYTES)).isTrue();
    assertThat(isValid("{'type':'bytes'}", LINK)).isFalse();
    assertThat(isValid("{'type':'link'}", BYTES)).isFalse();
    assertThat(isValid("{'type':['object','string','array']}", BYTES)).isFalse();
    assertThat(isValid("{'type':['object','string','array']}", LINK)).isFalse();
    assertThat(isValid("{'type':'bytes'}", "'AQID'")).isFalse();
    assertThat(isValid("{'type':'link'}", "{}")).isFalse();
  }

  @Test
  void keywordsOfTextsAndMapsDoNotLookIntoBytesAndLinks() {
    assertThat(isValid("{'minLength':100,'pattern':'x'}", BYTES)).isTrue();
    assertThat(isValid("{'required':['x'],'additionalProperties':false}", LINK)).isTrue();
  }

  @Test
  void bytesAndLinksAreComparedAsValues() {
    assertThat(isValid("{'const':" + LINK + "}", LINK)).isTrue();
    assertThat(isValid("{'enum':[" + LINK + "," + BYTES + "]}", BYTES)).isTrue();
    assertThat(isValid("{'const':{'/':{'bytes':'AQI'}}}", BYTES)).isFalse();
    assertThat(isValid("{'uniqueItems':true}", "[" + BYTES + ",'AQID'," + LINK + "]")).isTrue();
    assertThat(isValid("{'uniqueItems':true}", "[" + BYTES + ",1," + BYTES + "]")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'multipleOf':0.01}            | 19.99                | true
          {'multipleOf':0.1}             | 0.3                  | true
          {'multipleOf':0.1}             | 0.35                 | false
          {'multipleOf':0.5}             | 1e308                | true
          {'multipleOf':5e-324}          | 1e308                | true
          {'multipleOf':3}               | 18446744073709551615 | true
          {'multipleOf':3}               | 18446744073709551614 | false
          {'maximum':9007199254740992}   | 9007199254740993     | false
          {'maximum':9007199254740992.0} | 9007199254740993     | false
          {'const':9007199254740992.0}   | 9007199254740993     | false
          {'const':9223372036854775808}  | 9223372036854775808.0 | true
          {'minimum':-18446744073709551616} | -18446744073709551616 | true
          {'exclusiveMinimum':0}         | 5e-324               | true
          {'exclusiveMaximum':1.1}       | 1.1                  | false
          {'type':'integer'}             | 1.0                  | true
          {'type':'integer'}             | 1e300                | true
          {'type':'integer'}             | 1.5                  | false
          {'const':0.0}                  | -0.0                 | true
          {'enum':[[1,{'a':2.0}]]}       | [1.0,{'a':2}]        | true
          {'uniqueItems':true}           | [1,2,1.0]            | false
          {'uniqueItems':true}           | [1,true,'1',[1]]     | true
          {'minLength':2.0}              | 'ab'                 | true
          {'maxItems':1e300}             | [1]                  | true
          {'minItems':18446744073709551615} | [1]               | false
          """)
  void numbersAreExact(String schema, String value, boolean isValid) {
    assertThat(isValid(schema, value)).isEqualTo(isValid);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'properties':{'a':{'items':{'type':'string'}}}} | {'a':['x',1]}   | type at #/a/1
          {'properties':{'a/b~c':{'minimum':2}}}           | {'a/b~c':1}     | minimum at #/a~1b~0c
          {'additionalProperties':false}                   | {'x':1}         | additionalProperties at #/x
          {'$ref':'#/$defs/n','$defs':{'n':false}}         | 1               | $defs at #
          false                                            | 1               | false at #
          {'required':['a']}                               | {}              | required at #
          {'allOf':[true,{'const':2}]}                     | 1               | const at #
          {'anyOf':[{'const':2},{'const':3}]}              | 1               | anyOf at #
          {'if':true,'then':{'const':2}}                   | 1               | const at #
          {'contains':{'const':2},'maxContains':1}         | [2,2]           | maxContains at #
          {'contains':{'const':2},'minContains':2}         | [2]             | minContains at #
          {'contains':{'const':2}}                         | [1]             | contains at #
          {'propertyNames':{'maxLength':1}}                | {'ab':1}        | maxLength at #/ab
          {'properties':{'a':true},'unevaluatedProperties':false} | {'a':1,'b':2} | unevaluatedProperties at #/b
          {'prefixItems':[true],'unevaluatedItems':false}  | [1,2]           | unevaluatedItems at #/1
          """)
  void aViolationSaysWhereAndWhat(String schema, String value, String violation) {
    assertThat(check(schema, value).map(Violation::toString)).contains(violation);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          1                                     | not-a-schema at #
          {'items':[{}]}                        | not-a-schema at #/items
          {'properties':{'a':null}}             | not-a-schema at #/properties/a
          {'type':'text'}                       | malformed-keyword at #/type
          {'type':[]}                           | malformed-keyword at #/type
          {'type':['null','null']}              | malformed-keyword at #/type
          {'minLength':-1}                      | malformed-keyword at #/minLength
          {'minLength':1.5}                     | malformed-keyword at #/minLength
          {'multipleOf':0}                      | malformed-keyword at #/multipleOf
          {'allOf':[]}                          | malformed-keyword at #/allOf
          {'required':['a','a']}                | malformed-keyword at #/required
          {'then':1}                            | not-a-schema at #/then
          {'minContains':'1'}                   | malformed-keyword at #/minContains
          {'$anchor':'1a'}                      | malformed-keyword at #/$anchor
          {'$id':'x#y'}                         | malformed-keyword at #/$id
          {'not':{'$id':'x'}}                   | nested-id at #/not/$id
          {'$schema':'http://json-schema.org/draft-07/schema#'} | unsupported-dialect at #/$schema
          {'$dynamicRef':'#a'}                  | unsupported-keyword at #/$dynamicRef
          {'$dynamicAnchor':'a'}                | unsupported-keyword at #/$dynamicAnchor
          {'$vocabulary':{}}                    | unsupported-keyword at #/$vocabulary
          {'items':{'$new':1}}                  | unsupported-keyword at #/items/$new
          {'$ref':'other.json'}                 | remote-reference at #/$ref
          {'$ref':'https://example.org/#/a'}    | remote-reference at #/$ref
          {'$ref':'#/$defs/a'}                  | unresolved-reference at #/$ref
          {'$ref':'#a'}                         | unresolved-reference at #/$ref
          {'$ref':'#/enum/0','enum':[{}]}       | unresolved-reference at #/$ref
          {'$ref':'#/allOf/00','allOf':[{}]}    | unresolved-reference at #/$ref
          {'$ref':'#/allOf/-1','allOf':[{}]}    | unresolved-reference at #/$ref
          {'$ref':'#/allOf/1','allOf':[{}]}     | unresolved-reference at #/$ref
          {'$ref':'#/%ff'}                      | unresolved-reference at #/$ref
          {'$ref':'#/%4'}                       | unresolved-reference at #/$ref
          {'$defs':{'a':{'$anchor':'x'},'b':{'$anchor':'x'}}} | duplicate-anchor at #/$defs/b/$anchor
          {'pattern':'('}                       | pattern-syntax at #/pattern
          {'patternProperties':{'a/(?=b)':{}}}  | pattern-unsupported at #/patternProperties/a~1(?=b)
          """)
  void whatIsNotASchemaIsRefusedWithItsPlace(String schema, String refusal) {
    assertThat(refusal(schema)).isEqualTo(refusal);
  }

  @Test
  void equalSchemasInTwoPlacesAreTwo() {
    assertThat(refusal("{'uniqueItems':true,'not':true,'$ref':'#/uniqueItems'}"))
        .isEqualTo("unresolved-reference at #/$ref");
  }

  @Test
  void annotationsChangeNothing() {
    String schema =
        "{'$id':'https://example.org/s','$comment':'c','title':'t','default':1,'format':'email',"
            + "'contentMediaType':'image/png','unknown':{'type':7}}";
    assertThat(isValid(schema, "'not an address'")).isTrue();
  }

  @Test
  void referencesReachAnchorsPointersAndTheRoot() {
    String tree =
        "{'type':'object','required':['v'],'properties':{'v':{'$ref':'#value'},"
            + "'kids':{'items':{'$ref':'#'}}},'additionalProperties':false,"
            + "'$defs':{'a b%/~':{'$anchor':'value','type':'integer'},"
            + "'same':{'$ref':'#/$defs/a%20b%25~1~0'}}}";
    assertThat(isValid(tree, "{'v':1,'kids':[{'v':2},{'v':3,'kids':[{'v':4}]}]}")).isTrue();
    assertThat(check(tree, "{'v':1,'kids':[{'v':2},{'v':3,'kids':[{'v':'4'}]}]}"))
        .contains(new Violation(Violation.Kind.KEYWORD, "/kids/1/kids/0/v", "type"));
  }

  @Test
  void lengthsCountCodePoints() {
    assertThat(isValid("{'maxLength':2,'minLength':2}", "'\uD83D\uDC32\uD83D\uDC32'")).isTrue();
    assertThat(isValid("{'maxLength':1}", "'\uD83D\uDC32\uD83D\uDC32'")).isFalse();
  }
}
