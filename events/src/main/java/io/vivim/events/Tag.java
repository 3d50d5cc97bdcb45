package io.vivim.events;

import io.vivim.codec.Bytes;
import java.util.List;

/** A name and one or more values, by the first of which events are found. */
public record Tag(String name, List<String> values) {
  public Tag {
    values = List.copyOf(values);
    if (!isTag(name, values)) {
      throw new IllegalArgumentException("no tag: " + name + " " + values);
    }
  }

  public static Tag of(String name, String... values) {
    return new Tag(name, List.of(values));
  }

  static boolean isTag(String name, List<String> values) {
    return !name.isEmpty()
        && !values.isEmpty()
        && values.size() < EventLimits.MAX_TAG_TEXTS
        && fits(name)
        && values.stream().allMatch(Tag::fits);
  }

  private static boolean fits(String text) {
    return text.length() <= EventLimits.MAX_TAG_TEXT_BYTES
        && Bytes.utf8(text).size() <= EventLimits.MAX_TAG_TEXT_BYTES;
  }
}
