package io.vivim.statemachine;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Section 5 of the page on authority: what is removed, and which events that makes void. */
final class ReferenceRemovals {
  /** Above every rank in a circle. */
  private static final int ROOT_KEY = 5;

  private static final int BELOW_ALL = -1;

  private final ReferenceLog log;
  private final ReferenceGrants grants;

  /** All that are no leaves and have no fault. */
  private final List<Removal> removals = new ArrayList<>();

  /** The removals that count, as far as was decided. */
  private final List<Removal> standing = new ArrayList<>();

  /** Leaves without a fault; whether they are void themselves matters to nobody but the circle. */
  private final List<Removal> leaves = new ArrayList<>();

  private final Map<EventId, Set<EventId>> relied = new HashMap<>();

  /** A removal and the grants that it names and may remove. */
  private record Removal(DecodedEvent event, int rank, boolean isLeave, Set<EventId> removed) {}

  /**
   * What comes of the removals of a log.
   *
   * @param faults the events that count for nothing whatever is removed
   */
  ReferenceRemovals(ReferenceLog log, ReferenceGrants grants, Set<EventId> faults) {
    this.log = log;
    this.grants = grants;
    for (DecodedEvent event : log.events()) {
      if (isRemoval(event) && !faults.contains(event.id())) {
        Removal removal = removal(event);
        (removal.isLeave() ? leaves : removals).add(removal);
      }
    }
    for (int rank = ROOT_KEY; rank >= 0; rank--) {
      int level = rank;
      // No event can make one void that ranks as high: those of one rank are judged together.
      standing.addAll(
          removals.stream()
              .filter(removal -> removal.rank() == level)
              .filter(removal -> reasonOf(removal.event()).isEmpty())
              .toList());
    }
  }

  private static boolean isRemoval(DecodedEvent event) {
    return ReferenceGrants.isOf(
        event,
        "identity:revoke_device",
        "circle:remove_member",
        "circle:set_role",
        "sharing:revoke",
        "capability:revoke");
  }

  private Removal removal(DecodedEvent event) {
    Set<EventId> removed = new HashSet<>();
    for (EventId named : Said.links(event, "grants")) {
      if (log.past(event).contains(named) && isRemovable(log.at(named), event)) {
        removed.add(named);
      }
    }
    return new Removal(event, rank(event), ReferenceGrants.isLeave(event), removed);
  }

  private int rank(DecodedEvent removal) {
    return switch (removal.header().type().name()) {
      case "identity:revoke_device" -> ROOT_KEY;
      case "circle:remove_member", "circle:set_role" -> grants.rank(removal);
      default -> 0;
    };
  }

  private boolean isRemovable(DecodedEvent grant, DecodedEvent by) {
    return switch (by.header().type().name()) {
      case "identity:revoke_device" -> ReferenceGrants.isOf(grant, "identity:add_device");
      case "sharing:revoke" -> ReferenceGrants.isOf(grant, "sharing:policy");
      case "capability:revoke" -> ReferenceGrants.isOf(grant, "capability:delegate");
      default ->
          ReferenceGrants.isOf(grant, "circle:add_member", "circle:set_role")
              && (ReferenceGrants.isLeave(by)
                  ? ReferenceGrants.member(grant).equals(ReferenceGrants.member(by))
                  : ReferenceGrants.given(grant) < grants.rank(by));
    };
  }

  /** Why an event is void, by all removals that were found to count. */
  Optional<String> reasonOf(DecodedEvent event) {
    Set<EventId> relies = relied.computeIfAbsent(event.id(), id -> grants.reliesOn(event));
    for (EventId grant : relies) {
      boolean isVoid =
          removersOf(grant).stream()
              .filter(removal -> removal.rank() > rankOf(event))
              .anyMatch(removal -> !accepts(removal, event));
      if (isVoid) {
        return Optional.of("removed");
      }
    }
    boolean hasLeft =
        leaves.stream()
            .filter(leave -> isBySame(leave.event(), event))
            .filter(leave -> leave.removed().stream().anyMatch(relies::contains))
            .anyMatch(leave -> isAfter(event, leave.event()));
    return hasLeft ? Optional.of("left") : Optional.empty();
  }

  /** The rank of a removal; no event ranks as high as one and makes it void. */
  private int rankOf(DecodedEvent event) {
    return removals.stream()
        .filter(removal -> removal.event().id().equals(event.id()))
        .mapToInt(Removal::rank)
        .findFirst()
        .orElse(BELOW_ALL);
  }

  /** Whether a grant is no longer one, be it that somebody removed it or that its holder left. */
  boolean isRemoved(DecodedEvent grant) {
    return !removersOf(grant.id()).isEmpty()
        || leaves.stream()
            .filter(leave -> leave.removed().contains(grant.id()))
            .anyMatch(leave -> reasonOf(leave.event()).isEmpty());
  }

  /** The removals of a grant that no later one has replaced. */
  private List<Removal> removersOf(EventId grant) {
    List<Removal> all =
        standing.stream().filter(removal -> removal.removed().contains(grant)).toList();
    return all.stream()
        .filter(
            removal ->
                all.stream()
                    .noneMatch(
                        later ->
                            log.hasSeen(later.event(), removal.event())
                                && later.rank() >= removal.rank()))
        .toList();
  }

  private boolean accepts(Removal removal, DecodedEvent event) {
    for (EventId last : Said.links(removal.event(), "until")) {
      DecodedEvent listed = log.find(last);
      if (listed == null || !ReferenceLog.isSameLog(listed, event)) {
        continue;
      }
      ReferenceLog.Chain chain = log.chain(listed);
      boolean isBelowGap =
          chain.breaksOff() && event.header().seq() <= listed.header().seq() && log.isAlone(event);
      if (chain.has(event) || isBelowGap) {
        return true;
      }
    }
    return false;
  }

  /** Whether an event comes after a leave in the log of its signer. */
  private boolean isAfter(DecodedEvent event, DecodedEvent leave) {
    if (event.id().equals(leave.id()) || !ReferenceLog.isSameLog(event, leave)) {
      return false;
    }
    ReferenceLog.Chain chain = log.chain(event);
    boolean isAboveGap =
        chain.breaksOff() && event.header().seq() > leave.header().seq() && log.isAlone(leave);
    return chain.has(leave) || isAboveGap;
  }

  private static boolean isBySame(DecodedEvent one, DecodedEvent other) {
    return one.header().author().equals(other.header().author());
  }
}
