package io.vivim.libp2p.host;

import io.vivim.libp2p.guard.HostLimits;
import io.vivim.libp2p.guard.PeerTags;
import io.vivim.libp2p.guard.Trim;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.Timers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Gives links up where there are too many. For any thread. */
final class LinkTrimmer {
  static final LinkEnd TRIMMED = LinkEnd.cut("more links than wanted");

  private final HostLimits.Marks marks;
  private final PeerTags tags;
  private final Timers timers;

  // Guarded by this.
  private final Map<Link, Since> links = new LinkedHashMap<>();
  private long nextId;
  private boolean isSilent;

  private record Since(long id, long nanos) {}

  LinkTrimmer(HostLimits.Marks marks, PeerTags tags, Timers timers) {
    this.marks = marks;
    this.tags = tags;
    this.timers = timers;
  }

  void opened(Link link) {
    synchronized (this) {
      links.put(link, new Since(nextId++, timers.nanos()));
    }
    look();
  }

  synchronized void ended(Link link) {
    links.remove(link);
  }

  synchronized int size() {
    return links.size();
  }

  private void look() {
    List<Link> given;
    synchronized (this) {
      if (isSilent || links.size() <= marks.high()) {
        return;
      }
      isSilent = true;
      given = choose();
    }
    Timers.Alarm unused = timers.after(marks.silence(), this::lookAgain);
    given.forEach(link -> link.cut(TRIMMED));
  }

  private void lookAgain() {
    synchronized (this) {
      isSilent = false;
    }
    look();
  }

  private List<Link> choose() {
    long now = timers.nanos();
    Map<Trim.Candidate, Link> candidates =
        links.entrySet().stream()
            .collect(
                Collectors.toMap(
                    each -> candidate(each.getKey(), each.getValue(), now), Map.Entry::getKey));
    return Trim.choose(List.copyOf(candidates.keySet()), marks).stream()
        .map(candidates::get)
        .toList();
  }

  private Trim.Candidate candidate(Link link, Since since, long now) {
    return new Trim.Candidate(
        since.id(),
        tags.value(link.peer()),
        link.streams(),
        link.isDialled(),
        tags.isProtected(link.peer()),
        now - since.nanos());
  }
}
