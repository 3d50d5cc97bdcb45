package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.DagCborReader;
import io.vivim.did.SigningKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.Timestamp;
import io.vivim.statemachine.ElementRows.Place;
import io.vivim.statemachine.model.Coded;
import io.vivim.statemachine.model.Past;
import io.vivim.statemachine.model.Stamp;
import io.vivim.store.Stores;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** What events have seen, by clocks and heads where these tell, against a plain walk. */
final class LineageTest {
  private static final List<SigningKey> KEYS = List.of(key(1), key(2), key(3));
  private static final int MOST_EVENTS = 14;

  private static SigningKey key(long seed) {
    byte[] bytes = new byte[SigningKey.SEED_BYTES];
    new Random(seed).nextBytes(bytes);
    return SigningKey.fromSeed(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()));
  }

  @Property(tries = 200)
  void anEventHasSeenWhatAWalkBackComesTo(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    List<DecodedEvent> events = entity(random);
    Map<EventId, EventHeader> headers = new HashMap<>();
    events.forEach(event -> headers.put(event.id(), event.header()));
    History history = id -> at(headers, id);
    KnownPasts pasts = new KnownPasts();
    Lineage lineage = Lineage.EMPTY;
    List<DecodedEvent> folded = new ArrayList<>();
    while (folded.size() < events.size()) {
      DecodedEvent next = events.get(random.nextInt(events.size()));
      Set<EventId> here = new HashSet<>();
      folded.forEach(event -> here.add(event.id()));
      if (here.contains(next.id()) || !here.containsAll(next.header().prevVersion())) {
        continue;
      }
      Lineage after = lineage.with(next, history, any -> false);
      Past past = lineage.pastOf(next, after, history, pasts);
      Set<EventId> seen = seenBy(next.header(), headers);
      for (DecodedEvent other : folded) {
        Stamp stamp = Stamp.of(other, true);
        assertThat(past.has(stamp)).isEqualTo(seen.contains(other.id()));
      }
      folded.add(next);
      lineage = readAgain(after);
      assertThat(lineage).isEqualTo(after);
      assertThat(lineage.headIds()).isEqualTo(headsOf(folded, headers));
    }
  }

  private static Lineage readAgain(Lineage lineage) {
    Place nowhere = new Place(RowSource.of(Stores.inMemory()), Bytes.EMPTY);
    Bytes heads = DagCbor.encode(lineage.encodeHeads(Integer.MAX_VALUE));
    return Lineage.decode(
        Lineage.decodeHeads(DagCborReader.overOwn(heads), nowhere),
        Coded.bytes(lineage.encodeSigners(Integer.MAX_VALUE)),
        nowhere);
  }

  private static Set<EventId> seenBy(EventHeader header, Map<EventId, EventHeader> headers) {
    Set<EventId> seen = new HashSet<>(header.prevVersion());
    header.prevVersion().forEach(id -> seen.addAll(seenBy(at(headers, id), headers)));
    return seen;
  }

  private static EventHeader at(Map<EventId, EventHeader> headers, EventId id) {
    return Objects.requireNonNull(headers.get(id));
  }

  private static Set<EventId> headsOf(
      List<DecodedEvent> folded, Map<EventId, EventHeader> headers) {
    Set<EventId> heads = new TreeSet<>();
    folded.forEach(event -> heads.add(event.id()));
    folded.forEach(event -> heads.removeAll(seenBy(event.header(), headers)));
    return heads;
  }

  /** Edits by three, who have seen some, and one of whom does not always see its own. */
  private static List<DecodedEvent> entity(Random random) {
    List<DecodedEvent> events = new ArrayList<>();
    Map<Integer, EventFacts> tips = new HashMap<>();
    int size = 2 + random.nextInt(MOST_EVENTS - 1);
    for (int i = 0; i < size; i++) {
      int who = i == 0 ? 0 : random.nextInt(KEYS.size());
      List<EventFacts> heads = new ArrayList<>();
      EventFacts tip = tips.get(who);
      boolean seesOwn = who != 2 || random.nextBoolean();
      if (tip != null && seesOwn) {
        heads.add(tip);
      }
      for (int more = random.nextInt(3); i > 0 && (more > 0 || heads.isEmpty()); more--) {
        EventFacts head = EventFacts.of(events.get(random.nextInt(events.size())));
        if (heads.stream().noneMatch(other -> other.id().equals(head.id()))) {
          heads.add(head);
        }
      }
      boolean forks = who == 2 && random.nextInt(4) == 0;
      DecodedEvent event = edit(events, heads, forks ? null : tip, who, i, random);
      if (tip == null || event.header().seq() > tip.seq()) {
        tips.put(who, EventFacts.of(event));
      }
      events.add(event);
    }
    return events;
  }

  private static DecodedEvent edit(
      List<DecodedEvent> events,
      List<EventFacts> heads,
      @Nullable EventFacts tip,
      int who,
      int index,
      Random random) {
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    EventBuilder builder =
        EventBuilder.of(
                EventType.named(index == 0 ? "memory:create" : "memory:update"), Bytes.owning(salt))
            .timestamp(Timestamp.of(1_700_000_000_000L + index, 0));
    if (index > 0) {
      builder.entity(events.get(0).entity()).heads(heads);
    }
    if (tip != null) {
      builder.after(tip.seq(), tip.id());
    }
    return builder.sign(KEYS.get(who));
  }
}
