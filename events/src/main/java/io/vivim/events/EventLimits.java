package io.vivim.events;

import io.vivim.codec.Limits;
import java.time.Duration;

/** How much of everything an event may have. */
public final class EventLimits {
  public static final int MAX_HEADER_BYTES = 32 * 1024;
  public static final int MAX_PAYLOAD_BYTES = 64 * 1024;

  /** How many heads one event merges; more are merged over several events. */
  public static final int MAX_PREV_VERSIONS = 32;

  public static final int MAX_AUTH = 16;

  /** Beyond this a vector clock keeps its own entry and the highest. */
  public static final int MAX_CLOCK_ENTRIES = 256;

  public static final int MAX_TAGS = 128;

  /** The name and the values of one tag. */
  public static final int MAX_TAG_TEXTS = 16;

  public static final int MAX_TAG_TEXT_BYTES = 1024;
  public static final int MAX_TYPE_CHARS = 128;
  public static final int SALT_BYTES = 16;

  /** The largest integer that every language's numbers hold: 2^53 - 1. */
  public static final long MAX_INTEGER = (1L << 53) - 1;

  /** How far an event's clock may run ahead of this node's before the event has to wait. */
  public static final Duration MAX_CLOCK_DRIFT = Duration.ofMinutes(2);

  /** Lists and maps inside one another in a payload. */
  public static final int MAX_PAYLOAD_DEPTH = 64;

  /** A header is four deep; nothing in it repeats beyond its own limits. */
  static final Limits HEADER = new Limits(MAX_HEADER_BYTES, 8, 4096);

  static final Limits PAYLOAD = new Limits(MAX_PAYLOAD_BYTES, MAX_PAYLOAD_DEPTH, 32 * 1024);

  /** What the wire form adds around header and payload: three heads of five bytes at most. */
  static final Limits WIRE = new Limits(MAX_HEADER_BYTES + MAX_PAYLOAD_BYTES + 16, 2, 4);

  private EventLimits() {}
}
