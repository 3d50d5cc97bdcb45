package io.vivim.node;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Outcome;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.RawEvent;
import io.vivim.events.Rejection;
import io.vivim.node.ledger.BrokenEvent;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What became of the events of one file. The log's threads tell it, one after the other. */
final class Import {
  /** What may become of an event, in the order in which the answer lists it. */
  private enum Fate {
    ACCEPTED,
    DUPLICATE,
    PENDING,
    EARLY,
    DECLINED,
    REJECTED;

    static Fate of(Outcome outcome) {
      if (outcome instanceof Outcome.Accepted) {
        return ACCEPTED;
      } else if (outcome instanceof Outcome.Duplicate) {
        return DUPLICATE;
      } else if (outcome instanceof Outcome.Pending) {
        return PENDING;
      } else if (outcome instanceof Outcome.Early) {
        return EARLY;
      }
      return outcome instanceof Outcome.Declined ? DECLINED : REJECTED;
    }

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  // All below is guarded by this.
  private final Map<Fate, Long> events = new TreeMap<>();
  private final Set<EventId> waiting = new HashSet<>();
  private String firstRefusal = "";

  Import() {
    for (Fate fate : Fate.values()) {
      events.put(fate, 0L);
    }
  }

  synchronized void hear(RawEvent event, Outcome outcome) {
    events.merge(Fate.of(outcome), 1L, Long::sum);
    if (outcome instanceof Outcome.Pending) {
      waiting.add(EventId.ofHeader(event.header()));
    }
    if (firstRefusal.isEmpty()) {
      if (outcome instanceof Outcome.Rejected rejected) {
        firstRefusal = EventId.ofHeader(event.header()) + " " + refusal(rejected.rejection());
      } else if (outcome instanceof Outcome.Declined declined) {
        firstRefusal =
            EventId.ofHeader(event.header())
                + " "
                + declined.reason().code()
                + ": "
                + declined.reason().text();
      }
    }
  }

  /** Hears of something that is no event at all. */
  synchronized void refuse(Rejection rejection) {
    events.merge(Fate.REJECTED, 1L, Long::sum);
    firstRefusal = firstRefusal.isEmpty() ? refusal(rejection) : firstRefusal;
  }

  /** The answer, once the log has heard all of the file: what waited may have been let in since. */
  Answer answer(String file, long otherBlocks, EventLog log) {
    LogOption.await(log.settled());
    return settled(file, otherBlocks, log);
  }

  private synchronized Answer settled(String file, long otherBlocks, EventLog log) {
    Set<EventId> held = waiting.isEmpty() ? Set.of() : held(log);
    for (EventId event : waiting) {
      if (log.find(event).isPresent()) {
        move(Fate.ACCEPTED);
      } else if (!held.contains(event)) {
        move(Fate.REJECTED);
        firstRefusal =
            firstRefusal.isEmpty() ? event + " waited, and was not let in" : firstRefusal;
      }
    }
    waiting.clear();
    return new Report(file, new TreeMap<>(events), otherBlocks, firstRefusal);
  }

  private static String refusal(Rejection rejection) {
    return rejection.reason().code() + ": " + BrokenEvent.text(rejection);
  }

  private void move(Fate to) {
    events.merge(Fate.PENDING, -1L, Long::sum);
    events.merge(to, 1L, Long::sum);
  }

  private static Set<EventId> held(EventLog log) {
    return log.held().stream().map(DecodedEvent::id).collect(Collectors.toSet());
  }

  /** The figures, and the first event that was not taken. */
  private record Report(String file, Map<Fate, Long> events, long otherBlocks, String firstRefusal)
      implements Answer {
    @Override
    public String text() {
      return events.entrySet().stream()
              .map(each -> each.getKey().text() + "=" + each.getValue())
              .collect(Collectors.joining(" "))
          + " other-blocks="
          + otherBlocks;
    }

    @Override
    public IpldMap json() {
      IpldMap.Builder json = IpldMap.builder().put("file", Ipld.of(file));
      events.forEach((fate, count) -> json.put(fate.text(), Ipld.of(count)));
      return json.put("otherBlocks", Ipld.of(otherBlocks)).build();
    }

    @Override
    public Optional<String> complaint() {
      return firstRefusal.isEmpty()
          ? Optional.empty()
          : Optional.of("events were not taken; the first was " + firstRefusal);
    }
  }
}
