package io.vivim.codec;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one DAG-CBOR value token by token, without building what the caller does not keep.
 *
 * <p>All of the bytes have passed {@link CanonicalForm} before the first token is read, so a token
 * is never wrong, only perhaps not what the caller hoped for: {@link #expect} refuses that.
 */
public final class DagCborReader {
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

  /** Words that were read last, each where its size and ends put it; whoever comes later stays. */
  private static final Word[] WORDS = new Word[256];

  private static final int MAX_WORD_BYTES = 32;

  /** One token to come in an open list or map, and the mark of a map. */
  private static final int TOKEN = 2;

  private static final int OF_MAP = 1;

  private static final int TRUE = 21;
  private static final int NULL = 22;

  /** A link's bytes begin with this one, the multibase prefix of nothing. */
  private static final int LINK_PREFIX_BYTES = 1;

  private static final class Word {
    private final String text;
    private final byte[] bytes;

    Word(String text, byte[] bytes) {
      this.text = text;
      this.bytes = bytes;
    }

    boolean isIn(byte[] in, int from, int to) {
      return Arrays.equals(in, from, to, bytes, 0, bytes.length);
    }
  }

  private final byte[] in;
  private final int begin;

  /** Where parts of the bytes are handed out as they are, since nobody else made them. */
  private final @Nullable Bytes own;

  /** Where the next head stands. */
  private int at;

  /** Where the token that was read last begins, and where its content does. */
  private int tokenAt;

  private int contentAt;

  /** The head of the token that was read last: its major type, and the number that it tells. */
  private int major;

  private long argument;

  /**
   * Twice the tokens to come in each open list or map, without those of lists and maps in it, and
   * one more in a map.
   */
  private int[] open = new int[8];

  private int depth;

  private DagCborReader(Bytes bytes, boolean isOwn) {
    this.own = isOwn ? bytes : null;
    this.in = bytes.backing();
    this.begin = bytes.backingOffset();
    this.at = begin;
    this.open[0] = TOKEN;
  }

  /** A reader over {@code bytes}, which are one canonical value within the limits. */
  public static DagCborReader over(Bytes bytes, Limits limits) throws RefusedException {
    CanonicalForm.check(bytes, limits);
    return new DagCborReader(bytes, false);
  }

  /**
   * A reader over bytes that this program wrote and that something else vouches for, such as the
   * checksums of a store. What they are is not checked first; bytes that are no value make it fail
   * with an {@link IndexOutOfBoundsException} or tell nonsense. What {@link #bytes} gives keeps all
   * of them in memory.
   */
  public static DagCborReader overOwn(Bytes bytes) {
    return new DagCborReader(bytes, true);
  }

  /** Moves to the next token. */
  public Token next() {
    tokenAt = at;
    int left = open[depth];
    if (left < TOKEN) {
      depth = Math.max(0, depth - 1);
      return Token.END;
    }
    open[depth] = left - TOKEN;
    head();
    return (left & (TOKEN | OF_MAP)) == OF_MAP ? key() : value();
  }

  /** Reads a head, and passes over it. */
  private void head() {
    int first = in[at++] & 0xff;
    int info = first & 0x1f;
    major = first >>> 5;
    argument = info;
    if (info >= 24) {
      argument = 0;
      for (int width = 1 << (info - 24); width > 0; width--) {
        argument = argument << Byte.SIZE | (in[at++] & 0xff);
      }
    }
  }

  private Token key() {
    pass();
    return Token.KEY;
  }

  private Token value() {
    return switch (major) {
      case 0, 1 -> Token.INT;
      case 2 -> pass(Token.BINARY);
      case 3 -> pass(Token.TEXT);
      case 4 -> enter(Token.LIST);
      case 5 -> enter(Token.MAP);
      case 6 -> {
        head();
        yield pass(Token.LINK);
      }
      default -> simple();
    };
  }

  private Token simple() {
    if (at - tokenAt > 1) {
      return Token.FLOAT;
    }
    return argument == NULL ? Token.NULL : Token.BOOL;
  }

  private Token pass(Token token) {
    pass();
    return token;
  }

  /** Passes over as many bytes as the head tells. */
  private void pass() {
    contentAt = at;
    at += (int) argument;
  }

  private Token enter(Token token) {
    int tokens = (int) argument * TOKEN;
    open(token == Token.MAP ? 2 * tokens + OF_MAP : tokens);
    return token;
  }

  private void open(int tokens) {
    depth++;
    if (depth == open.length) {
      open = Arrays.copyOf(open, 2 * depth);
    }
    open[depth] = tokens;
  }

  /**
   * Goes into a {@link Token#BINARY} whose bytes are one value themselves: its tokens come next,
   * and an {@link Token#END} behind them. Of bytes that others wrote nothing says that they are.
   */
  public void enterBytes() {
    at = contentAt;
    open(TOKEN);
  }

  /** Moves to the next token, which has to be {@code wanted}. */
  public void expect(Token wanted) throws RefusedException {
    if (next() != wanted) {
      throw new RefusedException(Reason.UNEXPECTED_KIND, offset());
    }
  }

  /** Where the token that was read last begins. */
  public long offset() {
    return (long) tokenAt - begin;
  }

  /** The text of a {@link Token#TEXT} or {@link Token#KEY}. */
  public String text() {
    return new String(in, contentAt, at - contentAt, StandardCharsets.UTF_8);
  }

  /** The {@link #text}, where that is one of few: then mostly the same object for the same text. */
  public String word() {
    int size = at - contentAt;
    if (size == 0 || size > MAX_WORD_BYTES) {
      return text();
    }
    int place = ((size * 31 + in[contentAt]) * 31 + in[at - 1]) & (WORDS.length - 1);
    Word known = WORDS[place];
    if (known == null || !known.isIn(in, contentAt, at)) {
      known = new Word(text(), Arrays.copyOfRange(in, contentAt, at));
      WORDS[place] = known;
    }
    return known.text;
  }

  /** Whether the {@link #text} is this one of ASCII characters, without making it. */
  public boolean isText(String ascii) {
    if (at - contentAt != ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (in[contentAt + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The number of an {@link Token#INT}. */
  public Ipld.Int integer() {
    if (argument >= 0) {
      return Ipld.of(major == 0 ? argument : ~argument);
    }
    BigInteger unsigned = new BigInteger(Long.toUnsignedString(argument));
    return Ipld.of(major == 0 ? unsigned : unsigned.not());
  }

  /** The bytes of a {@link Token#BINARY}. */
  public Bytes bytes() {
    return own == null ? Bytes.copyOf(in, contentAt, at) : own.slice(contentAt - begin, at - begin);
  }

  /** The CID of a {@link Token#LINK}. */
  public Cid link() {
    try {
      return Cid.decode(linkBytes());
    } catch (RefusedException e) {
      throw new IllegalStateException("a link passed the gate and is no CID", e);
    }
  }

  /** The CID of a {@link Token#LINK} as its bytes. */
  public Bytes linkBytes() {
    return Bytes.copyOf(in, contentAt + LINK_PREFIX_BYTES, at);
  }

  /** The number of a {@link Token#INT} that fits a long. */
  public long number() {
    if (argument < 0) {
      throw new IllegalStateException("a number that is too large for a long");
    }
    return major == 0 ? argument : ~argument;
  }

  /** Whether a {@link Token#BOOL} is true. */
  public boolean isTrue() {
    return argument == TRUE;
  }

  /** The number of a {@link Token#FLOAT}. */
  public double floatValue() {
    return Double.longBitsToDouble(argument);
  }

  /** The next value, whatever it is, as a tree. */
  public Ipld readValue() {
    return valueOf(next());
  }

  /** The value whose first token was read last. */
  private Ipld valueOf(Token token) {
    return switch (token) {
      case NULL -> Ipld.NULL;
      case BOOL -> Ipld.of(argument == TRUE);
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
    Ipld[] values = new Ipld[(int) argument];
    for (int i = 0; i < values.length; i++) {
      values[i] = readValue();
    }
    next();
    return new Ipld.Sequence(Arrays.asList(values));
  }

  private Ipld mapValue() {
    String[] keys = new String[(int) argument];
    Ipld[] values = new Ipld[keys.length];
    for (int i = 0; i < keys.length; i++) {
      next();
      keys[i] = text();
      values[i] = readValue();
    }
    next();
    return new IpldMap(keys, values);
  }
}
