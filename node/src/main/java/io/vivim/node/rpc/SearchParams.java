package io.vivim.node.rpc;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.node.ledger.Search;
import io.vivim.search.Embedding;
import io.vivim.search.SearchMark;
import io.vivim.search.SearchQuery;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What {@code entity_search} is asked, read out of its params. */
record SearchParams(
    Optional<String> text,
    Map<String, Set<String>> tags,
    Optional<String> kind,
    Optional<DidKey> owner,
    Optional<Embedding> embedding,
    Optional<SearchMark> after) {
  static final int MAX_TAG_NAMES = 16;

  /** Neighbours that take part, whatever the page holds of them, so that pages fit together. */
  static final int NEIGHBOURS = 100;

  static SearchParams of(Arguments arguments, Marks marks, String question, Optional<DidKey> owner)
      throws RpcException {
    return new SearchParams(
        words(arguments),
        tags(arguments),
        arguments.text("kind"),
        owner,
        embedding(arguments),
        after(arguments, marks, question));
  }

  private static Optional<String> words(Arguments arguments) throws RpcException {
    Optional<String> text = arguments.text("text");
    if (text.filter(String::isBlank).isPresent()) {
      throw RpcException.invalid("text", "has no words; without text all is found, newest first");
    }
    return text;
  }

  private static Map<String, Set<String>> tags(Arguments arguments) throws RpcException {
    Map<String, Set<String>> tags = new TreeMap<>();
    Ipld given = arguments.value("tags").orElse(IpldMap.EMPTY);
    if (!(given instanceof IpldMap map)) {
      throw RpcException.invalid("tags", "is no object");
    }
    for (String name : map.keys()) {
      tags.put(name, texts(name, map.get(name).orElseThrow()));
    }
    if (tags.size() > MAX_TAG_NAMES) {
      throw RpcException.invalid("tags", "has more than " + MAX_TAG_NAMES + " names");
    }
    return tags;
  }

  private static Set<String> texts(String name, Ipld given) throws RpcException {
    if (!(given instanceof Ipld.Sequence list)
        || list.values().isEmpty()
        || list.values().size() > SearchQuery.MAX_VALUES) {
      throw notTexts(name);
    }
    Set<String> texts = new HashSet<>();
    for (Ipld item : list.values()) {
      if (!(item instanceof Ipld.Text text)) {
        throw notTexts(name);
      }
      texts.add(text.value());
    }
    return texts;
  }

  private static RpcException notTexts(String name) {
    return RpcException.invalid(
        "tags",
        "has under '"
            + name
            + "' what is no array of 1 to "
            + SearchQuery.MAX_VALUES
            + " strings, such as {\"tag\":[\"cake\"]}");
  }

  private static Optional<Embedding> embedding(Arguments arguments) throws RpcException {
    Optional<Ipld> given = arguments.value("embedding");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    Bytes numbers = given.get() instanceof Ipld.Binary bytes ? bytes.value() : numbers(given.get());
    Optional<Embedding> embedding = Search.embedding(arguments.text("embeddingModel"), numbers);
    if (embedding.isEmpty()) {
      throw RpcException.invalid(
          "embedding", "is no 1 to " + Embedding.MAX_DIMENSION + " finite numbers, one not zero");
    }
    return embedding;
  }

  private static Bytes numbers(Ipld given) throws RpcException {
    if (!(given instanceof Ipld.Sequence list)) {
      throw RpcException.invalid("embedding", "is neither bytes nor an array of numbers");
    }
    ByteBuffer floats =
        ByteBuffer.allocate(list.values().size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (Ipld item : list.values()) {
      if (item instanceof Ipld.Float64 number) {
        floats.putFloat((float) number.value());
      } else if (item instanceof Ipld.Int number && number.fitsLong()) {
        floats.putFloat((float) number.asLong());
      } else {
        throw RpcException.invalid("embedding", "has what is no number");
      }
    }
    return Bytes.copyOf(floats.array());
  }

  private static Optional<SearchMark> after(Arguments arguments, Marks marks, String question)
      throws RpcException {
    Optional<String> text = arguments.text("after");
    Optional<SearchMark> mark =
        text.flatMap(mine -> marks.open(mine, question))
            .flatMap(bytes -> SearchMark.parse(bytes.toHex()));
    if (text.isPresent() && mark.isEmpty()) {
      throw RpcException.invalid("after", "is no mark");
    }
    return mark;
  }

  /** Adds what is asked to a query. */
  SearchQuery.Builder addTo(SearchQuery.Builder query) {
    text.ifPresent(query::text);
    tags.forEach(query::tag);
    kind.ifPresent(each -> query.types(Set.of(each)));
    owner.ifPresent(each -> query.owners(Set.of(each)));
    embedding.ifPresent(each -> query.near(each, NEIGHBOURS));
    after.ifPresent(query::after);
    return query;
  }
}
