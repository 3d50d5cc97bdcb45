package io.vivim.eventlog;

import io.vivim.codec.Cid;
import io.vivim.did.DidKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.Tag;
import io.vivim.events.Timestamp;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which events are asked for, in the manner of NIP-01: an event has to match every field that is
 * not empty, and of each field one value.
 *
 * @param tags values by tag name; a tag matches by its first value
 * @param since the earliest timestamp
 * @param until the latest timestamp
 */
public record Filter(
    Set<EventId> ids,
    Set<DidKey> authors,
    Set<DidKey> signers,
    Set<String> types,
    Set<EventId> entityIds,
    Set<LogScope> scopes,
    Set<Cid> parents,
    Map<String, Set<String>> tags,
    Timestamp since,
    Timestamp until) {

  /** The values of one field at most, so that a question stays cheap. */
  public static final int MAX_VALUES = 256;

  /** The tag names of one filter at most. */
  public static final int MAX_TAG_NAMES = 16;

  /** Every event. */
  public static final Filter ALL = builder().build();

  public Filter {
    ids = Set.copyOf(ids);
    authors = Set.copyOf(authors);
    signers = Set.copyOf(signers);
    types = Set.copyOf(types);
    entityIds = Set.copyOf(entityIds);
    scopes = Set.copyOf(scopes);
    parents = Set.copyOf(parents);
    TreeMap<String, Set<String>> copied = new TreeMap<>();
    tags.forEach((name, values) -> copied.put(name, Set.copyOf(values)));
    tags = Collections.unmodifiableMap(copied);
    if (tags.size() > MAX_TAG_NAMES
        || Stream.concat(
                Stream.of(ids, authors, signers, types, entityIds, scopes, parents),
                tags.values().stream())
            .anyMatch(values -> values.size() > MAX_VALUES)) {
      throw new IllegalArgumentException("a filter of more values than are allowed");
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The same filter for these scopes. */
  public Filter withScopes(Set<LogScope> values) {
    return new Filter(ids, authors, signers, types, entityIds, values, parents, tags, since, until);
  }

  /** Whether an event is asked for. */
  public boolean matches(DecodedEvent event) {
    EventHeader header = event.header();
    return header.timestamp().compareTo(since) >= 0
        && header.timestamp().compareTo(until) <= 0
        && allows(ids, event.id())
        && allows(authors, header.author())
        && allows(signers, header.signer())
        && allows(types, header.type().name())
        && allows(entityIds, event.entity())
        && (scopes.isEmpty() || scopes.contains(event.logScope()))
        && (parents.isEmpty() || (header.parentId() != null && parents.contains(header.parentId())))
        && tags.entrySet().stream().allMatch(tag -> hasTag(event, tag.getKey(), tag.getValue()));
  }

  private static <T> boolean allows(Set<T> values, T value) {
    return values.isEmpty() || values.contains(value);
  }

  private static boolean hasTag(DecodedEvent event, String name, Set<String> values) {
    for (Tag tag : event.tags()) {
      if (tag.name().equals(name) && values.contains(tag.values().get(0))) {
        return true;
      }
    }
    return values.isEmpty();
  }

  /** Gathers a filter's fields. */
  public static final class Builder {
    private Set<EventId> ids = Set.of();
    private Set<DidKey> authors = Set.of();
    private Set<DidKey> signers = Set.of();
    private Set<String> types = Set.of();
    private Set<EventId> entityIds = Set.of();
    private Set<LogScope> scopes = Set.of();
    private Set<Cid> parents = Set.of();
    private final Map<String, Set<String>> tags = new TreeMap<>();
    private Timestamp since = Timestamp.ZERO;
    private Timestamp until = Timestamp.MAX;

    private Builder() {}

    public Builder ids(Set<EventId> values) {
      ids = values;
      return this;
    }

    public Builder authors(Set<DidKey> values) {
      authors = values;
      return this;
    }

    public Builder signers(Set<DidKey> values) {
      signers = values;
      return this;
    }

    public Builder types(Set<String> values) {
      types = values;
      return this;
    }

    public Builder entityIds(Set<EventId> values) {
      entityIds = values;
      return this;
    }

    public Builder scopes(Set<LogScope> values) {
      scopes = values;
      return this;
    }

    public Builder parents(Set<Cid> values) {
      parents = values;
      return this;
    }

    public Builder tag(String name, Set<String> values) {
      tags.put(name, values);
      return this;
    }

    public Builder since(Timestamp value) {
      since = value;
      return this;
    }

    public Builder until(Timestamp value) {
      until = value;
      return this;
    }

    /**
     * The filter.
     *
     * @throws IllegalArgumentException for more than {@link #MAX_VALUES} values of a field
     */
    public Filter build() {
      return new Filter(
          ids, authors, signers, types, entityIds, scopes, parents, tags, since, until);
    }
  }
}
