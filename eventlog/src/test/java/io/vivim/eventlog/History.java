package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Events that a few authors might have made, causes first: new entities and edits, concurrent ones
 * and merges of them, devices, circles, private notes, tags, erasures, forks.
 */
final class History {
  private static final List<String> TOPICS = List.of("tea", "rain", "chess", "árvíz");
  private static final List<String> EDITED = List.of("memory", "acu", "circle");
  private static final Scope[] SCOPES = {Scope.PUBLIC, Scope.PUBLIC, Scope.PRIVATE, Scope.LOCAL};

  private final Random random;
  private final List<Author> authors = new ArrayList<>();
  private final List<Device> devices = new ArrayList<>();
  private final List<DecodedEvent> events = new ArrayList<>();
  private final Map<EventId, List<DecodedEvent>> byEntity = new HashMap<>();
  private final Map<EventId, Author> owners = new HashMap<>();

  /** A key that may act for an author since a grant. */
  private record Device(Author key, Author owner, DecodedEvent grant) {}

  private History(long seed, int authorCount) {
    random = new Random(seed);
    for (int i = 0; i < authorCount; i++) {
      authors.add(new Author(seed * 100 + i));
    }
  }

  /** So many events of a history that the seed names. */
  static List<DecodedEvent> of(long seed, int count) {
    History history = new History(seed, 4);
    while (history.events.size() < count) {
      history.step();
    }
    return history.events;
  }

  private void step() {
    int kind = random.nextInt(100);
    if (kind < 25 || byEntity.isEmpty()) {
      create();
    } else if (kind < 70) {
      update();
    } else if (kind < 78) {
      erase();
    } else if (kind < 83) {
      addDevice();
    } else if (kind < 90) {
      actByDevice();
    } else if (kind < 93) {
      circle();
    } else if (kind < 96) {
      stray();
    } else {
      fork();
    }
  }

  private Author anyone() {
    return authors.get(random.nextInt(authors.size()));
  }

  private <T> T oneOf(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private EventBuilder decorated(EventBuilder event) {
    if (random.nextInt(3) == 0) {
      event.tag("topic", oneOf(TOPICS));
    }
    if (random.nextInt(6) == 0) {
      event.tag("place", oneOf(TOPICS), "more");
    }
    if (random.nextInt(5) == 0) {
      event.parent(Cid.ofRaw(Bytes.utf8(oneOf(TOPICS))));
    }
    return event;
  }

  private void add(DecodedEvent event, Author owner) {
    events.add(event);
    byEntity.computeIfAbsent(event.entity(), id -> new ArrayList<>()).add(event);
    owners.putIfAbsent(event.entity(), owner);
  }

  private void create() {
    Author author = anyone();
    String type = random.nextBoolean() ? "memory:create" : "acu:create";
    add(author.sign(decorated(author.event(type)), SCOPES[random.nextInt(SCOPES.length)]), author);
  }

  /** Some events of an entity as heads: one, or several that a merge would name. */
  private List<EventFacts> headsOf(EventId entity) {
    List<DecodedEvent> known = new ArrayList<>(eventsOf(entity));
    Collections.shuffle(known, random);
    return known.stream()
        .limit(1 + random.nextInt(Math.min(3, known.size())))
        .map(EventFacts::of)
        .toList();
  }

  private List<DecodedEvent> eventsOf(EventId entity) {
    return byEntity.getOrDefault(entity, List.of());
  }

  private Author ownerOf(EventId entity) {
    return owners.getOrDefault(entity, authors.get(0));
  }

  private EventId anyEntity() {
    return oneOf(byEntity.keySet().stream().sorted().toList());
  }

  private void update() {
    EventId entity = anyEntity();
    DecodedEvent first = eventsOf(entity).get(0);
    if (!EDITED.contains(first.header().type().entity())) {
      return;
    }
    edit(ownerOf(entity), ownerOf(entity), entity, first, List.of());
  }

  private void edit(
      Author signer, Author owner, EventId entity, DecodedEvent first, List<EventId> auth) {
    String type = first.header().type().entity() + ":update";
    List<EventFacts> heads = headsOf(entity);
    heads.forEach(head -> signer.at(head.timestamp().millis() + 1));
    EventBuilder event =
        signer.event(type).author(owner.key().did()).entity(entity).heads(heads).auth(auth);
    add(signer.sign(decorated(event), scopeOf(first)), owner);
  }

  private static Scope scopeOf(DecodedEvent first) {
    return first.header().scope().equals(Scope.CIRCLE_NEW)
        ? Scope.circle(first.id())
        : first.header().scope();
  }

  private void erase() {
    DecodedEvent target = oneOf(events);
    if (!target.header().scope().equals(Scope.PUBLIC)) {
      return;
    }
    Author author = random.nextInt(4) == 0 ? anyone() : ownerOf(target.entity());
    add(author.erase(target), author);
  }

  private void addDevice() {
    Author owner = anyone();
    Author key = new Author(random.nextLong());
    EventId identity = EntityIds.identity(Scope.PUBLIC, owner.key().did());
    DecodedEvent grant = owner.sign(owner.event("identity:add_device").entity(identity));
    add(grant, owner);
    devices.add(new Device(key, owner, grant));
  }

  private void actByDevice() {
    if (devices.isEmpty()) {
      return;
    }
    Device device = oneOf(devices);
    device.key().at(device.grant().header().timestamp().millis() + 1);
    EventBuilder event =
        device
            .key()
            .event("memory:create")
            .author(device.owner().key().did())
            .auth(List.of(device.grant().id()));
    add(device.key().sign(decorated(event)), device.owner());
  }

  private void circle() {
    Author owner = anyone();
    add(owner.sign(owner.event("circle:create"), Scope.CIRCLE_NEW), owner);
  }

  /**
   * A first event of an entity that is named by somebody's event, as a keyed one's key could be.
   */
  private void stray() {
    Author author = anyone();
    EventBuilder event = author.event("social:follow").entity(oneOf(events).id());
    events.add(author.sign(event));
  }

  /** A second event in the place of one that is there already. */
  private void fork() {
    DecodedEvent rival = oneOf(events);
    Author author =
        authors.stream()
            .filter(one -> one.key().did().equals(rival.header().signer()))
            .findFirst()
            .orElse(authors.get(0));
    EventBuilder event = author.event("memory:create").timestamp(rival.header().timestamp().next());
    if (rival.header().scope().equals(Scope.PUBLIC)
        && rival.header().prev() != null
        && author.key().did().equals(rival.header().signer())) {
      event.after(rival.header().seq() - 1, rival.header().prev());
      add(event.sign(author.key()), author);
    }
  }
}
