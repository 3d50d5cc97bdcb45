package io.vivim.search;

import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.did.KeyType;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.Tag;
import io.vivim.events.Timestamp;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Entities, owners and scopes that tests name by small numbers. */
final class Sample {
  static final InstantSource STILL = InstantSource.fixed(Instant.EPOCH);

  /** Nothing happens by itself within the time of a test. */
  static final SearchOptions CALM = SearchOptions.defaults(STILL).withRefresh(Duration.ofHours(1));

  private static final long PATIENCE_SECONDS = 60;

  private Sample() {}

  static EventId id(int number) {
    return EventId.ofHeader(Bytes.utf8("entity " + number));
  }

  static DidKey owner(int number) {
    byte[] key = ByteBuffer.allocate(32).putInt(number + 1).array();
    return new DidKey(KeyType.ED25519, Bytes.copyOf(key));
  }

  static LogScope circle(int number) {
    return new LogScope("circle:" + id(1_000_000 + number));
  }

  static Timestamp time(long millis) {
    return Timestamp.of(millis, 0);
  }

  static Draft draft(int number) {
    return new Draft(number);
  }

  /** A document that says little until it is told. */
  static final class Draft {
    private final int number;
    private String type = "memory";
    private List<DidKey> owners = List.of(owner(0));
    private LogScope scope = LogScope.PUBLIC;
    private Timestamp timestamp;
    private final List<Tag> tags = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private @Nullable Embedding embedding;

    private Draft(int number) {
      this.number = number;
      this.timestamp = time(number);
    }

    Draft type(String value) {
      type = value;
      return this;
    }

    Draft owners(DidKey... values) {
      owners = List.of(values);
      return this;
    }

    Draft scope(LogScope value) {
      scope = value;
      return this;
    }

    Draft at(Timestamp value) {
      timestamp = value;
      return this;
    }

    Draft tag(String name, String value) {
      tags.add(Tag.of(name, value));
      return this;
    }

    Draft text(String value) {
      texts.add(value);
      return this;
    }

    Draft embedding(String model, float... numbers) {
      embedding = Embedding.of(model, numbers).orElseThrow();
      return this;
    }

    SearchDocument document() {
      return new SearchDocument(id(number), type, owners, scope, timestamp, tags, texts, embedding);
    }

    Change put() {
      return new Change.Put(document());
    }
  }

  static SearchQuery.Builder all() {
    return SearchQuery.by(Sight.EVERYTHING);
  }

  static List<EventId> found(SearchIndex index, SearchQuery.Builder query) {
    return index.search(query.build()).hits().stream().map(SearchHit::entity).toList();
  }

  /** Applies a batch and waits until it is visible. */
  static void show(SearchIndex index, long position, Change... changes) throws Exception {
    index.apply(position, List.of(changes));
    await(index.waitFor(position));
  }

  static void await(CompletionStage<Void> stage) throws Exception {
    stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
