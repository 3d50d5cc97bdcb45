package io.vivim.search;

import io.vivim.did.DidKey;
import io.vivim.events.LogScope;
import io.vivim.events.Timestamp;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question to the index by somebody who may see part of it. A document has to match every
 * condition that is there, and of each condition one value.
 *
 * <p>With a text, the best matches come first; with neighbours, the nearest; with both, the union
 * of the two lists by {@linkplain RankFusion reciprocal ranks}; with neither, the newest. Equals
 * come in the order of their ids.
 */
public final class SearchQuery {
  /** The results of one page at most. */
  public static final int MAX_LIMIT = 1000;

  /** The neighbours of one question at most. */
  public static final int MAX_NEIGHBOURS = 1000;

  /** The values of one condition at most. */
  public static final int MAX_VALUES = 256;

  private static final int DEFAULT_LIMIT = 20;

  private final Builder asked;
  private final Map<String, Set<String>> tags;

  private SearchQuery(Builder builder) {
    this.asked = new Builder(builder);
    this.tags = Map.copyOf(builder.tags);
  }

  public static Builder by(Sight sight) {
    return new Builder(sight);
  }

  Sight sight() {
    return asked.sight;
  }

  @Nullable String text() {
    return asked.text;
  }

  Map<String, Set<String>> tags() {
    return tags;
  }

  Set<String> types() {
    return asked.types;
  }

  Set<DidKey> owners() {
    return asked.owners;
  }

  Set<LogScope> scopes() {
    return asked.scopes;
  }

  Timestamp since() {
    return asked.since;
  }

  Timestamp until() {
    return asked.until;
  }

  @Nullable Embedding near() {
    return asked.near;
  }

  int neighbours() {
    return asked.neighbours;
  }

  int limit() {
    return asked.limit;
  }

  @Nullable SearchMark after() {
    return asked.after;
  }

  /** Gathers the conditions. */
  public static final class Builder {
    private final Sight sight;
    private final Map<String, Set<String>> tags = new LinkedHashMap<>();
    private @Nullable String text;
    private Set<String> types = Set.of();
    private Set<DidKey> owners = Set.of();
    private Set<LogScope> scopes = Set.of();
    private Timestamp since = Timestamp.ZERO;
    private Timestamp until = Timestamp.MAX;
    private @Nullable Embedding near;
    private int neighbours;
    private int limit = DEFAULT_LIMIT;
    private @Nullable SearchMark after;

    private Builder(Sight sight) {
      this.sight = sight;
    }

    private Builder(Builder that) {
      this(that.sight);
      tags.putAll(that.tags);
      text = that.text;
      types = that.types;
      owners = that.owners;
      scopes = that.scopes;
      since = that.since;
      until = that.until;
      near = that.near;
      neighbours = that.neighbours;
      limit = that.limit;
      after = that.after;
    }

    /** Words as {@link QueryText} reads them. A text without any word finds nothing. */
    public Builder text(String value) {
      text = value;
      return this;
    }

    /** A tag of this name with one of these values; each name asked for has to be there. */
    public Builder tag(String name, Set<String> values) {
      tags.put(name, few(values));
      return this;
    }

    public Builder types(Set<String> values) {
      types = few(values);
      return this;
    }

    public Builder owners(Set<DidKey> values) {
      owners = few(values);
      return this;
    }

    public Builder scopes(Set<LogScope> values) {
      scopes = few(values);
      return this;
    }

    /** The earliest timestamp. */
    public Builder since(Timestamp value) {
      since = value;
      return this;
    }

    /** The latest timestamp. */
    public Builder until(Timestamp value) {
      until = value;
      return this;
    }

    /** The documents whose embeddings by the same model are nearest; so many of them. */
    public Builder near(Embedding place, int count) {
      if (count < 1 || count > MAX_NEIGHBOURS) {
        throw new IllegalArgumentException("neighbours: 1 to " + MAX_NEIGHBOURS);
      }
      near = place;
      neighbours = count;
      return this;
    }

    public Builder limit(int results) {
      if (results < 1 || results > MAX_LIMIT) {
        throw new IllegalArgumentException("results of a page: 1 to " + MAX_LIMIT);
      }
      limit = results;
      return this;
    }

    /** Goes on where another page of the same query ended. */
    public Builder after(SearchMark mark) {
      after = mark;
      return this;
    }

    public SearchQuery build() {
      return new SearchQuery(this);
    }

    private static <T> Set<T> few(Set<T> values) {
      if (values.size() > MAX_VALUES) {
        throw new IllegalArgumentException("more than " + MAX_VALUES + " values of one condition");
      }
      return Set.copyOf(values);
    }
  }
}
