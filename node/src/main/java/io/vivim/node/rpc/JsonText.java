package io.vivim.node.rpc;

import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import java.util.List;

/** A text that is one JSON value, put together without reading it again. */
record JsonText(String text) {
  static final JsonText NULL = new JsonText("null");

  /** The text of a value of ours, which DAG-JSON has words for. */
  static JsonText of(Ipld value) {
    try {
      return new JsonText(DagJson.encode(value));
    } catch (RefusedException e) {
      throw new IllegalStateException("no answer of ours has a map that reads as a link", e);
    }
  }

  static JsonText of(String text) {
    return of(Ipld.of(text));
  }

  static JsonText of(IpldMap.Builder map) {
    return of(map.build());
  }

  static JsonText list(List<JsonText> items) {
    StringBuilder list = new StringBuilder("[");
    for (JsonText item : items) {
      list.append(list.length() > 1 ? "," : "").append(item.text);
    }
    return new JsonText(list.append(']').toString());
  }

  /** An object of these fields, in this order. */
  static JsonText object(Field... fields) {
    StringBuilder object = new StringBuilder("{");
    for (Field field : fields) {
      object
          .append(object.length() > 1 ? "," : "")
          .append(of(field.name()).text)
          .append(':')
          .append(field.value().text);
    }
    return new JsonText(object.append('}').toString());
  }

  /** One field of an object. */
  record Field(String name, JsonText value) {}

  @Override
  public String toString() {
    return text;
  }
}
