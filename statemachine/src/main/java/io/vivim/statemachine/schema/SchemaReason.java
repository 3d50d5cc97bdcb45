package io.vivim.statemachine.schema;

import java.util.Locale;

/** Why a schema was refused: a closed list, each with a code that does not change. */
public enum SchemaReason {
  /** A schema that is neither a map nor true or false. */
  NOT_A_SCHEMA,
  /** A keyword with an argument that it does not take. */
  MALFORMED_KEYWORD,
  /** A keyword that begins with $ and is none of those that are read here. */
  UNSUPPORTED_KEYWORD,
  /** A $schema other than that of draft 2020-12. */
  UNSUPPORTED_DIALECT,
  /** A $id below the root, which would change what references mean. */
  NESTED_ID,
  /** A $ref that leaves the document. */
  REMOTE_REFERENCE,
  /** A $ref to a place where no schema is. */
  UNRESOLVED_REFERENCE,
  /** An $anchor that is given twice. */
  DUPLICATE_ANCHOR,
  /** A pattern that is not in the grammar of ECMA-262. */
  PATTERN_SYNTAX,
  /** A pattern with something of ECMA-262 that is not supported here. */
  PATTERN_UNSUPPORTED,
  /** A pattern with too many states, or patterns with too many together. */
  PATTERN_TOO_LARGE,
  /** More values and texts than a schema may hold. */
  TOO_LARGE,
  /** Deeper nesting than a schema may have. */
  TOO_DEEP;

  private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The stable code, such as {@code remote-reference}. */
  public String code() {
    return code;
  }

  @Override
  public String toString() {
    return code;
  }
}
