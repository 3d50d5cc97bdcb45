package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventId;
import io.vivim.events.EventLimits;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A walk that remembers strides comes to what a walk from event to event comes to. */
final class SignerLogsTest {
  private static final int EVENTS = 5 * SignerLogs.STRIDE;
  private static final int QUESTIONS = 3_000;

  private final Map<EventId, DecodedEvent> here = new HashMap<>();
  private final Random random = new Random(11);
  private int reads;
  private int made;

  private final Events events =
      new Events(
          new EventSource() {
            @Override
            public Optional<DecodedEvent> find(EventId event) {
              reads++;
              return Optional.ofNullable(here.get(event));
            }

            @Override
            public List<EventId> at(DidKey signer, LogScope scope, long seq) {
              return here.values().stream()
                  .filter(event -> event.header().seq() == seq)
                  .map(DecodedEvent::id)
                  .toList();
            }
          });

  private final SignerLogs logs = new SignerLogs(events);

  @Test
  void stridesLeadWhereTheChainLeads() {
    List<DecodedEvent> tree = tree();
    List<DecodedEvent> late = tree.stream().filter(event -> random.nextInt(60) == 0).toList();
    tree.stream().filter(event -> !late.contains(event)).forEach(e -> here.put(e.id(), e));
    ask(tree);
    // What was found before stays true when gaps are closed, and the rest is found now.
    late.forEach(event -> here.put(event.id(), event));
    ask(tree);
    assertThat(late).isNotEmpty();
  }

  private void ask(List<DecodedEvent> tree) {
    for (int i = 0; i < QUESTIONS; i++) {
      DecodedEvent from = tree.get(random.nextInt(tree.size()));
      DecodedEvent to = tree.get(random.nextInt(tree.size()));
      if (here.containsKey(from.id()) && here.containsKey(to.id())) {
        assertThat(logs.comesBackTo(from, to)).isEqualTo(isBelow(from, to));
      }
    }
  }

  private boolean isBelow(DecodedEvent from, DecodedEvent to) {
    Optional<DecodedEvent> at = Optional.of(from);
    while (at.isPresent() && !at.get().id().equals(to.id())) {
      at = Optional.ofNullable(at.get().header().prev()).map(here::get);
    }
    return at.isPresent();
  }

  @Test
  void aWalkThatWasMadeIsNotMadeAgain() {
    DecodedEvent last = write(Optional.empty());
    DecodedEvent first = last;
    here.put(last.id(), last);
    while (here.size() < 5_000) {
      last = write(Optional.of(last));
      here.put(last.id(), last);
    }
    assertThat(logs.comesBackTo(last, first)).isTrue();
    int before = reads;
    assertThat(logs.comesBackTo(last, first)).isTrue();
    assertThat(reads - before).isLessThan(3 * SignerLogs.STRIDE);
  }

  /** Events of which most go on behind the last one, and some fork off behind any. */
  private List<DecodedEvent> tree() {
    List<DecodedEvent> tree = new ArrayList<>();
    Optional<DecodedEvent> last = Optional.empty();
    for (int i = 0; i < EVENTS; i++) {
      DecodedEvent next = write(last);
      tree.add(next);
      last = Optional.of(random.nextInt(60) == 0 ? tree.get(random.nextInt(tree.size())) : next);
    }
    return tree;
  }

  private DecodedEvent write(Optional<DecodedEvent> before) {
    byte[] salt = ByteBuffer.allocate(EventLimits.SALT_BYTES).putInt(made++).array();
    EventBuilder builder = EventBuilder.of(EventType.named("memory:create"), Bytes.owning(salt));
    before.ifPresent(event -> builder.after(event.header().seq(), event.id()));
    return builder.sign(World.root(0));
  }
}
