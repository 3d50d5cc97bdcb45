package io.vivim.node.ledger;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidException;
import io.vivim.did.DidKey;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Filter;
import io.vivim.eventlog.Page;
import io.vivim.eventlog.PageMark;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import io.vivim.events.Scope;
import io.vivim.statemachine.Role;
import io.vivim.statemachine.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what the removal of a member or of a role does not say: which grants it takes back, all
 * that the member has or, for a lower role, those above it; and what it leaves standing, all that
 * is here and relies on them. Without {@code until} it would take back everything that was ever
 * done by the right that is removed; whoever wants that sets it to an empty list.
 *
 * <p>What is listed of a log is the last event below which every link is here, of each branch. Logs
 * of others are listed where they rely on what the removed one granted them.
 */
final class AcceptedSoFar {
  private static final String SET = "set";
  private static final String UNTIL = "until";
  private static final String GRANTS = "grants";
  private static final String MEMBER = "member";
  private static final String ROLE = "role";
  private static final String REMOVE_MEMBER = "circle:remove_member";
  private static final Set<String> REMOVALS = Set.of(REMOVE_MEMBER, "circle:set_role");
  private static final int PAGE_EVENTS = 500;

  private final EventLog log;
  private final State state;

  AcceptedSoFar(EventLog log, State state) {
    this.log = log;
    this.state = state;
  }

  /** Whether a body says itself what stands. */
  static boolean saysUntil(IpldMap body) {
    return body.get(SET).orElse(Ipld.NULL) instanceof IpldMap set && !isMissing(set, UNTIL);
  }

  /** The body, with what it leaves out; a leave lists nothing that stands. */
  IpldMap completed(EventType type, IpldMap body, DidKey author, LogScope scope)
      throws RefusedWriteException {
    if (!REMOVALS.contains(type.name())
        || !(body.get(SET).orElse(Ipld.NULL) instanceof IpldMap set)) {
      return body;
    }
    Map<String, Ipld> completed = new LinkedHashMap<>();
    set.forEach(completed::put);
    if (isMissing(set, GRANTS)) {
      List<Ipld> taken = taken(set, scope);
      if (taken.isEmpty()) {
        requireNobodyGoes(type, set);
        return body;
      }
      completed.put(GRANTS, new Ipld.Sequence(taken));
    }
    boolean isLeave = set.get(MEMBER).equals(Optional.of(Ipld.of(author.toString())));
    if (isMissing(set, UNTIL) && !isLeave) {
      Set<EventId> tips = tips(scope, links(completed.getOrDefault(GRANTS, Ipld.NULL)));
      completed.put(
          UNTIL, new Ipld.Sequence(tips.stream().map(tip -> (Ipld) Ipld.of(tip.cid())).toList()));
    }
    Map<String, Ipld> whole = new LinkedHashMap<>();
    body.forEach(whole::put);
    whole.put(SET, IpldMap.of(completed));
    return IpldMap.of(whole);
  }

  /** Where nothing is to be taken back, nobody can be removed. */
  private static void requireNobodyGoes(EventType type, IpldMap set) throws RefusedWriteException {
    if (type.name().equals(REMOVE_MEMBER)
        && set.get(MEMBER).orElse(Ipld.NULL) instanceof Ipld.Text who) {
      throw Refusal.NOTHING_REMOVED.because(
          "'" + who.value() + "' has no membership of the circle that could be taken back");
    }
  }

  private static boolean isMissing(IpldMap set, String name) {
    return set.get(name).orElse(Ipld.NULL).equals(Ipld.NULL);
  }

  /** What the member has; where a role is given, only what is above it. */
  private List<Ipld> taken(IpldMap set, LogScope scope) {
    Optional<EventId> circle = Scope.parse(scope.text()).map(Scope::circle);
    if (circle.isEmpty() || !(set.get(MEMBER).orElse(Ipld.NULL) instanceof Ipld.Text member)) {
      return List.of();
    }
    Optional<Role> left =
        set.get(ROLE)
            .filter(role -> role instanceof Ipld.Text)
            .flatMap(role -> Role.granted(((Ipld.Text) role).value()));
    try {
      return state.memberships(DidKey.parse(member.value()), circle.get()).entrySet().stream()
          .filter(each -> left.map(role -> role.isBelow(each.getValue())).orElse(true))
          .map(each -> (Ipld) Ipld.of(each.getKey().cid()))
          .toList();
    } catch (DidException e) {
      // The schema says what is wrong with it.
      return List.of();
    }
  }

  private static Set<EventId> links(Ipld grants) {
    Set<EventId> links = new HashSet<>();
    if (grants instanceof Ipld.Sequence list) {
      for (Ipld each : list.values()) {
        if (each instanceof Ipld.Link link) {
          EventId.of(link.value()).ifPresent(links::add);
        }
      }
    }
    return links;
  }

  /** An event's place in its signer's log, and what it cites. */
  private record Link(
      EventId id, DidKey signer, long seq, @Nullable EventId prev, Set<EventId> cited) {
    static Link of(DecodedEvent event) {
      EventHeader header = event.header();
      return new Link(
          event.id(), header.signer(), header.seq(), header.prev(), Set.copyOf(header.auth()));
    }
  }

  private Set<EventId> tips(LogScope scope, Set<EventId> grants) {
    List<Link> all = all(scope);
    Set<DidKey> concerned = relying(all, grants);
    Set<EventId> whole = new HashSet<>();
    Set<EventId> tips = new TreeSet<>();
    all.sort(Comparator.comparingLong(Link::seq));
    for (Link link : all) {
      EventId prev = link.prev();
      if (concerned.contains(link.signer()) && (prev == null || whole.contains(prev))) {
        whole.add(link.id());
        tips.add(link.id());
        if (prev != null) {
          tips.remove(prev);
        }
      }
    }
    return tips;
  }

  /** Who signed what relies on these grants, on what relies on them, and so on. */
  private static Set<DidKey> relying(List<Link> all, Set<EventId> grants) {
    Map<EventId, List<Link>> byCited = new HashMap<>();
    for (Link link : all) {
      link.cited()
          .forEach(cited -> byCited.computeIfAbsent(cited, any -> new ArrayList<>()).add(link));
    }
    Set<DidKey> signers = new HashSet<>();
    Set<EventId> met = new HashSet<>(grants);
    Deque<EventId> open = new ArrayDeque<>(grants);
    while (!open.isEmpty()) {
      for (Link link : byCited.getOrDefault(open.remove(), List.of())) {
        signers.add(link.signer());
        if (met.add(link.id())) {
          open.add(link.id());
        }
      }
    }
    return signers;
  }

  /** Everything in a scope. */
  private List<Link> all(LogScope scope) {
    Filter filter = Filter.builder().scopes(Set.of(scope)).build();
    List<Link> all = new ArrayList<>();
    @Nullable PageMark after = null;
    do {
      Page page = log.query(filter, after, PAGE_EVENTS);
      page.events().stream().map(AppendedEvent::event).map(Link::of).forEach(all::add);
      after = page.next().orElse(null);
    } while (after != null);
    return all;
  }
}
