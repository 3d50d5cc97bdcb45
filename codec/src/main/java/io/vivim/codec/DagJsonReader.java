package io.vivim.codec;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one DAG-JSON value, within its limits; {@link DagJson} draws the format. */
final class DagJsonReader {
  /** Longer numbers are out of range or say nothing more; reading them costs their square. */
  private static final int MAX_NUMBER_CHARS = 1000;

  /** Bytes, the deepest of the values that are no lists or maps, are two maps in JSON. */
  private static final int LEAF_DEPTH = 2;

  /** Jackson would pass over it; JSON between programs has none (RFC 8259, section 8.1). */
  private static final Bytes BYTE_ORDER_MARK = Bytes.fromHex("efbbbf");

  /** Keys are not interned: they come from strangers and rarely come again. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(MAX_NUMBER_CHARS)
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final JsonParser parser;
  private final Limits limits;
  private int items;

  /** Whether the map that was read last has the first key "bytes", and a text under it. */
  private boolean lastMapBeganBytes;

  private DagJsonReader(JsonParser parser, Limits limits) {
    this.parser = parser;
    this.limits = limits;
  }

  static Ipld read(Bytes utf8, Limits limits) throws RefusedException {
    if (utf8.size() > limits.maxBytes()) {
      throw new RefusedException(Reason.TOO_LARGE, limits.maxBytes());
    }
    if (utf8.startsWith(BYTE_ORDER_MARK)) {
      throw new RefusedException(Reason.JSON_SYNTAX, 0);
    }
    int begin = utf8.backingOffset();
    int invalid = Utf8.firstInvalid(utf8.backing(), begin, begin + utf8.size());
    if (invalid >= 0) {
      throw new RefusedException(Reason.UTF8, invalid - begin);
    }
    refuseNul(utf8);
    try (JsonParser parser = FACTORY.createParser(utf8.backing(), begin, utf8.size())) {
      DagJsonReader reader = new DagJsonReader(parser, limits);
      Ipld value = reader.value(0);
      if (parser.nextToken() != null) {
        throw reader.refused(Reason.TRAILING_BYTES);
      }
      return value;
    } catch (JsonEOFException e) {
      throw new RefusedException(Reason.TRUNCATED, utf8.size());
    } catch (StreamConstraintsException e) {
      throw new RefusedException(Reason.NUMBER_RANGE, offsetOf(e, utf8.size()));
    } catch (JacksonException e) {
      throw new RefusedException(Reason.JSON_SYNTAX, offsetOf(e, utf8.size()));
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
  }

  /** No JSON holds a NUL as it is, and Jackson would take bytes with some for UTF-16 or UTF-32. */
  private static void refuseNul(Bytes utf8) throws RefusedException {
    byte[] in = utf8.backing();
    int begin = utf8.backingOffset();
    for (int i = begin; i < begin + utf8.size(); i++) {
      if (in[i] == 0) {
        throw new RefusedException(Reason.JSON_SYNTAX, i - begin);
      }
    }
  }

  private static long offsetOf(JacksonException e, int size) {
    @Nullable JsonLocation location = e.getLocation();
    long offset = location == null ? 0 : location.getByteOffset();
    return Math.max(0, Math.min(size, offset));
  }

  private Ipld value(int depth) throws IOException, RefusedException {
    return value(nextToken(), depth);
  }

  /** The value of a first key "/", which is the only place where bytes begin. */
  private Ipld valueOfSlash(int depth) throws IOException, RefusedException {
    JsonToken token = nextToken();
    if (token != JsonToken.START_OBJECT) {
      return value(token, depth);
    }
    countItem();
    return map(depth, true);
  }

  private JsonToken nextToken() throws IOException {
    @Nullable JsonToken token = parser.nextToken();
    if (token == null) {
      throw new JsonEOFException(parser, null, "no value");
    }
    return token;
  }

  private Ipld value(JsonToken token, int depth) throws IOException, RefusedException {
    countItem();
    return switch (token) {
      case VALUE_NULL -> Ipld.NULL;
      case VALUE_TRUE -> Ipld.TRUE;
      case VALUE_FALSE -> Ipld.FALSE;
      case VALUE_STRING -> new Ipld.Text(text());
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> float64();
      case START_ARRAY -> list(depth);
      case START_OBJECT -> map(depth, false);
      default -> throw refused(Reason.JSON_SYNTAX);
    };
  }

  private String text() throws IOException, RefusedException {
    String text = parser.getText();
    if (!Utf8.isWellFormed(text)) {
      throw refused(Reason.UTF8);
    }
    return text;
  }

  private Ipld integer() throws IOException, RefusedException {
    BigInteger value = parser.getBigIntegerValue();
    if (value.compareTo(Ipld.Int.MIN) < 0 || value.compareTo(Ipld.Int.MAX) > 0) {
      throw refused(Reason.NUMBER_RANGE);
    }
    return Ipld.of(value);
  }

  private Ipld float64() throws IOException, RefusedException {
    double value = parser.getDoubleValue();
    if (!Double.isFinite(value)) {
      throw refused(Reason.NUMBER_RANGE);
    }
    return Ipld.of(value);
  }

  private Ipld list(int depth) throws IOException, RefusedException {
    if (depth >= limits.maxDepth()) {
      throw refused(Reason.TOO_DEEP);
    }
    List<Ipld> values = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      values.add(value(token, depth + 1));
    }
    return new Ipld.Sequence(values);
  }

