package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.did.DidKey;
import io.vivim.eventlog.IndexKey.Field;
import io.vivim.eventlog.IndexKey.Section;
import io.vivim.eventlog.IndexStream.Bounds;
import io.vivim.eventlog.IndexStream.Budget;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.store.StoreView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Opens the streams of a filter: one for each value, any-of within a field, all-of between them.
 */
final class IndexStreams {
  private final Filter filter;
  private final StoreView store;
  private final Budget budget;
  private final Bounds bounds;
  private final List<Section> sections;
  private final List<IndexStream> fields = new ArrayList<>();

  IndexStreams(Filter filter, StoreView store, Budget budget) {
    this.filter = filter;
    this.store = store;
    this.budget = budget;
    this.bounds = new Bounds(filter.since(), filter.until());
    this.sections = sections(filter.scopes());
  }

  /** Where events of some scopes may have entries; of no scope, of any. */
  private static List<Section> sections(Set<LogScope> scopes) {
    if (!scopes.isEmpty() && scopes.stream().allMatch(LogScope::isPublic)) {
      return List.of(Section.PUBLIC);
    }
    return !scopes.isEmpty() && scopes.stream().noneMatch(LogScope::isPublic)
        ? List.of(Section.OTHERS)
        : List.of(Section.values());
  }

  IndexStream allOf() {
    addPeople();
    any(filter.entityIds().stream().map(id -> entity(id)).toList());
    filter.tags().forEach(this::addTag);
    any(
        filter.parents().stream()
            .map(Cid::bytes)
            .map(b -> one(Field.PARENT, IndexKey.hash(b)))
            .toList());
    any(filter.types().stream().map(type -> one(Field.TYPE, IndexKey.hash(type))).toList());
    any(filter.scopes().stream().map(this::scope).toList());
    if (fields.isEmpty()) {
      fields.add(one(Field.TIME, 0));
    }
    return fields.size() == 1 ? fields.get(0) : new IndexStream.AllOf(fields, budget);
  }

  private void addPeople() {
    List<IndexStream> authors = new ArrayList<>();
    for (DidKey author : filter.authors()) {
      authors.add(key(Field.AUTHOR, author));
      authors.add(key(Field.DEVICE_AUTHOR, author));
    }
    any(authors);
    List<IndexStream> signers = new ArrayList<>();
    for (DidKey signer : filter.signers()) {
      signers.add(key(Field.AUTHOR, signer));
      signers.add(key(Field.DEVICE, signer));
    }
    any(signers);
  }

  private void addTag(String name, Set<String> values) {
    any(values.stream().map(v -> one(Field.TAG, IndexKey.tagValue(name, v))).toList());
  }

  private IndexStream scope(LogScope scope) {
    return one(Field.SCOPE, IndexKey.hash(scope.text()));
  }

  private IndexStream entity(EventId id) {
    return one(Field.ENTITY, id.prefix());
  }

  private IndexStream key(Field field, DidKey key) {
    return one(field, key.publicKey().longAt(0));
  }

  private IndexStream one(Field field, long value) {
    List<IndexStream> streams = new ArrayList<>();
    for (Section section : sections) {
      Bytes prefix = IndexKey.prefix(section, field, value);
      streams.add(new IndexStream.OneValue(store, prefix, bounds, budget));
    }
    return streams.size() == 1 ? streams.get(0) : new IndexStream.AnyOf(streams);
  }

  private void any(List<IndexStream> streams) {
    if (!streams.isEmpty()) {
      IndexStream any = streams.size() == 1 ? streams.get(0) : new IndexStream.AnyOf(streams);
      // Those that come first are the narrow ones, as a rule.
      fields.add(fields.isEmpty() ? any : new IndexStream.Believed(any));
    }
  }
}
