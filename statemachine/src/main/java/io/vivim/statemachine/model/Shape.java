package io.vivim.statemachine.model;

import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import java.util.Arrays;
import java.util.List;

/**
 * Which values something may have.
 *
 * @param schema the same as a JSON Schema
 * @param text the same in the notation of the specification: {@code [x]} is a list of x and {@code
 *     {x}} a map of x by text
 */
record Shape(IpldMap schema, String text) {
  static final Shape ANY = json("any", "{}");
  static final Shape BOOL = json("bool", "{'type':'boolean'}");
  static final Shape BYTES = json("bytes", "{'type':'bytes'}");
  static final Shape LINK = json("link", "{'type':'link'}");
  static final Shape MAP = json("map", "{'type':'object'}");
  static final Shape COUNT = json("integer from 0", "{'type':'integer','minimum':0}");
  static final Shape INTEGER = json("integer", "{'type':'integer'}");
  static final Shape SCORE = json("0 to 1", "{'type':'number','minimum':0,'maximum':1}");
  static final Shape AMOUNT = json("number from 0", "{'type':'number','minimum':0}");
  static final Shape MILLIS = json("milliseconds", "{'type':'integer'}");
  static final Shape SECONDS = json("seconds", "{'type':'integer','minimum':0}");
  static final Shape FLOATS = formatted("float32s", ByteFormat.FLOAT32);
  static final Shape UCAN = formatted("UCAN", ByteFormat.UCAN);

  static final Shape DID =
      json("DID", "{'type':'string','maxLength':2048,'pattern':'^did:[a-z0-9]+:[^\\\\s]+$'}");

  static final Shape DID_KEY =
      json("did:key", "{'type':'string','pattern':'^did:key:z6Mk[1-9A-HJ-NP-Za-km-z]{44}$'}");

  static final Shape URI =
      json(
          "URI", "{'type':'string','maxLength':2048,'pattern':'^[A-Za-z][A-Za-z0-9+.-]*:\\\\S+$'}");

  static final Shape LANGUAGE =
      json(
          "language tag",
          "{'type':'string','maxLength':35,'pattern':'^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$'}");

  static final Shape MEDIA_TYPE =
      json(
          "media type",
          "{'type':'string','maxLength':255,'pattern':'^[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+'}");

  /** A word of an open list. */
  static final Shape WORD = json("word", "{'type':'string','pattern':'^[a-z][a-z0-9_-]{0,63}$'}");

  /** A text of any length that a payload has room for. */
  static final Shape LONG_TEXT = json("text", "{'type':'string'}");

  /** A text with something in it. */
  static Shape text(int maxLength) {
    return json(
        "text, 1–" + maxLength, "{'type':'string','minLength':1,'maxLength':" + maxLength + "}");
  }

  /** A text that a pattern describes whole. */
  static Shape matching(String text, String pattern) {
    return new Shape(typed("string").put("pattern", Ipld.of(pattern)).build(), text);
  }

  /** One of a closed list. */
  static Shape oneOf(String... words) {
    Ipld[] values = Arrays.stream(words).map(Ipld::of).toArray(Ipld[]::new);
    return new Shape(
        IpldMap.builder().put("enum", Ipld.listOf(values)).build(),
        "`" + String.join("`, `", words) + "`");
  }

  static Shape listOf(Shape item) {
    return new Shape(typed("array").put("items", item.schema).build(), "[" + item.text + "]");
  }

  static Shape mapOf(Shape value) {
    return new Shape(
        typed("object").put("additionalProperties", value.schema).build(), "{" + value.text + "}");
  }

  /** A map with these entries and any others, of which {@code needed} have to be there. */
  static Shape entries(List<Argument> entries) {
    IpldMap.Builder properties = IpldMap.builder();
    entries.forEach(entry -> properties.put(entry.name(), entry.shape().schema()));
    Ipld[] needed =
        entries.stream()
            .filter(Argument::isNeeded)
            .map(entry -> Ipld.of(entry.name()))
            .toArray(Ipld[]::new);
    IpldMap schema =
        typed("object")
            .put("properties", properties.build())
            .put("required", Ipld.listOf(needed))
            .build();
    List<String> texts =
        entries.stream()
            .map(e -> e.name() + (e.isNeeded() ? "" : "?") + ": " + e.shape().text())
            .toList();
    return new Shape(schema, "{" + String.join("; ", texts) + "}");
  }

  static Shape either(Shape one, Shape other) {
    return new Shape(
        IpldMap.builder().put("anyOf", Ipld.listOf(one.schema, other.schema)).build(),
        one.text + " or " + other.text);
  }

  /** With one more keyword. */
  Shape with(String keyword, Ipld argument) {
    IpldMap.Builder more = IpldMap.builder().put(keyword, argument);
    schema.forEach(more::put);
    return new Shape(more.build(), text);
  }

  private static IpldMap.Builder typed(String type) {
    return IpldMap.builder().put("type", Ipld.of(type));
  }

  private static Shape formatted(String text, ByteFormat format) {
    return json(text, "{'type':'bytes','format':'" + format.text() + "'}");
  }

  private static Shape json(String text, String schema) {
    try {
      return new Shape((IpldMap) DagJson.decode(schema.replace('\'', '"')).orThrow(), text);
    } catch (RefusedException e) {
      throw new IllegalStateException(schema, e);
    }
  }
}
