package io.vivim.statemachine.schema;

/** The kinds of values that schemas tell apart; a number is of one of two. */
enum Kind {
  NULL,
  BOOLEAN,
  INTEGER,
  FRACTION,
  TEXT,
  BYTES,
  LINK,
  ARRAY,
  OBJECT
}
