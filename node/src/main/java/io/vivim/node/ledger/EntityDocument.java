package io.vivim.node.ledger;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventLimits;
import io.vivim.events.Tag;
import io.vivim.search.Embedding;
import io.vivim.search.SearchDocument;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.model.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a search knows of an entity: a pure function of it, drawn in docs/spec/search.md. */
final class EntityDocument {
  /** The name under which the words of the field {@code tags} are found. */
  static final String WORDS = "tag";

  /** Stands for the model of an embedding that names none. */
  static final String UNNAMED_MODEL = "unnamed";

  /** Where the built-in kinds have what people read. */
  private static final Set<String> TEXT_FIELDS =
      Set.of(
          "bio",
          "content",
          "description",
          "displayName",
          "handle",
          "message",
          "name",
          "note",
          "rules",
          "subjects",
          "summary",
          "text",
          "title");

  private EntityDocument() {}

  /**
   * The document of an entity that is there.
   *
   * @param tags of its events
   */
  static SearchDocument of(Entity entity, Collection<Tag> tags) {
    List<Tag> all = new ArrayList<>(tags);
    for (String word : texts(entity.fields().getOrDefault("tags", Ipld.NULL))) {
      if (Bytes.utf8(word).size() <= EventLimits.MAX_TAG_TEXT_BYTES) {
        all.add(Tag.of(WORDS, word));
      }
    }
    return new SearchDocument(
        entity.name().shortened(),
        entity.kind(),
        entity.owners(),
        entity.scope(),
        entity.created(),
        all,
        texts(entity),
        embedding(entity).orElse(null));
  }

  private static List<String> texts(Entity entity) {
    boolean isBuiltIn = Kind.named(entity.kind()).isInCatalogue();
    List<String> texts = new ArrayList<>();
    entity
        .fields()
        .forEach(
            (name, value) -> {
              if (TEXT_FIELDS.contains(name)) {
                texts.addAll(texts(value));
              } else if (!isBuiltIn && value instanceof Ipld.Text text) {
                texts.add(text.value());
              }
            });
    return texts;
  }

  /** The texts of a value: itself, or of a list each item that is one or has a {@code text}. */
  private static List<String> texts(Ipld value) {
    List<String> texts = new ArrayList<>();
    List<Ipld> items = value instanceof Ipld.Sequence list ? list.values() : List.of(value);
    for (Ipld item : items) {
      Ipld part = item instanceof IpldMap map ? map.get("text").orElse(Ipld.NULL) : item;
      if (part instanceof Ipld.Text text) {
        texts.add(text.value());
      }
    }
    return texts;
  }

  /** The embedding of an entity, where it has one that can be compared. */
  static Optional<Embedding> embedding(Entity entity) {
    String model =
        entity.fields().get("embeddingModel") instanceof Ipld.Text text
            ? text.value()
            : UNNAMED_MODEL;
    return entity.fields().get("embedding") instanceof Ipld.Binary numbers
        ? embedding(model, numbers.value())
        : Optional.empty();
  }

  /** An embedding as fields have it: four bytes to a number, little endian. */
  static Optional<Embedding> embedding(String model, Bytes numbers) {
    if (numbers.size() % Float.BYTES != 0) {
      return Optional.empty();
    }
    float[] floats = new float[numbers.size() / Float.BYTES];
    ByteBuffer.wrap(numbers.toArray()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    return Embedding.of(model, floats);
  }
}
