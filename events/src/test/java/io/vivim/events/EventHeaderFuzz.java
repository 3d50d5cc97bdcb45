package io.vivim.events;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading headers. */
class EventHeaderFuzz {
  static Stream<byte[]> seeds() {
    return EventSeeds.headers();
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRejectedOrKeepsItsBytes(byte[] input) {
    EventLaws.raw(new RawEvent(Bytes.copyOf(input), null));
  }
}
