package io.vivim.node.ledger;

import io.vivim.codec.IpldMap;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.Scope;
import java.util.List;
import java.util.Optional;

/**
 * The next event of a write, but for its place in the signer's log and its time.
 *
 * @param entity that it belongs to; a new one where there is none
 * @param isMerge whether it brings heads together alone, since one event cannot name them all
 */
record WritePlan(
    EventType type,
    Optional<EventId> entity,
    Scope scope,
    IpldMap body,
    List<EventFacts> heads,
    List<EventFacts> auth,
    boolean isMerge) {}
