package io.vivim.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one DAG-CBOR value token by token, without building what the caller does not keep.
 *
 * <p>All of the bytes have passed {@link CanonicalForm} before the first token is read, so a token
 * is never wrong, only perhaps not what the caller hoped for: {@link #expect} refuses that. Jackson
 * does the reading.
 */
public final class DagCborReader implements AutoCloseable {
  /** What stands at one place of the value; a key is followed by its value's tokens. */
  public enum Token {
    NULL,
    BOOL,
    INT,
    FLOAT,
    TEXT,
    BINARY,
    LINK,
    LIST,
    MAP,
    KEY,
    /** The end of the innermost list or map, or of the whole value. */
    END
  }

  /**
   * Every limit was checked by {@link CanonicalForm}; Jackson's own would only disagree. Jackson's
   * table of known keys is off: every new key, such as a DID in a vector clock, would copy it,
   * which makes reading many times slower and lets strangers fill it.
   */
  private static final CBORFactory FACTORY =
      CBORFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private static final int LINK_TAG = 42;
  private static final int FEW = 8;

  private final CBORParser parser;

  private DagCborReader(CBORParser parser) {
    this.parser = parser;
  }

  /** A reader over {@code bytes}, which are one canonical value within the limits. */
  public static DagCborReader over(Bytes bytes, Limits limits) throws RefusedException {
    CanonicalForm.check(bytes, limits);
    try {
      return new DagCborReader(
          FACTORY.createParser(bytes.backing(), bytes.backingOffset(), bytes.size()));
    } catch (IOException e) {
      throw parserDisagrees(e);
    }
  }

  /** Moves to the next token. */
  public Token next() {
    try {
      return tokenOf(parser.nextToken());
    } catch (IOException e) {
      throw parserDisagrees(e);
    }
  }

  /** Moves to the next token, which has to be {@code wanted}. */
  public void expect(Token wanted) throws RefusedException {
    if (next() != wanted) {
      throw new RefusedException(Reason.UNEXPECTED_KIND, offset());
    }
  }

  /** Where the token that was read last begins. */
  public long offset() {
    return parser.currentTokenLocation().getByteOffset();
  }

  /** The text of a {@link Token#TEXT} or {@link Token#KEY}. */
  public String text() {
    try {
      return parser.getText();
    } catch (IOException e) {
      throw parserDisagrees(e);
    }
  }

  /** The number of an {@link Token#INT}. */
  public Ipld.Int integer() {
    try {
      return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          ? Ipld.of(parser.getBigIntegerValue())
          : Ipld.of(parser.getLongValue());
    } catch (IOException e) {
      throw parserDisagrees(e);
    }
  }

  /** The bytes of a {@link Token#BINARY}. */
  public Bytes bytes() {
    try {
      return Bytes.owning(parser.getBinaryValue());
    } catch (IOException e) {
      throw parserDisagrees(e);
    }
  }

  /** The CID of a {@link Token#LINK}. */
  public Cid link() {
    try {
      return Cid.decode(bytes().from(1));
    } catch (RefusedException e) {
      throw new IllegalStateException("a link passed the gate and is no CID", e);
    }
  }

  /** The next value, whatever it is, as a tree. */
  public Ipld readValue() {
    return valueOf(next());
  }

  /** The value whose first token was read last. */
  private Ipld valueOf(Token token) {
    return switch (token) {
      case NULL -> Ipld.NULL;
      case BOOL -> Ipld.of(parser.currentToken() == JsonToken.VALUE_TRUE);
      case INT -> integer();
      case FLOAT -> Ipld.of(floatValue());
      case TEXT -> new Ipld.Text(text());
      case BINARY -> Ipld.of(bytes());
      case LINK -> Ipld.of(link());
      case LIST -> listValue();
      case MAP -> mapValue();
      case KEY, END -> throw new IllegalStateException("no value begins with " + token);
    };
  }

  private Ipld listValue() {
    List<Ipld> values = new ArrayList<>(FEW);
    for (Token token = next(); token != Token.END; token = next()) {
      values.add(valueOf(token));
    }
    return new Ipld.Sequence(values);
  }

  private Ipld mapValue() {
    String[] keys = new String[FEW];
    Ipld[] values = new Ipld[FEW];
    int size = 0;
    for (String key = nextKey(); key != null; key = nextKey()) {
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      keys[size] = key;
      values[size++] = readValue();
    }
    return new IpldMap(Arrays.copyOf(keys, size), Arrays.copyOf(values, size));
  }

  private @Nullable String nextKey() {
    try {
      return parser.nextFieldName();
    } catch (IOException e) {
      throw parserDisagrees(e);
    }
  }

  /** The number of a {@link Token#FLOAT}. */
  public double floatValue() {
    try {
      return parser.getDoubleValue();
    } catch (IOException e) {
      throw parserDisagrees(e);
    }
  }

  private Token tokenOf(@Nullable JsonToken token) {
    if (token == null) {
      return Token.END;
    }
    return switch (token) {
      case VALUE_NULL -> Token.NULL;
      case VALUE_TRUE, VALUE_FALSE -> Token.BOOL;
      case VALUE_NUMBER_INT -> Token.INT;
      case VALUE_NUMBER_FLOAT -> Token.FLOAT;
      case VALUE_STRING -> Token.TEXT;
      case VALUE_EMBEDDED_OBJECT -> parser.getCurrentTag() == LINK_TAG ? Token.LINK : Token.BINARY;
      case START_ARRAY -> Token.LIST;
      case START_OBJECT -> Token.MAP;
      case FIELD_NAME -> Token.KEY;
      case END_ARRAY, END_OBJECT -> Token.END;
      case NOT_AVAILABLE -> throw new IllegalStateException("the parser blocks");
    };
  }

  /**
   * The bytes are in memory and passed the gate: a fault of ours or of the parser, not of theirs.
   */
  private static IllegalStateException parserDisagrees(IOException e) {
    return new IllegalStateException("the parser refuses what the gate let through", e);
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      throw parserDisagrees(e);
    }
  }
}
