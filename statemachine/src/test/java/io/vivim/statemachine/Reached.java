package io.vivim.statemachine;

import io.vivim.codec.Ipld;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.statemachine.model.Body;
import io.vivim.statemachine.model.Kind;
import io.vivim.statemachine.model.ModelDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** How often histories came to what seldom happens, by what that is called. */
final class Reached {
  private static final Comparator<DecodedEvent> LATER =
      Comparator.<DecodedEvent>comparingLong(define -> define.header().version())
          .thenComparing(ReferenceLog::compareStamps);

  /** Removals behind which the reasons of erasures are looked at anew. */
  private static final int MOST_PREFIXES = 8;

  static final String PRIVATE_FIRST = " in private, then in the open";
  static final String PRIVATE_LAST = " in the open, then in private";

  private final Map<String, Integer> counts = new TreeMap<>();

  Map<String, Integer> counts() {
    return counts;
  }

  /** The most removals that one grant had. */
  int mostRemovals() {
    return counts.getOrDefault("most removals", 0);
  }

  private void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  void look(List<DecodedEvent> history, List<List<DecodedEvent>> deliveries) {
    Sight sight = new Sight(history, new ReferenceLog(history), ReferenceFold.of(history));
    models(sight);
    keys(sight);
    erasures(sight);
    undoneErasures(sight);
    removals(sight);
    forks(sight);
    deliveries.forEach(delivery -> lateListed(sight, delivery));
  }

  /** A history and what the pages make of it. */
  private record Sight(List<DecodedEvent> history, ReferenceLog log, ReferenceFold fold) {
    String reason(DecodedEvent event) {
      return fold.reason(event.id()).orElse("counts");
    }

    boolean isVoid(DecodedEvent event) {
      return Set.of("removed", "left").contains(reason(event));
    }

    List<DecodedEvent> ofType(String type) {
      return history.stream().filter(event -> ReferenceGrants.isOf(event, type)).toList();
    }

    List<DecodedEvent> removals() {
      return history.stream()
          .filter(event -> RemovalRules.isRemoval(event.header().type()))
          .toList();
    }

    /** The events that a removal lists and that are here. */
    List<DecodedEvent> listed(DecodedEvent removal) {
      return ReferenceGrants.isLeave(removal)
          ? List.of()
          : Said.links(removal, "until").stream()
              .flatMap(id -> Optional.ofNullable(log.find(id)).stream())
              .toList();
    }
  }

  private void models(Sight sight) {
    Set<EventId> erased = new HashSet<>();
    sight.ofType("system:erase").forEach(e -> Said.link(e, "target").ifPresent(erased::add));
    for (DecodedEvent event : sight.history()) {
      Optional<DecodedEvent> model =
          sight
              .fold()
              .entity(event.logScope(), event.entity())
              .flatMap(ReferenceFold.Entity::model)
              .map(sight.log()::at);
      if (model.isEmpty()) {
        continue;
      }
      for (DecodedEvent cited : sight.log().at(event.header().auth())) {
        if (cited.header().type().entity().equals("x.note")) {
          count("something that poses as a version is cited");
        } else if (ReferenceGrants.isOf(cited, "model:define")) {
          cited(sight, event, cited, model.get());
          if (erased.contains(cited.id())) {
            count("a version that somebody erased is cited");
          }
        }
      }
    }
  }

  private void cited(Sight sight, DecodedEvent event, DecodedEvent cited, DecodedEvent model) {
    boolean isOfModel = cited.entity().equals(model.entity());
    if (!isOfModel && cited.header().version() > model.header().version()) {
      count("a higher version of another model is cited");
    }
    if (isOfModel && sight.isVoid(cited)) {
      count("a void version is cited");
    }
    if (isOfModel && !isForNotes(cited)) {
      count("a version that says nothing of the kind is cited");
    }
    if (isOfModel && LATER.compare(cited, model) > 0 && sight.reason(event).equals("owner")) {
      count("a stranger cites a newer version");
    }
    if (isOfModel && LATER.compare(cited, model) > 0 && sight.isVoid(event)) {
      count("a void event cites a newer version");
    }
    boolean isUpgrade = cited.id().equals(model.id()) && cited.header().version() > 1;
    if (isUpgrade && !event.id().equals(event.entity())) {
      count("an entity goes on with a newer version");
    }
  }

  private static boolean isForNotes(DecodedEvent define) {
    return ModelDefinition.read(Said.body(define).orElse(Body.EMPTY))
            instanceof ModelDefinition.Defined defined
        && defined.kind().name().equals("x.note");
  }

  private void keys(Sight sight) {
    for (int i = 0; i < sight.history().size(); i++) {
      for (int j = i + 1; j < sight.history().size(); j++) {
        DecodedEvent one = sight.history().get(i);
        DecodedEvent other = sight.history().get(j);
        String kind = Kind.of(one.header().type()).name();
        if (one.logScope().isOwned() == other.logScope().isOwned()
            || !HiddenKeys.KINDS.contains(kind)
            || !kind.equals(Kind.of(other.header().type()).name())) {
          continue;
        }
        String order = one.logScope().isOwned() ? PRIVATE_FIRST : PRIVATE_LAST;
        Optional<List<Ipld>> key = HiddenKeys.of(one);
        if (key.isPresent()
            && key.equals(HiddenKeys.of(other))
            && one.header().author().equals(other.header().author())) {
          count(kind + order);
        }
        if (one.entity().equals(other.entity())) {
          count("one id" + order);
        }
      }
    }
  }

