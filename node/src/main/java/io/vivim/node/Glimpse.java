package io.vivim.node;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.statemachine.Entity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The beginning of what an entity says, for a line of a list. */
final class Glimpse {
  private static final int MAX_CHARS = 60;

  /** Where people look first; of those that an entity has, the first is shown. */
  private static final List<String> FIELDS =
      List.of(
          "title",
          "displayName",
          "name",
          "content",
          "text",
          "summary",
          "description",
          "target",
          "with",
          "reason");

  private Glimpse() {}

  /** A text with what comes before it, or nothing where the entity says nothing in words. */
  static String behind(String before, Entity entity) {
    return FIELDS.stream()
        .flatMap(field -> Stream.ofNullable(entity.fields().get(field)))
        .flatMap(value -> text(value).stream())
        .flatMap(text -> text.lines().map(String::strip).filter(line -> !line.isEmpty()).limit(1))
        .findFirst()
        .map(line -> before + Console.printable(shortened(line)))
        .orElse("");
  }

  /** A text, or that of the first part of several that has one. */
  private static Optional<String> text(Ipld value) {
    if (value instanceof Ipld.Sequence parts) {
      return parts.values().stream()
          .filter(IpldMap.class::isInstance)
          .flatMap(part -> ((IpldMap) part).get("text").stream())
          .flatMap(text -> text(text).stream())
          .findFirst();
    }
    return value instanceof Ipld.Text text ? Optional.of(text.value()) : Optional.empty();
  }

  private static String shortened(String line) {
    return line.codePointCount(0, line.length()) <= MAX_CHARS
        ? line
        : line.substring(0, line.offsetByCodePoints(0, MAX_CHARS)) + "…";
  }
}
