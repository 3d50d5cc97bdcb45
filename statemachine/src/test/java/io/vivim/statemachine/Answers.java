package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.statemachine.model.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whatever a state answers one reader about the entities of a history, by the question. */
final class Answers {
  private static final int LIMIT = 3;

  private final State state;
  private final Reader reader;
  private final Instant now;

  /** All that was asked, and the answers as they are. */
  private final Map<String, Object> told = new TreeMap<>();

  /** The entities in those answers that are told of by the reference too. */
  private final Map<String, Set<ReferenceLog.Name>> found = new TreeMap<>();

  Answers(State state, Reader reader, Instant now) {
    this.state = state;
    this.reader = reader;
    this.now = now;
  }

  Map<String, Object> told() {
    return told;
  }

  Map<String, Set<ReferenceLog.Name>> found() {
    return found;
  }

  /** Asks about all that is in a history. */
  Answers about(List<DecodedEvent> history) {
    ids(history).forEach(this::aboutId);
    for (LogScope scope : scopes(history)) {
      pages("feed in " + scope, after -> state.feed(reader, scope, after, LIMIT));
      pages("conflicts in " + scope, after -> state.conflicts(reader, scope, after, LIMIT));
      query("query in " + scope, Query.ALL.in(scope));
    }
    for (String kind : kinds(history)) {
      query("query of " + kind, Query.ofKind(kind));
    }
    for (int person = 0; person < World.PEOPLE; person++) {
      DidKey did = World.root(person).did();
      query("query by " + did, Query.ALL.by(did));
      query("query about " + did, Query.ALL.about(did.toString()));
      pages("feed of " + did, after -> state.feed().of(reader, did, now, after, LIMIT));
    }
    return this;
  }

  static Set<EventId> ids(List<DecodedEvent> history) {
    Set<EventId> ids = new LinkedHashSet<>();
    history.forEach(event -> ids.add(event.entity()));
    return ids;
  }

  static Set<LogScope> scopes(List<DecodedEvent> history) {
    Set<LogScope> scopes = new LinkedHashSet<>();
    history.forEach(event -> scopes.add(event.logScope()));
    return scopes;
  }

  static Set<String> kinds(List<DecodedEvent> history) {
    Set<String> kinds = new TreeSet<>();
    history.forEach(event -> kinds.add(Kind.of(event.header().type()).name()));
    return kinds;
  }

  private void aboutId(EventId id) {
    Optional<Entity> entity = state.entity(reader, id);
    told.put("get " + id, entity);
    found.put("get " + id, names(entity.stream().toList()));
    told.put("history of " + id, state.history(reader, id, null, Integer.MAX_VALUE));
    told.put("explain " + id, state.explain(reader, id));
    told.put("members of " + id, state.members(reader, id));
    told.put("depth of " + id, state.depth(reader, id));
    tell("ancestors of " + id, state.ancestors(reader, id));
    tell("derivations of " + id, state.derivations(reader, id));
    told.put("readers of " + id, state.sharing().of(reader, id, now));
    query("query about " + id, Query.ALL.about(id.toString()));
  }

  private void query(String question, Query query) {
    pages(question, after -> state.query(reader, query, after, LIMIT));
  }

  private void pages(String question, Function<@Nullable Bytes, EntityPage> asked) {
    tell(question, all(asked));
  }

  /** What is on all pages of an answer. */
  static List<Entity> all(Function<@Nullable Bytes, EntityPage> asked) {
    List<Entity> all = new ArrayList<>();
    Optional<Bytes> after = Optional.empty();
    do {
      EntityPage page = asked.apply(after.orElse(null));
      all.addAll(page.entities());
      after = page.next();
    } while (after.isPresent());
    return all;
  }

  private void tell(String question, Relatives relatives) {
    tell(question, relatives.entities());
    told.put(question, relatives);
  }

  private void tell(String question, List<Entity> entities) {
    told.put(question, entities);
    found.put(question, names(entities));
  }

  private static Set<ReferenceLog.Name> names(List<Entity> entities) {
    Set<ReferenceLog.Name> names = new TreeSet<>();
    entities.forEach(entity -> names.add(new ReferenceLog.Name(entity.scope(), entity.id())));
    return names;
  }
}
