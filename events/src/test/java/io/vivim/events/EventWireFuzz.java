package io.vivim.events;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading the wire form of events. */
class EventWireFuzz {
  static Stream<byte[]> seeds() {
    return EventSeeds.wires();
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRejectedOrKeepsItsBytes(byte[] input) {
    EventLaws.wire(Bytes.copyOf(input));
  }
}
