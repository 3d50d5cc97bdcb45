package io.vivim.did.ucan;

import java.util.List;
import java.util.OptionalLong;

/**
 * A path into the arguments, such as {@code .to[0]?}.
 *
 * <p>(UCAN Delegation 1.0, "Selectors"; the grammar as we read it stands in {@code
 * docs/spec/ucan.md}.)
 */
public final class Selector {
  /** The whole value. */
  public static final Selector IDENTITY = new Selector(".", List.of());

  private final String text;
  private final List<Segment> segments;

  /** One step of a path; an optional one gives null where it finds nothing. */
  sealed interface Segment {
    boolean optional();

    Segment asOptional();
  }

  /** The value of a key. */
  record Field(String name, boolean optional) implements Segment {
    @Override
    public Segment asOptional() {
      return new Field(name, true);
    }
  }

  /** The element at an index, from the end where it is negative. */
  record Index(long index, boolean optional) implements Segment {
    @Override
    public Segment asOptional() {
      return new Index(index, true);
    }
  }

  /** The elements from one index up to and without another. */
  record Slice(OptionalLong from, OptionalLong to, boolean optional) implements Segment {
    @Override
    public Segment asOptional() {
      return new Slice(from, to, true);
    }
  }

  /** A list as it is; of a map, its values. */
  record Values(boolean optional) implements Segment {
    @Override
    public Segment asOptional() {
      return new Values(true);
    }
  }

  Selector(String text, List<Segment> segments) {
    this.text = text;
    this.segments = List.copyOf(segments);
  }

  public static Selector parse(String text) throws UcanException {
    return new SelectorParser(text).parse();
  }

  List<Segment> segments() {
    return segments;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Selector that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The text as it was given. */
  @Override
  public String toString() {
    return text;
  }
}
