package io.vivim.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import io.vivim.events.Checked;
import io.vivim.events.RawEvent;
import io.vivim.store.Stores;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes the whole way of an event from the wire into the log. */
final class IngestFuzz {
  private static final TestLog HERE = new TestLog(Stores.inMemory());

  static Stream<byte[]> seeds() {
    return History.of(21, 40).stream().map(event -> event.raw().encode().toArray());
  }

  @MethodSource("seeds")
  @FuzzTest
  void endsInADeclaredOutcome(byte[] input) throws Exception {
    if (RawEvent.decode(Bytes.copyOf(input)) instanceof Checked.Good<RawEvent> good) {
      assertThat(HERE.give(good.value(), TestLog.PEER)).isNotNull();
      assertThat(HERE.log.failure().toCompletableFuture()).isNotDone();
    }
  }
}