  /** A map, or the link or the bytes that it stands for. */
  private Ipld map(int depth, boolean underSlash) throws IOException, RefusedException {
    long start = offset();
    if (depth >= limits.maxDepth() + LEAF_DEPTH) {
      throw refused(Reason.TOO_DEEP);
    }
    IpldMap.Builder entries = IpldMap.builder();
    Set<String> seen = new HashSet<>();
    boolean beginsLeaf = false;
    boolean beginsBytes = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      countItem();
      String key = text();
      if (!seen.add(key)) {
        throw refused(Reason.DUPLICATE_KEY);
      }
      boolean isFirstSlash = seen.size() == 1 && key.equals("/");
      Ipld value = isFirstSlash ? valueOfSlash(depth + 1) : value(depth + 1);
      entries.put(key, value);
      if (seen.size() == 1) {
        beginsLeaf =
            isFirstSlash
                && (value instanceof Ipld.Text || (value instanceof IpldMap && lastMapBeganBytes));
        beginsBytes = key.equals("bytes") && value instanceof Ipld.Text;
      }
    }
    lastMapBeganBytes = beginsBytes;
    IpldMap map = entries.build();
    if (beginsLeaf) {
      return leaf(map, start);
    }
    // The inner map of bytes may lie deeper than a map of the data model.
    if (depth >= limits.maxDepth() && !(underSlash && beginsBytes)) {
      throw new RefusedException(Reason.TOO_DEEP, start);
    }
    return map;
  }

  private static Ipld leaf(IpldMap map, long start) throws RefusedException {
    Ipld content = map.get("/").orElseThrow();
    if (map.size() == 1 && content instanceof Ipld.Text text) {
      return Ipld.of(link(text.value(), start));
    }
    if (map.size() == 1 && content instanceof IpldMap inner && inner.size() == 1) {
      return Ipld.of(base64(((Ipld.Text) inner.get("bytes").orElseThrow()).value(), start));
    }
    throw new RefusedException(Reason.RESERVED_KEY, start);
  }

  /** A link has one text: base58btc for version 0, lower-case base32 for version 1. */
  private static Cid link(String text, long start) throws RefusedException {
    try {
      Cid cid = Cid.parse(text);
      if (cid.toString().equals(text)) {
        return cid;
      }
    } catch (RefusedException e) {
      // Falls through to the same refusal as a CID in another base.
    }
    throw new RefusedException(Reason.CID, start);
  }

  private static Bytes base64(String text, long start) throws RefusedException {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (Base64.getEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
        return Bytes.owning(bytes);
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the same refusal as text that decodes but is not canonical.
    }
    throw new RefusedException(Reason.BASE64, start);
  }

  private void countItem() throws RefusedException {
    if (++items > limits.maxItems()) {
      throw refused(Reason.TOO_MANY_ITEMS);
    }
  }

  private long offset() {
    return parser.currentTokenLocation().getByteOffset();
  }

  private RefusedException refused(Reason reason) {
    return new RefusedException(reason, offset());
  }
}
