package io.vivim.search;

import io.vivim.did.DidKey;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.Tag;
import io.vivim.events.Timestamp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an entity looks like to a search.
 *
 * @param entity names the entity in this index; where two scopes have entities of one id, whoever
 *     feeds the index gives each a name of its own
 * @param type the kind of entity, such as {@code memory}
 * @param tags found by their names and first values
 * @param texts what words are found in; a phrase does not reach from one into the next
 */
public record SearchDocument(
    EventId entity,
    String type,
    List<DidKey> owners,
    LogScope scope,
    Timestamp timestamp,
    List<Tag> tags,
    List<String> texts,
    @Nullable Embedding embedding) {
  /** The longest name of a type. */
  public static final int MAX_TYPE_CHARS = 256;

  public SearchDocument {
    if (type.length() > MAX_TYPE_CHARS) {
      throw new IllegalArgumentException("a type's name of more than " + MAX_TYPE_CHARS);
    }
    owners = List.copyOf(owners);
    tags = List.copyOf(tags);
    texts = List.copyOf(texts);
  }
}
