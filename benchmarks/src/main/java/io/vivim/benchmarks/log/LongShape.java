package io.vivim.benchmarks.log;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an entity has ever more of, the longer its author writes to it. */
enum LongShape {
  /** Events, each behind the one before. */
  ENTITY,
  /** Values of one set. */
  SET,
  /** Heads: each event has seen the first one alone. */
  HEADS,
  /** Entities that it was derived from. */
  PARENTS,
  /** Fields, each with a name of its own. */
  FIELDS,
  /** Values of one register, none of which has seen another. */
  VALUES,
  /** The same under one key of a map. */
  KEY,
  /** Additions of one value to a set, none of which has seen another. */
  ADDITIONS;

  /** As figures name it. */
  String figure() {
    return "long-" + name().toLowerCase(Locale.ROOT) + "-nanos";
  }

  /** Whether each event has seen the one before; else it has seen the first one alone. */
  boolean isChain() {
    return this != HEADS && this != VALUES && this != KEY && this != ADDITIONS;
  }

  /** What the event of this number is derived from. */
  @Nullable Cid parent(int number) {
    return this == PARENTS ? Cid.ofRaw(Bytes.utf8("parent " + number)) : null;
  }

  /** The body of the event of this number. */
  IpldMap body(int number, String text) {
    Ipld value = Ipld.of(text);
    return switch (this) {
      case ENTITY, VALUES -> body("set", "content", value);
      case SET -> body("add", "subjects", Ipld.listOf(value));
      case ADDITIONS -> body("add", "subjects", Ipld.listOf(Ipld.of("tea")));
      // Heads alone are to grow here, and no values beside them.
      case HEADS -> body("increment", "seen", Ipld.of(1));
      case PARENTS -> body("set", "content", Ipld.of("derived"));
      case FIELDS -> body("set", "field " + number, value);
      case KEY -> body("add", "metadata", IpldMap.builder().put("key", value).build());
    };
  }

  private static IpldMap body(String part, String field, Ipld value) {
    return IpldMap.builder().put(part, IpldMap.builder().put(field, value).build()).build();
  }
}