  private void erasures(Sight sight) {
    for (DecodedEvent erase : sight.ofType("system:erase")) {
      Optional<DecodedEvent> found =
          Said.link(erase, "target").flatMap(id -> Optional.ofNullable(sight.log().find(id)));
      if (found.isEmpty() || sight.isVoid(erase)) {
        continue;
      }
      DecodedEvent target = found.get();
      String kind =
          target.header().type().isControl() ? "control" : Kind.of(target.header().type()).name();
      boolean isAuthors = erase.header().author().equals(target.header().author());
      boolean isErased = sight.reason(target).equals("erased");
      if (isErased) {
        count("erased: " + kind);
        count(isAuthors ? "erased by its author" : "erased by the owner or twice");
      } else if (!isAuthors) {
        count("named in vain: " + kind);
      }
      if (isErased && target.header().prevVersion().isEmpty() && !isAuthors) {
        count("a first event is named by others too");
      }
      if (!erase.logScope().equals(target.logScope())) {
        count("named from another scope");
      }
    }
  }

  /** Erasures that a removal makes void, and that another one lets stand again. */
  private void undoneErasures(Sight sight) {
    List<DecodedEvent> erasures =
        sight.ofType("system:erase").stream()
            .filter(erase -> !erase.header().auth().isEmpty())
            .toList();
    if (erasures.isEmpty()) {
      return;
    }
    Set<EventId> wereVoid = new HashSet<>();
    List<DecodedEvent> removals = sight.removals();
    for (DecodedEvent last :
        removals.subList(Math.max(0, removals.size() - MOST_PREFIXES), removals.size())) {
      int size = 1 + sight.history().indexOf(last);
      List<DecodedEvent> before = sight.history().subList(0, size);
      Sight then = new Sight(before, new ReferenceLog(before), ReferenceFold.of(before));
      erasures.stream()
          .filter(before::contains)
          .filter(then::isVoid)
          .forEach(erase -> wereVoid.add(erase.id()));
    }
    for (DecodedEvent erase : erasures) {
      if (sight.isVoid(erase)) {
        count("a void erasure");
      } else if (wereVoid.contains(erase.id())) {
        count("an erasure that stands again");
      }
    }
  }

  private void removals(Sight sight) {
    Map<EventId, List<DecodedEvent>> removed = new HashMap<>();
    for (DecodedEvent removal : sight.removals()) {
      for (EventId grant : new HashSet<>(Said.links(removal, "grants"))) {
        if (sight.log().past(removal).contains(grant) && !sight.isVoid(removal)) {
          removed.computeIfAbsent(grant, id -> new ArrayList<>()).add(removal);
        }
      }
      for (DecodedEvent listed : sight.listed(removal)) {
        if (sight.log().chain(listed).breaksOff()) {
          count("a listed event above a gap");
        }
      }
    }
    for (List<DecodedEvent> all : removed.values()) {
      counts.merge("most removals", all.size(), Math::max);
      for (DecodedEvent one : all) {
        for (DecodedEvent other : all) {
          if (sight.log().hasSeen(other, one)) {
            count("a removal after another");
          } else if (!sight.log().hasSeen(one, other) && !one.id().equals(other.id())) {
            count("removals at the same time");
          }
        }
      }
    }
  }

  private void forks(Sight sight) {
    List<DecodedEvent> ends = new ArrayList<>();
    sight.removals().forEach(removal -> ends.addAll(sight.listed(removal)));
    for (DecodedEvent end : ends) {
      forks(sight, end, "a fork below a listed event");
    }
    for (DecodedEvent removal : sight.removals()) {
      if (ReferenceGrants.isLeave(removal) && !sight.log().isAlone(removal)) {
        count("a fork of a leave");
      }
    }
  }

  private void forks(Sight sight, DecodedEvent end, String what) {
    for (DecodedEvent event : sight.history()) {
      if (ReferenceLog.isSameLog(event, end)
          && event.header().seq() <= end.header().seq()
          && !sight.log().isAlone(event)) {
        count(what);
        if (sight.reason(event).equals("removed")) {
          count(what + " that is void");
        }
      }
    }
  }

  private void lateListed(Sight sight, List<DecodedEvent> delivery) {
    Map<EventId, Integer> places = new HashMap<>();
    delivery.forEach(event -> places.put(event.id(), places.size()));
    for (DecodedEvent removal : sight.removals()) {
      for (DecodedEvent listed : sight.listed(removal)) {
        if (place(places, listed) > place(places, removal)) {
          count("a listed event that comes late");
        }
      }
    }
  }

  private static int place(Map<EventId, Integer> places, DecodedEvent event) {
    return Objects.requireNonNull(places.get(event.id()));
  }

  /** The kinds of the catalogue whose events can be erased. */
  static Set<String> erasable() {
    Set<String> kinds = new HashSet<>();
    for (EventType type : EventType.catalogue().values()) {
      if (!type.isControl()) {
        kinds.add(Kind.of(type).name());
      }
    }
    return kinds;
  }
}
